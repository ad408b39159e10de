package dev.slipway.git.storage;

import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.internal.storage.dfs.DfsObjDatabase;
import org.eclipse.jgit.internal.storage.dfs.DfsOutputStream;
import org.eclipse.jgit.internal.storage.dfs.DfsPackDescription;
import org.eclipse.jgit.internal.storage.dfs.DfsReader;
import org.eclipse.jgit.internal.storage.dfs.DfsReaderOptions;
import org.eclipse.jgit.internal.storage.dfs.DfsRepository;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.ReadableChannel;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a repository for one request. A pack that JGit finishes stays pending, seen by
 * this request alone, until the references that need it are updated; so a push or commit that is
 * refused leaves nothing.
 */
final class HubObjectDatabase extends DfsObjDatabase {

  /** Trees are read whole, and those of very large folders have some megabytes. */
  private static final int WHOLE_OBJECT_BYTES = 64 * 1024 * 1024;

  private final PackStorage storage;
  private final GitCatalog catalog;
  private final RepoKey key;
  private final List<DfsPackDescription> pending = new ArrayList<>();
  private final Set<String> publishedFiles = new HashSet<>();

  HubObjectDatabase(
      DfsRepository repository, PackStorage storage, GitCatalog catalog, RepoKey key) {
    super(repository, readerOptions());
    this.storage = storage;
    this.catalog = catalog;
    this.key = key;
  }

  /** Decides what an inserter copies through a small buffer. */
  private static DfsReaderOptions readerOptions() {
    return new DfsReaderOptions().setStreamFileThreshold(256 * 1024);
  }

  @Override
  public DfsReader newReader() {
    DfsReader reader = super.newReader();
    reader.setStreamFileThreshold(WHOLE_OBJECT_BYTES);
    return reader;
  }

  /** Makes the next read ask the catalog for packs again. */
  void forgetPackList() {
    clearCache();
  }

  List<DfsPackDescription> pendingPacks() {
    return List.copyOf(pending);
  }

  @Override
  protected DfsPackDescription newPack(PackSource source) {
    var pack = new DfsPackDescription(description(), storage.newName().text(), source);
    return pack.setLastModified(storage.clock().millis());
  }

  private DfsRepositoryDescription description() {
    return getRepository().getDescription();
  }

  /** JGit gives no set to replace for an insert or a push, and always one for maintenance. */
  @Override
  protected void commitPackImpl(
      Collection<DfsPackDescription> packs, @Nullable Collection<DfsPackDescription> replaced)
      throws IOException {
    if (replaced == null) {
      pending.addAll(packs);
    } else {
      replace(packs, replaced);
    }
    clearCache();
  }

  private void replace(
      Collection<DfsPackDescription> packs, Collection<DfsPackDescription> replaced)
      throws IOException {
    packs.forEach(this::publishFiles);
    Set<PackName> names = replaced.stream().map(this::name).collect(Collectors.toSet());
    switch (catalog.replace(packs.stream().map(this::row).toList(), names)) {
      case ReplaceResult.Replaced _ -> packs.forEach(this::forgetFiles);
      case ReplaceResult.AlreadyReplaced(var pack) -> {
        rollbackPack(packs);
        throw new PackReplacedException(pack);
      }
    }
  }

  @Override
  protected void rollbackPack(Collection<DfsPackDescription> packs) {
    for (DfsPackDescription pack : packs) {
      for (PackExt extension : PackExt.values()) {
        discard(pack.getFileName(extension));
      }
    }
  }

  private void discard(String file) {
    try {
      storage.discard(key, file);
      publishedFiles.remove(file);
    } catch (IOException e) {
      throw new GitStorageException("discarding " + file, e);
    }
  }

  @Override
  protected List<DfsPackDescription> listPacks() {
    List<DfsPackDescription> packs = new ArrayList<>(pending);
    catalog.packs().stream().map(this::describe).forEach(packs::add);
    return packs;
  }

  @Override
  protected ReadableChannel openFile(DfsPackDescription pack, PackExt extension)
      throws IOException {
    return storage.open(key, pack.getFileName(extension));
  }

  @Override
  protected DfsOutputStream writeFile(DfsPackDescription pack, PackExt extension)
      throws IOException {
    return storage.create(pack.getFileName(extension));
  }

  /** Publishes what is pending and gives the rows for it. May be repeated after a lost race. */
  List<Pack> publishPending() {
    pending.forEach(this::publishFiles);
    return pending.stream().map(this::row).toList();
  }

  /** The rows are durable: what was pending is the catalog's from now on. */
  void pendingLanded() {
    pending.forEach(this::forgetFiles);
    pending.clear();
    clearCache();
  }

  /** Removes all that is pending. */
  void discardPending() {
    rollbackPack(List.copyOf(pending));
    pending.clear();
    clearCache();
  }

  private void publishFiles(DfsPackDescription pack) {
    for (PackExt extension : PackExt.values()) {
      String file = pack.getFileName(extension);
      // JGit also opens files, empty ones, that it does not list afterwards.
      if (pack.hasFileExt(extension) && publishedFiles.add(file)) {
        storage.publish(key, file);
      }
    }
    discardUnlisted(pack);
  }

  private void discardUnlisted(DfsPackDescription pack) {
    for (PackExt extension : PackExt.values()) {
      if (!pack.hasFileExt(extension)) {
        discard(pack.getFileName(extension));
      }
    }
  }

  private void forgetFiles(DfsPackDescription pack) {
    for (PackExt extension : PackExt.values()) {
      publishedFiles.remove(pack.getFileName(extension));
    }
  }

  private PackName name(DfsPackDescription pack) {
    String file = pack.getFileName(PackExt.PACK);
    return new PackName(file.substring(0, file.lastIndexOf('.')));
  }

  private Pack row(DfsPackDescription pack) {
    var sizes = new TreeMap<String, ByteCount>();
    for (PackExt extension : PackExt.values()) {
      if (pack.hasFileExt(extension)) {
        sizes.put(extension.getExtension(), new ByteCount(pack.getFileSize(extension)));
      }
    }
    return new Pack(
        name(pack),
        PackKind.of(pack.getPackSource()),
        Instant.ofEpochMilli(pack.getLastModified()),
        pack.getObjectCount(),
        new PackFiles(sizes));
  }

  private DfsPackDescription describe(Pack pack) {
    var description =
        new DfsPackDescription(description(), pack.name().text(), pack.kind().source());
    description.setLastModified(pack.createdAt().toEpochMilli());
    description.setObjectCount(pack.objects());
    description.setIndexVersion(2);
    for (PackExt extension : PackExt.values()) {
      ByteCount size = pack.files().sizes().get(extension.getExtension());
      if (size != null) {
        description.addFileExt(extension);
        description.setFileSize(extension, size.bytes());
      }
    }
    return description;
  }

  @Override
  public long getApproximateObjectCount() {
    return catalog.packs().stream().mapToLong(Pack::objects).sum();
  }

  @Override
  public Set<ObjectId> getShallowCommits() {
    return Set.of(); // only clients have shallow repositories
  }

  @Override
  public void setShallowCommits(Set<ObjectId> commits) {
    throw new UnsupportedOperationException("a hub's repository is never shallow");
  }
}
