package dev.slipway.trust.outbound;

import dev.slipway.names.Parsed;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * How far a fetch may reach beyond the public internet. Only an operator can widen it.
 *
 * @param privateAddresses whether private and loopback addresses are allowed
 * @param authorities certificate authorities that are trusted besides the system's
 */
public record Reach(boolean privateAddresses, List<X509Certificate> authorities) {

  /** Public addresses and the system's certificate authorities. */
  public static final Reach PUBLIC = new Reach(false, List.of());

  public Reach {
    authorities = List.copyOf(authorities);
  }

  /**
   * Reads the operator's exception.
   *
   * @param authoritiesPem certificates in PEM form; empty for none
   */
  public static Parsed<Reach> parse(boolean privateAddresses, String authoritiesPem) {
    if (authoritiesPem.isBlank()) {
      return Parsed.of(new Reach(privateAddresses, List.of()));
    }
    try {
      List<X509Certificate> read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(authoritiesPem.getBytes(StandardCharsets.UTF_8)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      return read.isEmpty()
          ? Parsed.malformed("the file has no certificate in it")
          : Parsed.of(new Reach(privateAddresses, read));
    } catch (CertificateException _) {
      return Parsed.malformed("the file is not one of X.509 certificates in PEM form");
    }
  }
}
