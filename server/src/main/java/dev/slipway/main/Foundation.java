package dev.slipway.main;

import dev.slipway.blobs.BlobStore;
import dev.slipway.blobs.FolderBlobStore;
import dev.slipway.git.GitStore;
import dev.slipway.http.PublicUrl;
import dev.slipway.sql.Database;
import dev.slipway.sql.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;

/** What every room stands on: settings, time, randomness, rows and bytes. */
record Foundation(
    Settings settings,
    InstantSource time,
    SecureRandom random,
    Database database,
    BlobStore blobs,
    GitStore git) {

  /**
   * Opens what is in the data folder, making it if it is missing.
   *
   * @throws IOException if the folder cannot be made
   */
  static Foundation open(Settings settings, InstantSource time) throws IOException {
    Files.createDirectories(settings.data());
    Files.createDirectories(settings.spoolFolder());
    SecureRandom random = new SecureRandom();
    BlobStore blobs = new FolderBlobStore(settings.blobFolder(), time);
    return new Foundation(
        settings,
        time,
        random,
        EmbeddedDatabase.open(settings.databaseFile()),
        blobs,
        new GitStore(blobs, settings.spoolFolder(), time, random));
  }

  PublicUrl publicUrl() {
    return settings.publicUrl();
  }
}
