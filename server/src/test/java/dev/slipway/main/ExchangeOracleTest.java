package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * K2: whether the time of a refusal tells that a repository exists. A few samples show that the
 * answers are one; {@code bench/soak/exchange-oracle} takes thousands and looks at the times.
 */
class ExchangeOracleTest {

  private static final String SAMPLES = "exchange.oracle.samples";
  private static final int FEW = 20;

  /** Below this it would be odd that both take as long. */
  private static final double ODD = 0.01;

  @TempDir private Path folder;

  @Test
  void k2_a_refusal_takes_as_long_whether_there_is_a_repository_or_not() throws Exception {
    int samples = Integer.getInteger(SAMPLES, FEW);
    try (CiFixture ci = new CiFixture(folder)) {
      CiIssuer github = ci.offline("github");
      ci.hub().repo(ci.acme(), RepoId.parse(RepoType.MODEL, "acme/hidden").orThrow(), true);
      ci.hub()
          .post(
              ci.acme(),
              "/api/models/acme/hidden/settings/trusted-publishers",
              CiFixture.publisherBody(github.url(), Map.of("repository", "acme/other"), false));
      List<Double> hidden = new ArrayList<>();
      List<Double> nowhere = new ArrayList<>();
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < samples * 2 + FEW; i++) {
        // Changing places, so that whatever else the machine does meets both.
        boolean isHidden = (i & 1) == 0;
        String token = ci.job(github);
        long start = System.nanoTime();
        HttpResponse<String> answer = ci.exchange(token, isHidden ? "acme/hidden" : "acme/nobody");
        double micros = (System.nanoTime() - start) / 1_000.0;
        answers.add(answer.statusCode() + answer.body());
        if (i >= FEW) {
          (isHidden ? hidden : nowhere).add(micros);
        }
      }

      assertThat(answers.stream().distinct()).hasSize(1);
      double p = sameTimes(hidden, nowhere);
      String told =
          "%d refusals each: hidden %.0f µs, nowhere %.0f µs (medians), p = %.3f%n"
              .formatted(samples, median(hidden), median(nowhere), p);
      Files.writeString(Path.of("target", "exchange-oracle.txt"), told);
      if (samples > FEW) {
        assertThat(p).as(told).isGreaterThan(ODD);
      }
    }
  }

  private static double median(List<Double> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }

  /** How likely times that differ so much are if both take as long (Mann and Whitney). */
  private static double sameTimes(List<Double> one, List<Double> other) {
    double[] all = new double[one.size() + other.size()];
    for (int i = 0; i < one.size(); i++) {
      all[i] = one.get(i);
    }
    for (int i = 0; i < other.size(); i++) {
      all[one.size() + i] = other.get(i);
    }
    double[] sorted = all.clone();
    Arrays.sort(sorted);
    double ranks = 0;
    for (double time : one) {
      ranks += Arrays.binarySearch(sorted, time) + 1;
    }
    double n = one.size();
    double m = other.size();
    double u = ranks - n * (n + 1) / 2;
    double z = Math.abs(u - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12);
    return Math.min(1, 2 * tail(z));
  }

  /** The upper tail of the normal distribution (Abramowitz and Stegun, 26.2.17). */
  private static double tail(double z) {
    double t = 1 / (1 + 0.2316419 * z);
    double series =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * series;
  }
}
