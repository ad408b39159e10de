package dev.slipway.accounts;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

/** Passwords at rest: Argon2id with the first parameters that OWASP recommends. */
final class Passwords {

  /** Shortest password, in characters (NIST SP 800-63B, 5.1.1.2). */
  static final int MIN_CHARACTERS = 8;

  /** Longest password, in characters: hashing costs time that a stranger may not spend. */
  static final int MAX_CHARACTERS = 1024;

  private static final int MEMORY_KIB = 19 * 1024;
  private static final int ITERATIONS = 2;
  private static final int PARALLELISM = 1;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;

  private Passwords() {}

  static String hash(String password) {
    Argon2Function argon2 =
        Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, PARALLELISM, HASH_BYTES, Argon2.ID);
    return Password.hash(password).addRandomSalt(SALT_BYTES).with(argon2).getResult();
  }
}
