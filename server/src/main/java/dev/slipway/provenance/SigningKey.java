package dev.slipway.provenance;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/** A key of the hub that signs. Safe for use by many threads. */
final class SigningKey {

  private static final String ALGORITHM = "Ed25519";

  private final VerificationKey publicHalf;
  private final PrivateKey privateHalf;

  private SigningKey(VerificationKey publicHalf, PrivateKey privateHalf) {
    this.publicHalf = publicHalf;
    this.privateHalf = privateHalf;
  }

  /** A new pair. */
  static SigningKey make() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new SigningKey(VerificationKey.of(pair.getPublic()), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /** The pair of {@link #secret}. */
  static SigningKey of(VerificationKey publicHalf, byte[] secret) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(secret));
      return new SigningKey(publicHalf, key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key " + publicHalf.id() + " cannot be read", e);
    }
  }

  VerificationKey publicHalf() {
    return publicHalf;
  }

  /** The private half (PKCS #8), to be sealed. */
  byte[] secret() {
    return privateHalf.getEncoded();
  }

  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateHalf);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing with " + publicHalf.id(), e);
    }
  }

  @Override
  public String toString() {
    return "SigningKey[" + publicHalf.id() + "]";
  }
}
