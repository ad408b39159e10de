package dev.slipway.http;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a path. Literal segments win over variables, variables over {@code {rest*}}; a
 * dead end is left again. Works on segments that were split before they were decoded, so that
 * {@code %2F} never separates.
 */
public final class Router {

  private final Node root = new Node();
  private final List<Route> routes;

  /** A router of these routes; two of them for one method and pattern are a bug. */
  public Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
    this.routes.forEach(this::register);
  }

  /** Every route, for the table that the tests walk. */
  public List<Route> routes() {
    return routes;
  }

  private void register(Route route) {
    Node node = root;
    List<String> variables = new ArrayList<>();
    for (String part : route.pattern().substring(1).split("/", -1)) {
      if (part.endsWith("*}")) {
        variables.add(part.substring(1, part.length() - 2));
        node = node.rest();
      } else if (part.startsWith("{")) {
        variables.add(part.substring(1, part.length() - 1));
        node = node.variable();
      } else {
        node = node.literal(part);
      }
    }
    node.put(route, variables);
  }

  /** The route for {@code method} on a path of decoded {@code segments}. */
  Routing route(String method, List<String> segments) {
    List<String> values = new ArrayList<>();
    Node node = find(root, segments, 0, values);
    if (node == null) {
      return new Routing.NoSuchPath();
    }
    Endpoint endpoint = node.endpoint(method);
    return endpoint == null
        ? new Routing.OtherMethods(node.methods())
        : new Routing.Found(endpoint.route(), endpoint.bind(segments, values));
  }

  private static @Nullable Node find(
      Node node, List<String> segments, int index, List<String> values) {
    if (index == segments.size()) {
      return node.hasEndpoints() ? node : node.rest;
    }
    String segment = segments.get(index);
    Node literal = node.literals.get(segment);
    Node found = literal == null ? null : find(literal, segments, index + 1, values);
    if (found == null && node.variable != null && !segment.isEmpty()) {
      values.add(segment);
      found = find(node.variable, segments, index + 1, values);
      if (found == null) {
        values.removeLast();
      }
    }
    return found == null ? node.rest : found;
  }

  private record Endpoint(Route route, List<String> variables, int depth) {

    PathVariables bind(List<String> segments, List<String> values) {
      Map<String, String> bound = new HashMap<>();
      int named = Math.min(variables.size(), values.size());
      for (int i = 0; i < named; i++) {
        bound.put(variables.get(i), values.get(i));
      }
      List<String> rest =
          depth < segments.size() ? segments.subList(depth, segments.size()) : List.of();
      return new PathVariables(bound, rest);
    }
  }

  private static final class Node {

    private final Map<String, Node> literals = new HashMap<>();
    private final Map<Method, Endpoint> endpoints = new EnumMap<>(Method.class);
    private final int depth;
    private @Nullable Node variable;
    private @Nullable Node rest;

    Node() {
      this(0);
    }

    private Node(int depth) {
      this.depth = depth;
    }

    Node literal(String text) {
      return literals.computeIfAbsent(text, _ -> new Node(depth + 1));
    }

    Node variable() {
      Node child = variable == null ? new Node(depth + 1) : variable;
      variable = child;
      return child;
    }

    Node rest() {
      Node child = rest == null ? new Node(depth) : rest;
      rest = child;
      return child;
    }

    void put(Route route, List<String> variables) {
      Endpoint before = endpoints.put(route.method(), new Endpoint(route, variables, depth));
      if (before != null) {
        throw new IllegalArgumentException("two routes for " + route);
      }
    }

    boolean hasEndpoints() {
      return !endpoints.isEmpty();
    }

    @Nullable Endpoint endpoint(String method) {
      for (Map.Entry<Method, Endpoint> entry : endpoints.entrySet()) {
        if (entry.getKey().name().equals(method)) {
          return entry.getValue();
        }
      }
      return method.equals("HEAD") ? endpoints.get(Method.GET) : null;
    }

    Set<Method> methods() {
      return Set.copyOf(endpoints.keySet());
    }
  }
}
