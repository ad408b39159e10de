/**
 * Repositories: what they are called, whose they are, and the one gate through which all else
 * reaches them.
 */
@NullMarked
package dev.slipway.repos;

import org.jspecify.annotations.NullMarked;
