/**
 * The floor that every endpoint stands on: raw-path routing, requests, replies and the error
 * contract.
 */
@NullMarked
package dev.slipway.http;

import org.jspecify.annotations.NullMarked;
