package dev.slipway.trust.outbound;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS over a socket that is already connected to an address that was checked. */
final class Tls {

  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private Tls() {}

  /** Shakes hands; the certificate must be for the target's host, not for the address. */
  static Socket over(Socket connected, Target target, Reach reach) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context(reach.authorities())
                .getSocketFactory()
                .createSocket(connected, target.host(), target.port(), /* autoClose= */ true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(VERSIONS);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    checkDates(socket.getSession());
    return socket;
  }

  /** The JDK does not look at the dates of a certificate that is itself one of the anchors. */
  private static void checkDates(SSLSession session) throws IOException {
    try {
      for (Certificate certificate : session.getPeerCertificates()) {
        if (certificate instanceof X509Certificate dated) {
          dated.checkValidity();
        }
      }
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw new SSLHandshakeException("the certificate is out of date", e);
    }
  }

  private static SSLContext context(List<X509Certificate> authorities) throws IOException {
    try {
      if (authorities.isEmpty()) {
        return SSLContext.getDefault();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust(withSystem(authorities)), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("preparing TLS with the operator's authorities", e);
    }
  }

  private static KeyStore withSystem(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    for (TrustManager manager : trust(null)) {
      if (manager instanceof X509TrustManager system) {
        add(anchors, "system", List.of(system.getAcceptedIssuers()));
      }
    }
    add(anchors, "operator", authorities);
    return anchors;
  }

  private static void add(KeyStore anchors, String prefix, List<X509Certificate> certificates)
      throws GeneralSecurityException {
    for (int i = 0; i < certificates.size(); i++) {
      anchors.setCertificateEntry(prefix + i, certificates.get(i));
    }
  }

  /** The JDK takes null for the system's own anchors. */
  private static TrustManager[] trust(@Nullable KeyStore anchors) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return factory.getTrustManagers();
  }
}
