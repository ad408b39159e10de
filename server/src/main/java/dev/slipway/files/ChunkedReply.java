package dev.slipway.files;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.slipway.contents.XetAddresses;
import dev.slipway.http.Json;
import dev.slipway.http.RangedReply;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.xet.hashing.XetHash;

/**
 * A file that the repository also has in chunks: clients that speak Xet are told how to get them.
 */
public record ChunkedReply(XetAddresses addresses, String readToken, XetHash hash) {

  /** What JavaScript's client accepts when it would rather read chunks than bytes. */
  private static final String MEDIA_TYPE = "application/vnd.xet-fileinfo+json";

  /** Whether the client would rather have the description than the bytes. */
  public static boolean isAskedFor(Request request) {
    return request.header("Accept").filter(accept -> accept.contains(MEDIA_TYPE)).isPresent();
  }

  /** The description of the file in place of its bytes. */
  public Reply reply(RangedReply.Source source) {
    FileInfoJson info =
        new FileInfoJson(
            hash.toString(),
            readToken,
            addresses.reconstruction(hash),
            "\"" + source.etag() + "\"",
            source.size().bytes());
    return Reply.bytes(Status.OK, MEDIA_TYPE, Json.write(info))
        .header("ETag", "\"" + source.etag() + "\"");
  }

  /** The headers by which every client learns of the chunks. */
  public Reply announcedOn(Reply reply) {
    return reply
        .header("X-Xet-Hash", hash.toString())
        .header("Link", addresses.links(readToken, hash));
  }

  @JsonPropertyOrder({"hash", "refreshUrl", "reconstructionUrl", "etag", "size"})
  private record FileInfoJson(
      String hash, String refreshUrl, String reconstructionUrl, String etag, long size) {}
}
