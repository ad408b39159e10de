/** Reading a repository: what revisions mean, what commits say, what folders hold. */
@NullMarked
package dev.slipway.git.history;

import org.jspecify.annotations.NullMarked;
