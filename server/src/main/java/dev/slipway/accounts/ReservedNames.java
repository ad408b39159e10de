package dev.slipway.accounts;

import dev.slipway.names.Namespace;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Names that no account may have, because an address begins with them. */
public final class ReservedNames {

  private static final Set<String> ALWAYS =
      Set.of(
          "api",
          "datasets",
          "spaces",
          "kernels",
          "buckets",
          "models",
          "oauth",
          "settings",
          "login",
          "logout",
          "join",
          "new",
          "docs",
          "papers",
          "collections",
          "organizations",
          "admin",
          "me",
          "xet",
          "lfs",
          "v1",
          "healthz",
          "readyz",
          "metrics",
          "static",
          "assets",
          "password",
          "set-up",
          "search",
          "notifications",
          "oidc",
          "slipway",
          "robots.txt",
          "favicon.ico");

  private final Set<String> names;

  /** The names that are always reserved, and the first segments of the hub's own routes. */
  public ReservedNames(Collection<String> firstSegments) {
    Set<String> all = new HashSet<>(ALWAYS);
    all.addAll(firstSegments);
    names = Set.copyOf(all);
  }

  /** Whether no account may be called so, in any case of its letters. */
  public boolean includes(Namespace name) {
    return names.contains(name.folded());
  }
}
