package dev.slipway.trust.outbound;

import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a fetch may reach beyond the public internet. Only an operator can widen it, but for
 * hosts of a provider's keys, which its preset names.
 *
 * @param privateAddresses whether private and loopback addresses are allowed
 * @param networks the only ones that may be reached, private or not; if there are none, {@code
 *     privateAddresses} decides
 * @param authorities certificate authorities that are trusted besides the system's
 * @param keyHosts other hosts that an issuer may keep its keys at
 */
public record Reach(
    boolean privateAddresses,
    List<Network> networks,
    List<X509Certificate> authorities,
    List<KeyHost> keyHosts) {

  /** Public addresses and the system's certificate authorities. */
  public static final Reach PUBLIC = new Reach(false, List.of());

  public Reach {
    networks = List.copyOf(networks);
    authorities = List.copyOf(authorities);
    keyHosts = List.copyOf(keyHosts);
  }

  /** A reach that no networks narrow, to the issuer's own host. */
  public Reach(boolean privateAddresses, List<X509Certificate> authorities) {
    this(privateAddresses, List.of(), authorities, List.of());
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

  /** The same, but to these networks alone, each written like {@code 10.1.0.0/16}. */
  public Parsed<Reach> within(List<String> written) {
    List<Network> read = new ArrayList<>();
    for (String text : written) {
      switch (Network.parse(text)) {
        case Malformed<Network>(var problem) -> {
          return Parsed.malformed(problem);
        }
        case Value<Network>(var network) when AddressTable.isOutOfReach(network) -> {
          return Parsed.malformed(
              "no issuer is ever reached in "
                  + network.text()
                  + ": link-local, multicast and reserved addresses are refused");
        }
        case Value<Network>(var network) -> read.add(network);
      }
    }
    return Parsed.of(new Reach(privateAddresses, read, authorities, keyHosts));
  }

  /** The same, and to these hosts for an issuer's keys. */
  public Parsed<Reach> withKeysAt(List<String> written) {
    List<KeyHost> read = new ArrayList<>(keyHosts);
    for (String text : written) {
      switch (KeyHost.parse(text, privateAddresses)) {
        case Malformed<KeyHost>(var problem) -> {
          return Parsed.malformed(problem);
        }
        case Value<KeyHost>(var host) -> read.add(host);
      }
    }
    return Parsed.of(
        new Reach(privateAddresses, networks, authorities, read.stream().distinct().toList()));
  }
}
