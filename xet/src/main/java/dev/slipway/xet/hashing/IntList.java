package dev.slipway.xet.hashing;

import java.util.Arrays;

/** Numbers in one array that grows. Not thread-safe while it grows. */
public final class IntList {

  private static final int FIRST_CAPACITY = 16;

  private int[] values = new int[FIRST_CAPACITY];
  private int size;

  public int size() {
    return size;
  }

  public int get(int index) {
    return values[index];
  }

  /** The last number, or 0 if there is none. */
  public int last() {
    return size == 0 ? 0 : values[size - 1];
  }

  public void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  public int[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
