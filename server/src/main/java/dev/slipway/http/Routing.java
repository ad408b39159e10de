package dev.slipway.http;

import java.util.Set;

/** What the router knows of a path. */
sealed interface Routing {

  record Found(Route route, PathVariables variables) implements Routing {}

  /** The path exists, for other methods. */
  record OtherMethods(Set<Method> allowed) implements Routing {}

  record NoSuchPath() implements Routing {}
}
