package dev.slipway.main;

import dev.slipway.http.PublicUrl;
import dev.slipway.http.RateLimits;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What an operator can set, read once at the start and seen in this package alone.
 *
 * @param listen where connections are taken
 * @param data the folder of the embedded database and the blobs
 * @param publicUrl the address that users write in {@code HF_ENDPOINT}
 * @param audiences further values of {@code aud} that an ID token may have
 * @param drain how long requests are still taken after SIGTERM
 * @param rateLimits requests in 300 seconds
 */
record Settings(
    InetSocketAddress listen,
    Path data,
    PublicUrl publicUrl,
    List<String> audiences,
    Duration drain,
    RateLimits rateLimits) {

  Settings {
    audiences = List.copyOf(audiences);
  }

  /** The file of the embedded database. */
  Path databaseFile() {
    return data.resolve("slipway.db");
  }

  /** The folder of the blobs. */
  Path blobFolder() {
    return data.resolve("blobs");
  }

  /** The folder for packs that are being written. */
  Path spoolFolder() {
    return data.resolve("spool");
  }
}
