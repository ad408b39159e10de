/** The people at the gate of a repository: who asks to be let in, and who lets them. */
@NullMarked
package dev.slipway.gating;

import org.jspecify.annotations.NullMarked;
