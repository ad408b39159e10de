package dev.slipway.xet.hashing;

import java.util.Arrays;

/** Hashes in one array of numbers, 32 bytes each, that grows. Not thread-safe while it grows. */
public final class HashList {

  private static final int WORDS = 4;
  private static final int FIRST_CAPACITY = 16;

  private long[] words;
  private int size;

  public HashList() {
    this(FIRST_CAPACITY);
  }

  public HashList(int capacity) {
    words = new long[capacity * WORDS];
  }

  public int size() {
    return size;
  }

  public void add(XetHash hash) {
    add(hash.first(), hash.second(), hash.third(), hash.fourth());
  }

  /** Adds the hash whose bytes stand in {@code bytes} at {@code at}. */
  public void add(byte[] bytes, int at) {
    add(
        LittleEndian.i64(bytes, at),
        LittleEndian.i64(bytes, at + Long.BYTES),
        LittleEndian.i64(bytes, at + 2 * Long.BYTES),
        LittleEndian.i64(bytes, at + 3 * Long.BYTES));
  }

  public void addAll(HashList others) {
    for (int i = 0; i < others.size; i++) {
      add(others.get(i));
    }
  }

  public XetHash get(int index) {
    int at = index * WORDS;
    return new XetHash(words[at], words[at + 1], words[at + 2], words[at + 3]);
  }

  public boolean equal(int index, HashList other, int otherIndex) {
    int at = index * WORDS;
    int otherAt = otherIndex * WORDS;
    return Arrays.equals(words, at, at + WORDS, other.words, otherAt, otherAt + WORDS);
  }

  public void putInto(int index, byte[] bytes, int at) {
    for (int i = 0; i < WORDS; i++) {
      LittleEndian.put64(bytes, at + i * Long.BYTES, words[index * WORDS + i]);
    }
  }

  /** The bytes of the hashes from {@code start} to {@code end}, exclusive, one after another. */
  public byte[] bytes(int start, int end) {
    byte[] bytes = new byte[(end - start) * XetHash.BYTES];
    for (int i = start; i < end; i++) {
      putInto(i, bytes, (i - start) * XetHash.BYTES);
    }
    return bytes;
  }

  /** A copy of a part, with nothing to spare. */
  public HashList copy(int start, int end) {
    HashList copy = new HashList(0);
    copy.words = Arrays.copyOfRange(words, start * WORDS, end * WORDS);
    copy.size = end - start;
    return copy;
  }

  private void add(long first, long second, long third, long fourth) {
    int at = size * WORDS;
    if (at == words.length) {
      words = Arrays.copyOf(words, Math.max(FIRST_CAPACITY * WORDS, Math.multiplyExact(at, 2)));
    }
    words[at] = first;
    words[at + 1] = second;
    words[at + 2] = third;
    words[at + 3] = fourth;
    size++;
  }
}
