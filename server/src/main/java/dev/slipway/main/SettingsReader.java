package dev.slipway.main;

import dev.slipway.http.PublicUrl;
import dev.slipway.http.RateLimits;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.trust.Audience;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads settings: flags first, then environment variables of the same name, then what is usual. */
final class SettingsReader {

  private static final String PREFIX = "SLIPWAY_";
  private static final int MAX_PORT = 65_535;
  private static final int MAX_DRAIN_SECONDS = 3_600;
  private static final int MAX_RATE = 100_000_000;
  private static final Map<String, String> USUAL =
      Map.of(
          "SLIPWAY_PORT", "8080",
          "SLIPWAY_LISTEN", "127.0.0.1",
          "SLIPWAY_DATA", "./data",
          "SLIPWAY_AUDIENCES", "",
          "SLIPWAY_DRAIN_SECONDS", "5",
          "SLIPWAY_RATE_LIMIT_API", "0",
          "SLIPWAY_RATE_LIMIT_RESOLVERS", "0",
          "SLIPWAY_RATE_LIMIT_PAGES", "0");
  private static final String PUBLIC_URL = "SLIPWAY_PUBLIC_URL";

  /** What the launcher reads, not the hub. */
  private static final Set<String> OF_THE_LAUNCHER =
      Set.of("SLIPWAY_JAVA_HOME", "SLIPWAY_JAVA_OPTS");

  private final Map<String, String> values;

  private SettingsReader(Map<String, String> values) {
    this.values = values;
  }

  /** The settings, or one line that names the wrong one, what was found, and what is allowed. */
  static Parsed<Settings> read(Map<String, String> flags, Map<String, String> environment) {
    Map<String, String> values = new HashMap<>(USUAL);
    for (var entry : environment.entrySet()) {
      String name = entry.getKey();
      if (!name.startsWith(PREFIX) || OF_THE_LAUNCHER.contains(name)) {
        continue;
      }
      if (!USUAL.containsKey(name) && !name.equals(PUBLIC_URL)) {
        Set<String> known = new TreeSet<>(USUAL.keySet());
        known.add(PUBLIC_URL);
        return Parsed.malformed(
            name + " is not a setting of this version; there are " + String.join(", ", known));
      }
      values.put(name, entry.getValue());
    }
    values.putAll(flags);
    return new SettingsReader(values).settings();
  }

  private Parsed<Settings> settings() {
    try {
      int port = number("SLIPWAY_PORT", 1, MAX_PORT);
      return Parsed.of(
          new Settings(
              listen(port),
              path("SLIPWAY_DATA"),
              publicUrl(port),
              audiences(),
              Duration.ofSeconds(number("SLIPWAY_DRAIN_SECONDS", 0, MAX_DRAIN_SECONDS)),
              new RateLimits(
                  number("SLIPWAY_RATE_LIMIT_API", 0, MAX_RATE),
                  number("SLIPWAY_RATE_LIMIT_RESOLVERS", 0, MAX_RATE),
                  number("SLIPWAY_RATE_LIMIT_PAGES", 0, MAX_RATE))));
    } catch (WrongSetting e) {
      return Parsed.malformed(e.line);
    }
  }

  private String text(String name) {
    return values.getOrDefault(name, "");
  }

  private int number(String name, int min, int max) {
    try {
      int number = Integer.parseInt(text(name));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // answered below, like a number out of bounds
    }
    throw wrong(name, "a number from " + min + " to " + max);
  }

  private InetSocketAddress listen(int port) {
    InetSocketAddress address = new InetSocketAddress(text("SLIPWAY_LISTEN"), port);
    if (text("SLIPWAY_LISTEN").isBlank() || address.isUnresolved()) {
      throw wrong("SLIPWAY_LISTEN", "an address of this machine, such as 127.0.0.1 or 0.0.0.0");
    }
    return address;
  }

  private Path path(String name) {
    try {
      if (!text(name).isBlank()) {
        return Path.of(text(name)).toAbsolutePath().normalize();
      }
    } catch (InvalidPathException _) {
      // answered below
    }
    throw wrong(name, "a folder");
  }

  private PublicUrl publicUrl(int port) {
    String text = values.getOrDefault(PUBLIC_URL, "http://localhost:" + port);
    return switch (PublicUrl.parse(text)) {
      case Value<PublicUrl>(var url) -> url;
      case Malformed<PublicUrl>(var problem) -> throw wrong(PUBLIC_URL, problem);
    };
  }

  private List<String> audiences() {
    List<String> audiences =
        Stream.of(text("SLIPWAY_AUDIENCES").split(","))
            .map(String::strip)
            .filter(audience -> !audience.isEmpty())
            .toList();
    if (audiences.stream().anyMatch(text -> Audience.parse(text) instanceof Malformed<Audience>)) {
      throw wrong(
          "SLIPWAY_AUDIENCES",
          "values of visible ASCII without a slash at the end, separated by commas");
    }
    return audiences;
  }

  private WrongSetting wrong(String name, String allowed) {
    return new WrongSetting(name + " is \"" + text(name) + "\", but must be " + allowed);
  }

  /** Leaves the reading of one setting; never leaves this class. */
  private static final class WrongSetting extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String line;

    WrongSetting(String line) {
      super(line);
      this.line = line;
    }
  }
}
