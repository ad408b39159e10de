package dev.slipway.files;

import dev.slipway.files.ResolveEndpoint.Asked;
import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.repos.Gate;
import dev.slipway.repos.Repo;
import java.nio.charset.StandardCharsets;

/** What stands on every answer about a file of somebody: how to keep it, and how not to run it. */
final class FileHeadersReply {

  private static final String TOKEN_CHARACTERS = "!#$&+-.^_`|~";

  /** Scripts of an uploaded page would act as whoever looks at it. */
  private static final String NO_SCRIPTS =
      "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src"
          + " 'unsafe-inline'";

  private FileHeadersReply() {}

  static Reply on(Reply reply, Asked asked, FileEntry file) {
    Reply safe =
        reply
            .header("Content-Security-Policy", NO_SCRIPTS)
            .header("X-Content-Type-Options", "nosniff")
            .header("Cache-Control", caching(asked.open().repo()))
            .header("Vary", "Accept, Authorization");
    return asked.request().flag("noContentDisposition")
        ? safe
        : safe.header("Content-Disposition", disposition(asked.request(), file.path().fileName()));
  }

  /** Whether access has ended is asked each time; the bytes come again only if they changed. */
  private static String caching(Repo repo) {
    boolean isForAll = !repo.isPrivate() && repo.gate() == Gate.OPEN;
    return isForAll ? "public, no-cache" : "private, no-cache";
  }

  /** As in RFC 6266: the name in ASCII for old clients, and as it is. */
  private static String disposition(Request request, String name) {
    StringBuilder ascii = new StringBuilder();
    name.codePoints()
        .forEach(c ->
            ascii.append(
                c >= ' ' && c < 0x7F && c != '"' && c != '\\' && c != '%' ? (char) c : '_'));
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean isToken =
          dev.slipway.names.Ascii.isLetterOrDigit(b) || (b > 0 && TOKEN_CHARACTERS.indexOf(b) >= 0);
      encoded.append(isToken ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xFF));
    }
    String kind = request.flag("download") ? "attachment" : "inline";
    return "%s; filename*=UTF-8''%s; filename=\"%s\";".formatted(kind, encoded, ascii);
  }
}
