/** What clients and the hub tell each other of files and xorbs. */
@NullMarked
package dev.slipway.xet.shards;

import org.jspecify.annotations.NullMarked;
