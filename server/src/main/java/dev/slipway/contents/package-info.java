/**
 * The bytes of what repositories hold: whole blobs, and files in chunks. Who may was asked before.
 */
@NullMarked
package dev.slipway.contents;

import org.jspecify.annotations.NullMarked;
