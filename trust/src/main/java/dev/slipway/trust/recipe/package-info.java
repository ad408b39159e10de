/** The small language in which presets say how one text is made of others. */
@NullMarked
package dev.slipway.trust.recipe;

import org.jspecify.annotations.NullMarked;
