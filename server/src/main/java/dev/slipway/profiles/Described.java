package dev.slipway.profiles;

import dev.slipway.names.CommitId;
import dev.slipway.repos.Repo;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A repository with what it says of itself.
 *
 * @param sha the commit that is described
 * @param storage counts the bytes that the repository takes, when it is asked for
 */
record Described(Repo repo, Optional<CommitId> sha, Card card, LongSupplier storage) {}
