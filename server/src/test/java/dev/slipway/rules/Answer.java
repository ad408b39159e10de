package dev.slipway.rules;

import java.net.http.HttpResponse;

/** What came back. */
record Answer(int status, String body) {

  static Answer of(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.body());
  }
}
