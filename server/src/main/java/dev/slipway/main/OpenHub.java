package dev.slipway.main;

import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hub of this process, opened when the first command needs it. Used by one thread. */
final class OpenHub implements AutoCloseable {

  private final Map<String, String> environment;
  private final InstantSource time;
  private final Map<String, String> flags = new HashMap<>();
  private @Nullable Hub hub;

  OpenHub(Map<String, String> environment, InstantSource time) {
    this.environment = environment;
    this.time = time;
  }

  /** A setting that stands on the command line. */
  void flag(String setting, String value) {
    flags.put(setting, value);
  }

  /** What tells the time. */
  InstantSource time() {
    return time;
  }

  /** The settings, or the reason why there are none. */
  Settings settings() {
    return switch (SettingsReader.read(flags, environment)) {
      case Value<Settings>(var settings) -> settings;
      case Malformed<Settings>(var problem) -> throw new WrongSettings(problem);
    };
  }

  Hub hub() {
    Hub open = hub;
    if (open == null) {
      try {
        open = new Hub(settings(), time);
      } catch (IOException e) {
        throw new UncheckedIOException("opening the data folder " + settings().data(), e);
      }
      hub = open;
    }
    return open;
  }

  @Override
  public void close() {
    Optional.ofNullable(hub).ifPresent(Hub::close);
  }

  /** One line about a setting that is wrong. */
  static final class WrongSettings extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String line;

    WrongSettings(String line) {
      super(line);
      this.line = line;
    }

    String line() {
      return line;
    }
  }
}
