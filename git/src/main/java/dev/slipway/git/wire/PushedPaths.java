package dev.slipway.git.wire;

import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.HubRepository;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.jspecify.annotations.Nullable;

/** Finds the paths of objects that are refused, so that a person knows which files are meant. */
final class PushedPaths {

  private final HubRepository repository;

  PushedPaths(HubRepository repository) {
    this.repository = repository;
  }

  /** A path for each object; one that the pushed references do not reach is called by its id. */
  Map<ObjectId, String> find(Set<ObjectId> objects, Collection<ReceiveCommand> commands)
      throws IOException {
    Map<ObjectId, String> paths = new HashMap<>();
    try (ObjectWalk walk = new ObjectWalk(repository)) {
      for (ReceiveCommand command : commands) {
        if (!AnyObjectId.isEqual(command.getNewId(), ObjectId.zeroId())) {
          walk.markStart(walk.parseAny(command.getNewId()));
        }
      }
      for (GitRef ref : repository.refs("")) {
        walk.markUninteresting(walk.parseAny(ObjectId.fromString(ref.target().hex())));
      }
      while (walk.next() != null) {
        // Commits come first; the walk shows their files only afterwards.
      }
      RevObject object;
      while (paths.size() < objects.size() && (object = walk.nextObject()) != null) {
        if (objects.contains(object)) {
          paths.put(object.copy(), described(walk.getPathString()));
        }
      }
    }
    objects.forEach(id -> paths.putIfAbsent(id, id.name()));
    return paths;
  }

  /** A commit's own folder has no path at all. */
  private static String described(@Nullable String path) {
    return path == null || path.isEmpty() ? "the root folder" : path;
  }
}
