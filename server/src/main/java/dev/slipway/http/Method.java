package dev.slipway.http;

/**
 * The HTTP methods that routes are registered for; HEAD is answered by GET routes, without the
 * body.
 */
public enum Method {
  GET,
  HEAD,
  POST,
  PUT,
  PATCH,
  DELETE
}
