package dev.slipway.buckets;

import dev.slipway.access.Permission;
import dev.slipway.contents.Contents;
import dev.slipway.contents.XetAddresses;
import dev.slipway.files.ChunkedReply;
import dev.slipway.files.MediaTypes;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.RangedReply;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.names.RepoKey;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.sql.Database;
import dev.slipway.xet.hashing.XetHash;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * {@code /buckets/{id}/resolve/{path}}: the bytes of a file, to those who know nothing of chunks.
 */
final class BucketFileEndpoint {

  /** Scripts of an uploaded page would act as whoever looks at it. */
  private static final String NO_SCRIPTS = "sandbox; default-src 'none'; img-src 'self' data:";

  private final Database database;
  private final BucketStore store;
  private final Contents contents;
  private final XetAddresses addresses;

  BucketFileEndpoint(
      Database database, BucketStore store, Contents contents, XetAddresses addresses) {
    this.database = database;
    this.store = store;
    this.contents = contents;
    this.addresses = addresses;
  }

  void register(RepoRoutes routes) {
    routes.bucketWeb(Method.GET, "/resolve/{rest*}", Permission.READ_CONTENT, this::file);
  }

  private Reply file(Request request, OpenRepo bucket) {
    String path = String.join("/", request.rest());
    Optional<BucketFile> found =
        database.read(tx -> store.find(tx, bucket.repo().key(), List.of(path))).stream()
            .findFirst();
    return found
        .map(file -> reply(request, bucket, file))
        .orElseGet(() -> Problem.entryNotFound("Entry not found").reply());
  }

  private Reply reply(Request request, OpenRepo bucket, BucketFile file) {
    RepoKey key = bucket.repo().key();
    RangedReply.Source source =
        new RangedReply.Source(
            file.size(),
            file.file().toString(),
            MediaTypes.of(file.path()),
            (offset, length) -> open(key, file, offset, length));
    ChunkedReply chunked =
        new ChunkedReply(addresses, addresses.readToken(bucket.repo().id()), file.file());
    Reply reply =
        ChunkedReply.isAskedFor(request) ? chunked.reply(source) : RangedReply.of(request, source);
    return chunked
        .announcedOn(reply)
        .header("X-Linked-Size", String.valueOf(file.size().bytes()))
        .header("Content-Security-Policy", NO_SCRIPTS)
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "private, no-cache")
        .header("Vary", "Accept, Authorization");
  }

  private InputStream open(RepoKey bucket, BucketFile file, long offset, long length)
      throws java.io.IOException {
    return file.file().equals(XetHash.ZERO)
        ? InputStream.nullInputStream()
        : contents.open(bucket, file.file(), offset, length);
  }
}
