package dev.slipway.xet.hashing;

import java.util.HexFormat;

/** The keys of BLAKE3 that keep the kinds of hashes apart (Xet specification 1.1, hashing). */
public enum Blake3Key {
  /** Of the bytes of a chunk. */
  CHUNK("6697f5775b9550de3135cbaca597181c9de421109beb2b58b4d0b04b93adf229"),
  /** Of the lines that name the children of a node. */
  NODE("017ec5c7a5472996fd946666b48a02e65ddd536f37c76dd2f86352e64a53713f"),
  /** Of the root over a file's chunks. */
  FILE("0".repeat(XetHash.DIGITS)),
  /** Of the chunk hashes of a term, which only who has the chunks knows. */
  TERM("7f1857d6ce56ed66127ff913e7a5c3f3a4cd26d5b5db49e64124987f28fb94c3");

  public static final int WORDS = 8;

  private final int[] words = new int[WORDS];

  Blake3Key(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    for (int i = 0; i < WORDS; i++) {
      words[i] = LittleEndian.i32(bytes, i * Integer.BYTES);
    }
  }

  public int word(int index) {
    return words[index];
  }

  public void copyTo(int[] into, int at) {
    System.arraycopy(words, 0, into, at, WORDS);
  }
}
