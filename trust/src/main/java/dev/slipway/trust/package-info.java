/** Whether an ID token is genuine, and whether its claims match a publisher's policy. */
@NullMarked
package dev.slipway.trust;

import org.jspecify.annotations.NullMarked;
