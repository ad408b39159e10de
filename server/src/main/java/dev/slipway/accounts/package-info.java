/** Users and organisations: who they are, who is a member of what, who is locked. */
@NullMarked
package dev.slipway.accounts;

import org.jspecify.annotations.NullMarked;
