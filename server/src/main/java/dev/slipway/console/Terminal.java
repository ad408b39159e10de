package dev.slipway.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command prints and reads.
 *
 * @param out for programs
 * @param err for people
 * @param in for secrets, which do not belong on a command line
 */
public record Terminal(PrintStream out, PrintStream err, InputStream in) {

  /** The command did what it was told. */
  public static final int DONE = 0;

  /** The command was refused or failed. */
  public static final int REFUSED = 1;

  /** The command was not understood. */
  public static final int WRONG_USAGE = 2;

  private static final int MAX_SECRET_BYTES = 64 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** One line for a program. */
  public void print(String line) {
    out.println(line);
  }

  /** One line for a person. */
  public void say(String line) {
    err.println(line);
  }

  /**
   * A list: tab-separated values, or with {@code json} one array of objects. Names come in row
   * order.
   */
  public void rows(List<Map<String, Object>> rows, boolean json) {
    if (json) {
      out.println(JSON.writeValueAsString(rows));
      return;
    }
    for (Map<String, Object> row : rows) {
      out.println(String.join("\t", row.values().stream().map(Terminal::cell).toList()));
    }
  }

  /** One JSON value for a program. */
  public void printJson(Object value) {
    out.println(JSON.writeValueAsString(value));
  }

  private static String cell(Object value) {
    return String.valueOf(value).replaceAll("[\\t\\r\\n]", " ");
  }

  /**
   * A secret from standard input, without the end of its line.
   *
   * @throws IOException if it cannot be read
   */
  public String readSecret() throws IOException {
    byte[] bytes = in.readNBytes(MAX_SECRET_BYTES);
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }

  /** Says why, and gives the exit code of a refusal. */
  public int refuse(String reason) {
    say("slipway: " + reason);
    return REFUSED;
  }
}
