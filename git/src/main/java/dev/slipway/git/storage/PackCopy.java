package dev.slipway.git.storage;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.internal.storage.dfs.DfsObjDatabase.PackSource;
import org.eclipse.jgit.internal.storage.dfs.DfsOutputStream;
import org.eclipse.jgit.internal.storage.dfs.DfsPackDescription;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.util.io.CountingOutputStream;

/**
 * Brings objects of one repository into another, packed as they are there. Only what is reached
 * comes along: what was squashed away or deleted stays behind.
 */
final class PackCopy {

  private static final int INDEX_VERSION = 2;

  private final HubObjectDatabase objects;

  PackCopy(HubObjectDatabase objects) {
    this.objects = objects;
  }

  /** Writes one pack, which stays pending. */
  void write(ObjectReader source, Set<ObjectId> wanted) throws IOException {
    DfsPackDescription pack = objects.newPack(PackSource.GC);
    try (PackWriter writer = new PackWriter(config(), source)) {
      writer.setDeltaBaseAsOffset(true);
      writer.setReuseDeltaCommits(true);
      writer.preparePack(NullProgressMonitor.INSTANCE, wanted, PackWriter.NONE);
      writePack(writer, pack);
      writeIndex(writer, pack);
      pack.setFileSize(PackExt.PACK, writer.getStatistics().getTotalBytes());
      pack.setObjectCount(writer.getObjectCount());
    } catch (IOException | RuntimeException e) {
      objects.rollbackPack(List.of(pack));
      throw e;
    }
    objects.commitPackImpl(List.of(pack), null);
  }

  /** What is packed well there is copied; looking for more is the business of maintenance. */
  private static PackConfig config() {
    PackConfig config = new PackConfig();
    config.setDeltaCompress(false);
    config.setThreads(1);
    config.setIndexVersion(INDEX_VERSION);
    config.setBuildBitmaps(false);
    return config;
  }

  private void writePack(PackWriter writer, DfsPackDescription pack) throws IOException {
    try (DfsOutputStream out = objects.writeFile(pack, PackExt.PACK)) {
      writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
      pack.addFileExt(PackExt.PACK);
    }
  }

  private void writeIndex(PackWriter writer, DfsPackDescription pack) throws IOException {
    CountingOutputStream out = new CountingOutputStream(objects.writeFile(pack, PackExt.INDEX));
    try (out) {
      writer.writeIndex(out);
    }
    pack.addFileExt(PackExt.INDEX);
    pack.setFileSize(PackExt.INDEX, out.getCount());
    pack.setIndexVersion(writer.getIndexVersion());
  }
}
