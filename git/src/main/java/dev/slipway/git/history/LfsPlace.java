package dev.slipway.git.history;

import dev.slipway.git.storage.RefName;
import dev.slipway.names.RepoPath;

/**
 * Where a file in LFS is, or was in some commit before.
 *
 * @param ref a reference that leads to such a commit
 */
public record LfsPlace(RepoPath path, RefName ref) {}
