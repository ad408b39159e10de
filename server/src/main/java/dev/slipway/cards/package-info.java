/** The card of a repository: what the front matter of its README says of it. */
@NullMarked
package dev.slipway.cards;

import org.jspecify.annotations.NullMarked;
