package dev.slipway.publishing;

import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;

/** What an exchange asks for, and a command names: the {@code resource} of RFC 8693, 2.1. */
public sealed interface Resource {

  /**
   * {@code ns/name}, or with {@code datasets}, {@code spaces}, {@code kernels}, {@code buckets}
   * before.
   */
  record OfRepo(RepoId id) implements Resource {}

  /** A user's name: no slash. */
  record OfUser(Namespace name) implements Resource {}

  /** Reads a resource; the number of slashes decides what it is. */
  static Parsed<Resource> parse(String text) {
    String[] parts = text.split("/", -1);
    return switch (parts.length) {
      case 1 -> Namespace.parse(text).then(name -> Parsed.of(new OfUser(name)));
      case 2 -> repo(RepoType.MODEL, parts[0], parts[1]);
      case 3 -> prefixed(parts);
      default -> malformed();
    };
  }

  private static Parsed<Resource> prefixed(String[] parts) {
    for (RepoType type : RepoType.values()) {
      if (type.prefix().equals(parts[0] + "/")) {
        return repo(type, parts[1], parts[2]);
      }
    }
    return malformed();
  }

  private static Parsed<Resource> repo(RepoType type, String namespace, String name) {
    return RepoId.of(type, namespace, name).then(id -> Parsed.of(new OfRepo(id)));
  }

  private static Parsed<Resource> malformed() {
    return Parsed.malformed(
        "a resource is ns/name, datasets/ns/name, spaces/ns/name, kernels/ns/name,"
            + " buckets/ns/name or a user name");
  }
}
