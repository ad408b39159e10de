package dev.slipway.http;

import java.util.List;
import java.util.Map;

/** The decoded segments that stood where a pattern has variables, and those behind its end. */
record PathVariables(Map<String, String> named, List<String> rest) {

  PathVariables {
    named = Map.copyOf(named);
    rest = List.copyOf(rest);
  }

  String value(String name) {
    String value = named.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the pattern has no variable " + name);
    }
    return value;
  }
}
