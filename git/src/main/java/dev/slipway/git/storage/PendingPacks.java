package dev.slipway.git.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.internal.storage.dfs.DfsPackDescription;
import org.eclipse.jgit.internal.storage.dfs.DfsPackFile;
import org.eclipse.jgit.internal.storage.dfs.DfsReader;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.ObjectId;

/** Lets an inspection walk over the objects that a request brings, and no others. */
public final class PendingPacks {

  private final HubObjectDatabase objects;

  PendingPacks(HubObjectDatabase objects) {
    this.objects = objects;
  }

  /** The ids of all objects, pack by pack in the order in which they lie there. */
  public List<ObjectId> objectIds() throws IOException {
    Set<DfsPackDescription> pending = new HashSet<>(objects.pendingPacks());
    List<ObjectId> ids = new ArrayList<>();
    try (DfsReader reader = objects.newReader()) {
      for (DfsPackFile pack : objects.getPacks()) {
        if (pending.contains(pack.getPackDescription())) {
          ids.addAll(inPackOrder(pack.getPackIndex(reader)));
        }
      }
    }
    return ids;
  }

  private static List<ObjectId> inPackOrder(PackIndex index) {
    List<Located> located = new ArrayList<>();
    for (PackIndex.MutableEntry entry : index) {
      located.add(new Located(entry.toObjectId(), entry.getOffset()));
    }
    located.sort(Comparator.comparingLong(Located::offset));
    return located.stream().map(Located::id).toList();
  }

  private record Located(ObjectId id, long offset) {}
}
