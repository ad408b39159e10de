package dev.slipway.names;

import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;

/**
 * The address of a repository: its type, whose it is, and its name. It changes when the repository
 * is moved; {@link RepoKey} does not.
 */
public record RepoId(RepoType type, Namespace namespace, RepoName name) {

  /** Reads a {@link #path}: {@code acme/m}, {@code datasets/acme/d}. */
  public static Parsed<RepoId> parse(String path) {
    for (RepoType type : RepoType.values()) {
      if (!type.prefix().isEmpty() && path.startsWith(type.prefix())) {
        return parse(type, path.substring(type.prefix().length()));
      }
    }
    return parse(RepoType.MODEL, path);
  }

  /** Reads {@code namespace/name}. */
  public static Parsed<RepoId> parse(RepoType type, String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? Parsed.malformed("a repository id has the form namespace/name")
        : of(type, text.substring(0, slash), text.substring(slash + 1));
  }

  /** Reads the two halves of an id. */
  public static Parsed<RepoId> of(RepoType type, String namespace, String name) {
    return switch (Namespace.parse(namespace)) {
      case Malformed<Namespace>(var problem) -> Parsed.malformed(problem);
      case Value<Namespace>(var owner) ->
          RepoName.parse(name).then(parsed -> Parsed.of(new RepoId(type, owner, parsed)));
    };
  }

  /** {@code namespace/name}, as clients write it. */
  public String fullName() {
    return namespace + "/" + name;
  }

  /** The id in web, git and resource addresses: {@code acme/m}, {@code datasets/acme/d}. */
  public String path() {
    return type.prefix() + fullName();
  }

  /** The root of the repository's API: {@code /api/models/acme/m}. */
  public String apiPath() {
    return "/api/" + type.plural() + "/" + fullName();
  }

  @Override
  public String toString() {
    return path();
  }
}
