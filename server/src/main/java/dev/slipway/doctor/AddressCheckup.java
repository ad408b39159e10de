package dev.slipway.doctor;

import dev.slipway.http.PublicUrl;
import dev.slipway.trust.outbound.Fetched;
import dev.slipway.trust.outbound.OutboundHttp;
import dev.slipway.trust.outbound.Reach;
import dev.slipway.trust.outbound.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Does the hub answer where it listens, and where its users look for it? */
public final class AddressCheckup implements Checkup {

  private static final String SUBJECT = "address";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  /** It is the operator's own address, which may well be a private one. */
  private static final Reach ANYWHERE = new Reach(true, List.of());

  private final PublicUrl publicUrl;
  private final InetSocketAddress listen;
  private final OutboundHttp http;

  /** Asks both addresses. */
  public AddressCheckup(PublicUrl publicUrl, InetSocketAddress listen, OutboundHttp http) {
    this.publicUrl = publicUrl;
    this.listen = listen;
    this.http = http;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    String here = ask(local());
    String there = ask(shown());
    findings.add(reached(here, there));
    boolean isLoopback = LOOPBACK.contains(shown().host());
    if (isLoopback && shown().port() != listen.getPort()) {
      findings.add(
          Finding.warn(
              SUBJECT,
              publicUrl + " has another port than the hub, which listens on " + where(),
              "let SLIPWAY_PUBLIC_URL and SLIPWAY_PORT agree, unless something forwards that port"));
    }
    if (!isLoopback && !publicUrl.isSecure()) {
      findings.add(
          Finding.warn(
              SUBJECT,
              publicUrl + " is plain http: tokens can be read on the way",
              "put a proxy with TLS before the hub, and https into SLIPWAY_PUBLIC_URL"));
    }
    return findings;
  }

  private Finding reached(String here, String there) {
    if (here.isEmpty() && there.isEmpty()) {
      return Finding.ok(SUBJECT, "the hub answers on " + where() + " and at " + publicUrl);
    }
    if (here.isEmpty()) {
      return Finding.fail(
          SUBJECT,
          "the hub answers on " + where() + ", but not at " + publicUrl + ": " + there,
          "correct SLIPWAY_PUBLIC_URL, or what forwards that address to the hub");
    }
    if (there.isEmpty()) {
      return Finding.warn(
          SUBJECT,
          "a hub answers at " + publicUrl + ", but none on " + where() + ": " + here,
          "run doctor where the hub runs, with the settings of the hub");
    }
    return Finding.warn(
        SUBJECT,
        "no hub answers on " + where() + " (" + here + "), nor at " + publicUrl,
        "start it with: slipway serve");
  }

  private String where() {
    return local().host() + ":" + listen.getPort();
  }

  /** Nobody connects to 0.0.0.0; who listens there is also at home on loopback. */
  private Target local() {
    InetAddress address = listen.getAddress();
    boolean any = address == null || address.isAnyLocalAddress();
    String host = any ? "127.0.0.1" : address.getHostAddress();
    return new Target(false, host, listen.getPort(), "/readyz");
  }

  private Target shown() {
    URI uri = URI.create(publicUrl.origin());
    boolean secure = publicUrl.isSecure();
    int port = uri.getPort() < 0 ? Target.defaultPort(secure) : uri.getPort();
    String host = uri.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new Target(secure, bare, port, "/readyz");
  }

  /** What is wrong with the answer; empty if nothing is. */
  private String ask(Target target) {
    return switch (http.get(target, ANYWHERE)) {
      case Fetched.Body(var bytes, _) ->
          new String(bytes, StandardCharsets.UTF_8).equals("ready\n")
              ? ""
              : "something else answers there";
      case Fetched.Failed(var problem) -> problem.sentence();
    };
  }
}
