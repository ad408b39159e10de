package dev.slipway.profiles;

import dev.slipway.cards.FrontMatter;
import dev.slipway.git.GitRepository;
import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.http.Json;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoPath;
import dev.slipway.names.RepoType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Reads the two files of a commit that describe it. */
final class CardReader {

  /** Largest {@code config.json} that is shown in an info object. */
  static final ByteCount MAX_CONFIG = ByteCount.kib(64);

  private static final RepoPath README = new RepoPath("README.md");
  private static final RepoPath CONFIG = new RepoPath("config.json");

  private CardReader() {}

  /** The card in the README's front matter; what cannot be read says nothing. */
  static Card card(GitRepository git, CommitId commit, RepoType type) throws IOException {
    // A byte order mark and the lines of hyphens stand beside what the limit is for.
    ByteCount head = new ByteCount(FrontMatter.LIMIT.bytes() + ByteCount.kib(1).bytes());
    Optional<String> readme = beginning(git, commit, README, head);
    return readme.map(text -> Card.of(FrontMatter.of(text), type)).orElse(Card.BLANK);
  }

  /** The model's configuration, if it is a JSON object and not too large. */
  static Optional<Map<?, ?>> config(GitRepository git, CommitId commit) throws IOException {
    Optional<String> text =
        beginning(git, commit, CONFIG, new ByteCount(MAX_CONFIG.bytes() + 1))
            .filter(config -> config.length() <= MAX_CONFIG.bytes());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (Json.read(text.get().getBytes(StandardCharsets.UTF_8), Object.class)) {
      case Value<Object>(Map<?, ?> config) -> Optional.of(config);
      case Value<Object> _, Malformed<Object> _ -> Optional.empty();
    };
  }

  private static Optional<String> beginning(
      GitRepository git, CommitId commit, RepoPath path, ByteCount limit) throws IOException {
    var blob =
        git.entry(commit, path)
            .filter(entry -> entry instanceof FileEntry file && file.pointer().isEmpty())
            .flatMap(entry -> git.openBlob(entry.oid()));
    if (blob.isEmpty()) {
      return Optional.empty();
    }
    try (var bytes = blob.get()) {
      byte[] head = bytes.readNBytes(Math.toIntExact(limit.bytes()));
      return Optional.of(new String(head, StandardCharsets.UTF_8));
    }
  }
}
