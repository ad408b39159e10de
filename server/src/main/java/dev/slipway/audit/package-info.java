/** What happened, by whom: written in the transaction of the change itself, never changed after. */
@NullMarked
package dev.slipway.audit;

import org.jspecify.annotations.NullMarked;
