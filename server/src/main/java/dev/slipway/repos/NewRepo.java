package dev.slipway.repos;

import dev.slipway.names.RepoId;
import java.util.Optional;

/**
 * A repository that somebody asks for.
 *
 * @param sdk of a Space: {@code gradio}, {@code docker}, {@code static}, {@code streamlit}
 */
public record NewRepo(RepoId id, boolean isPrivate, Optional<String> sdk) {}
