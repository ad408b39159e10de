/**
 * What may be set of repositories and organisations: who sees, who is let in, and whose commits are
 * taken.
 */
@NullMarked
package dev.slipway.settings;

import org.jspecify.annotations.NullMarked;
