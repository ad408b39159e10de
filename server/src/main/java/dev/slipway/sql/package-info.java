/**
 * The database: one transaction at a time for writers who share a flush, many readers beside them.
 */
@NullMarked
package dev.slipway.sql;

import org.jspecify.annotations.NullMarked;
