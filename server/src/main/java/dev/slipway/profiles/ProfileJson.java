package dev.slipway.profiles;

import dev.slipway.http.WireTime;
import dev.slipway.names.Ascii;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoType;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.Repo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The members of an info object by their names on the wire, each computed only if it is shown: a
 * client may name the few that it wants.
 */
final class ProfileJson {

  /** What stands in every object, also in one of which the client names the members. */
  private static final Set<String> IDENTITY = Set.of("_id", "id");

  /** What is shown to those alone who name it. */
  private static final Set<String> ON_REQUEST = Set.of("downloadsAllTime", "trendingScore");

  private final Map<String, Supplier<Optional<?>>> fields = new LinkedHashMap<>();

  /** The members that need no more than the rows. */
  static ProfileJson of(Described described) {
    ProfileJson fields = new ProfileJson();
    fields.addRepo(described.repo());
    fields.put("sha", () -> described.sha().map(CommitId::hex));
    fields.addCard(described.card());
    fields.add("usedStorage", () -> described.storage().getAsLong());
    fields.addOfType(described);
    return fields;
  }

  private void addRepo(Repo repo) {
    add("_id", () -> repo.key().hex());
    add("id", () -> repo.id().fullName());
    add("author", () -> repo.id().namespace().text());
    add("lastModified", () -> WireTime.print(repo.lastModifiedAt()));
    add("createdAt", () -> WireTime.print(repo.createdAt()));
    add("private", repo::isPrivate);
    add("visibility", () -> repo.isPrivate() ? "private" : "public");
    add("gated", () -> repo.gate().wire());
    add("disabled", repo::isDisabled);
    for (String counted : List.of("downloads", "downloadsAllTime", "likes", "trendingScore")) {
      add(counted, () -> 0);
    }
  }

  private void addCard(Card card) {
    add("tags", card::tags);
    put("pipeline_tag", card::pipelineTag);
    put("library_name", card::libraryName);
    put("cardData", () -> Optional.of(card.data()).filter(data -> !data.isEmpty()));
  }

  private void addOfType(Described described) {
    Repo repo = described.repo();
    switch (repo.id().type()) {
      case MODEL -> {
        add("modelId", () -> repo.id().fullName());
        add("spaces", List::of);
      }
      case DATASET, BUCKET -> {} // have no more than all
      case SPACE -> {
        put("sdk", () -> described.card().sdk().or(repo::sdk));
        add("subdomain", () -> subdomain(repo));
        add("runtime", RuntimeJson::stopped);
        add("models", List::of);
        add("datasets", List::of);
      }
      case KERNEL -> add("repoType", RepoType.KERNEL::word);
    }
  }

  /** What those see who manage the repository. */
  void addPolicy(OpenRepo open) {
    add("trustedPublishing", () -> open.policy().lasting().word());
    put(
        "trustedPublishingPausedUntil",
        () -> open.pause().map(pause -> WireTime.print(pause.until())));
  }

  private static String subdomain(Repo repo) {
    String text = repo.id().namespace() + "-" + repo.id().name();
    return Ascii.lowerCase(text).replace('.', '-').replace('_', '-');
  }

  /** One more member. */
  void add(String name, Supplier<?> value) {
    put(name, () -> Optional.of(value.get()));
  }

  /** One more member, which is left out if it is empty. */
  void put(String name, Supplier<Optional<?>> value) {
    fields.put(name, value);
  }

  /** The members as they are shown: those that the client named, or the usual ones. */
  Map<String, Object> shown(Optional<Set<String>> named, Set<String> hidden) {
    Map<String, Object> shown = new LinkedHashMap<>();
    fields.forEach((name, value) -> {
      boolean isWanted =
          named
              .map(names -> IDENTITY.contains(name) || names.contains(name))
              .orElseGet(() -> !ON_REQUEST.contains(name) && !hidden.contains(name));
      if (isWanted) {
        value.get().ifPresent(present -> shown.put(name, present));
      }
    });
    return shown;
  }
}
