/** What a repository says of itself: the info object of each, and the lists of many. */
@NullMarked
package dev.slipway.profiles;

import org.jspecify.annotations.NullMarked;
