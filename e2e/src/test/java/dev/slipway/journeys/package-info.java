/** The packed jar as a process, on loopback, against the real clients. */
@NullMarked
package dev.slipway.journeys;

import org.jspecify.annotations.NullMarked;
