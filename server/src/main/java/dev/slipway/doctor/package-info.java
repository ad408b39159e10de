/** What {@code slipway doctor} looks at: everything that can be wrong with an installation. */
@NullMarked
package dev.slipway.doctor;

import org.jspecify.annotations.NullMarked;
