package bench.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Tokens that nobody should spend much on; no two are alike. */
final class Garbage {

  private static final int SIGNATURE_BYTES = 256;
  private static final int DOTS = 16 * 1024;

  private final CiJobs jobs;
  private final String audience;
  private final SplittableRandom random = new SplittableRandom(1);

  Garbage(CiJobs jobs, String audience) {
    this.jobs = jobs;
    this.audience = audience;
  }

  /**
   * In turn: of an issuer that nobody knows; of the registered one, by a key that it does not have;
   * by its own key, with a wrong signature; and dots.
   */
  List<byte[]> requests(int count) {
    List<byte[]> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(Requests.exchange(token(i), Hubs.MODEL));
    }
    return requests;
  }

  private String token(int i) {
    byte[] signature = new byte[SIGNATURE_BYTES];
    random.nextBytes(signature);
    // Below the modulus: else it would be refused by its size.
    signature[0] = 0;
    String any = Long.toHexString(random.nextLong());
    return switch (i % 4) {
      case 0 -> jobs.forged(any, "https://" + any + ".example.org", audience, signature);
      case 1 -> jobs.forged(any, jobs.url(), audience, signature);
      case 2 -> jobs.forged(CiJobs.KEY_ID, jobs.url(), audience, signature);
      default -> ".".repeat(DOTS);
    };
  }
}
