package dev.slipway.trust.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A certificate authority for one test. Certificates are written by hand (RFC 5280), because the
 * JDK has no public way to make one but a tool of seconds.
 */
record Authority(String name, KeyPair keys, X509Certificate certificate) {

  static final char[] PASSWORD = "changeit".toCharArray();

  private static final byte[] ECDSA_SHA256 = hex("300a06082a8648ce3d040302");
  private static final byte[] COMMON_NAME = hex("0603550403");
  private static final byte[] SUBJECT_NAMES = hex("0603551d11");
  private static final byte[] IS_AUTHORITY = hex("300f0603551d130101ff040530030101ff");
  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * How long a certificate is valid.
   *
   * @param from days from now, negative for the past
   */
  record Days(long from, long until) {
    static final Days NOW = new Days(-1, 30);
    static final Days PAST = new Days(-20, -10);
    static final Days FUTURE = new Days(2, 30);
  }

  static Authority of(String name, Days days) throws GeneralSecurityException {
    KeyPair keys = keyPair();
    byte[] tbs = tbs(name, name, keys, days, IS_AUTHORITY);
    return new Authority(name, keys, signed(tbs, keys));
  }

  /** A key and a certificate for {@code host}, as a server holds them. */
  KeyStore issue(String host, Days days) throws Exception {
    KeyPair own = keyPair();
    byte[] names = tlv(0x04, tlv(0x30, tlv(0x82, host.getBytes(UTF_8))));
    byte[] tbs = tbs(name, "idp", own, days, tlv(0x30, SUBJECT_NAMES, names));
    return store(own, signed(tbs, keys), certificate);
  }

  /** A server's key whose certificate nobody but itself vouches for. */
  static KeyStore selfSigned(String host, Days days) throws Exception {
    KeyPair own = keyPair();
    byte[] names = tlv(0x04, tlv(0x30, tlv(0x82, host.getBytes(UTF_8))));
    return store(own, signed(tbs("idp", "idp", own, days, tlv(0x30, SUBJECT_NAMES, names)), own));
  }

  /** As an operator has it in a file. */
  static String pem(java.security.cert.Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static KeyStore store(KeyPair own, X509Certificate... chain) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("idp", own.getPrivate(), PASSWORD, chain);
    return store;
  }

  private static byte[] tbs(
      String issuer, String subject, KeyPair keys, Days days, byte[] extension) {
    return tlv(
        0x30,
        tlv(0xa0, tlv(0x02, new byte[] {2})),
        tlv(0x02, BigInteger.valueOf(System.nanoTime()).toByteArray()),
        ECDSA_SHA256,
        name(issuer),
        tlv(0x30, time(days.from()), time(days.until())),
        name(subject),
        keys.getPublic().getEncoded(),
        tlv(0xa3, tlv(0x30, extension)));
  }

  private static byte[] name(String common) {
    return tlv(0x30, tlv(0x31, tlv(0x30, COMMON_NAME, tlv(0x0c, common.getBytes(UTF_8)))));
  }

  private static byte[] time(long days) {
    return tlv(0x17, UTC_TIME.format(Instant.now().plus(Duration.ofDays(days))).getBytes(UTF_8));
  }

  private static X509Certificate signed(byte[] tbs, KeyPair by) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(by.getPrivate());
    signature.update(tbs);
    byte[] der = tlv(0x30, tbs, ECDSA_SHA256, tlv(0x03, new byte[1], signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static byte[] tlv(int tag, byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    // The shortest form, or the JDK signs something else than it reads.
    if (body.size() > 0xff) {
      all.write(0x82);
      all.write(body.size() >> Byte.SIZE);
    } else if (body.size() > 0x7f) {
      all.write(0x81);
    }
    all.write(body.size());
    all.writeBytes(body.toByteArray());
    return all.toByteArray();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
