/** What one repository gives another: files of a commit to come, or all that it has. */
@NullMarked
package dev.slipway.copies;

import org.jspecify.annotations.NullMarked;
