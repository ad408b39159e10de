package dev.slipway.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times on the wire: UTC with milliseconds and a final {@code Z}; clients read no other form. */
public final class WireTime {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private WireTime() {}

  /** As {@code 2026-11-24T08:09:10.123Z}. */
  public static String print(Instant time) {
    return FORMAT.format(time);
  }
}
