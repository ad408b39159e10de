package dev.slipway.git.change;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * The text of a commit or tag that is to lead elsewhere. Byte for byte what it was, in whatever
 * encoding, but for where it leads; a signature stands for the old text, and goes.
 */
final class ObjectText {

  private static final Set<String> LEADING = Set.of("tree", "parent", "object");
  private static final Set<String> SIGNATURES = Set.of("gpgsig", "gpgsig-sha256", "mergetag");

  /** A signed tag has its signature at the end of its message. */
  private static final List<String> SIGNED =
      List.of("PGP SIGNATURE", "PGP MESSAGE", "SSH SIGNATURE", "SIGNED MESSAGE");

  private final byte[] text;

  private ObjectText(byte[] text) {
    this.text = text;
  }

  static ObjectText of(byte[] text) {
    return new ObjectText(text);
  }

  /** The text of the commit with another folder and other parents. */
  byte[] ofCommit(ObjectId tree, List<ObjectId> parents) {
    StringBuilder leading = new StringBuilder("tree ").append(tree.name()).append('\n');
    parents.forEach(parent -> leading.append("parent ").append(parent.name()).append('\n'));
    return with(leading.toString(), text.length);
  }

  /** The text of the tag of another object of the same type. */
  byte[] ofTag(ObjectId object) {
    return with("object " + object.name() + "\n", endOfMessage());
  }

  private byte[] with(String leading, int end) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(leading.getBytes(US_ASCII));
    int at = 0;
    while (at < end && text[at] != '\n') {
      int next = endOfHeader(at);
      String name = name(at, next);
      if (!LEADING.contains(name) && !SIGNATURES.contains(name)) {
        out.write(text, at, next - at);
      }
      at = next;
    }
    out.write(text, at, end - at);
    return out.toByteArray();
  }

  /** Lines that begin with a space go on with the one before. */
  private int endOfHeader(int start) {
    int next = RawParseUtils.nextLF(text, start);
    while (next < text.length && text[next] == ' ') {
      next = RawParseUtils.nextLF(text, next);
    }
    return next;
  }

  private String name(int start, int end) {
    int space = start;
    while (space < end && text[space] != ' ') {
      space++;
    }
    return new String(text, start, space - start, US_ASCII);
  }

  private int endOfMessage() {
    for (int at = 0; at < text.length; at = RawParseUtils.nextLF(text, at)) {
      for (String kind : SIGNED) {
        byte[] beginning = ("-----BEGIN " + kind + "-----").getBytes(US_ASCII);
        int end = at + beginning.length;
        if (end <= text.length && Arrays.equals(text, at, end, beginning, 0, beginning.length)) {
          return at;
        }
      }
    }
    return text.length;
  }
}
