package dev.slipway.repos;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoPath;
import java.util.Map;
import java.util.Optional;

/**
 * A repository that somebody asks for.
 *
 * @param sdk of a Space: {@code gradio}, {@code docker}, {@code static}, {@code streamlit}
 * @param files what the first commit has beside the rules; empty for what has no git
 * @param bringsFiles whether some of them are the caller's own, and not made here
 */
public record NewRepo(
    RepoId id,
    boolean isPrivate,
    Optional<String> sdk,
    Map<RepoPath, byte[]> files,
    boolean bringsFiles) {

  public NewRepo {
    files = Map.copyOf(files);
  }
}
