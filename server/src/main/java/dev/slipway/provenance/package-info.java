/**
 * Who wrote a commit: a signed statement (in-toto, DSSE) for each write of a trusted publisher's
 * job, and what checks it.
 */
@NullMarked
package dev.slipway.provenance;

import org.jspecify.annotations.NullMarked;
