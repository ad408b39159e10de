package dev.slipway.sql;

import org.jdbi.v3.core.Handle;

/**
 * A running transaction. Every method of a store takes one, so that what must happen together
 * visibly does. Valid only until the work that it was given to returns.
 */
public record Tx(Handle handle) {}
