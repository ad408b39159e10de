package dev.slipway.signing;

import dev.slipway.blobs.BlobKey;
import dev.slipway.blobs.BlobStore;
import dev.slipway.blobs.BlobStream;
import dev.slipway.blobs.BlobWriter;
import dev.slipway.sql.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The key of {@link AddressSigner}, out of two halves: one in the database, one beside the blobs. A
 * dump of the database alone forges no address, nor does a copy of the blobs.
 */
public final class SignerKey {

  private static final BlobKey HALF = new BlobKey("keys/" + AddressSigner.SECRET);
  private static final int HALF_BYTES = 32;

  private final Database database;
  private final BlobStore blobs;
  private final SecureRandom random;

  /** Halves that are missing are drawn from {@code random}. */
  public SignerKey(Database database, BlobStore blobs, SecureRandom random) {
    this.database = database;
    this.blobs = blobs;
    this.random = random;
  }

  /** The 256 bits, the same on every node and after every restart. */
  public byte[] bytes() {
    HubSecretStore secrets = new HubSecretStore(random);
    byte[] ofDatabase = database.write(tx -> secrets.secret(tx, AddressSigner.SECRET));
    return Hmac.of(ofBlobs(), ofDatabase);
  }

  private byte[] ofBlobs() {
    return stored().orElseGet(() -> database.write(_ -> onlyOne()));
  }

  /** Within a transaction, because of those that write there is one at a time among all nodes. */
  private byte[] onlyOne() {
    if (stored().isEmpty()) {
      publish();
    }
    return stored().orElseThrow();
  }

  private Optional<byte[]> stored() {
    return blobs.open(HALF).map(SignerKey::read);
  }

  private static byte[] read(BlobStream stream) {
    try (stream) {
      byte[] half = stream.readAllBytes();
      if (half.length != HALF_BYTES) {
        throw new IllegalStateException(HALF + " does not have " + HALF_BYTES + " bytes");
      }
      return half;
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + HALF, e);
    }
  }

  private void publish() {
    byte[] fresh = new byte[HALF_BYTES];
    random.nextBytes(fresh);
    try (BlobWriter writer = blobs.begin()) {
      writer.write(fresh);
      writer.publish(HALF);
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + HALF, e);
    }
  }
}
