package dev.slipway.xet.hashing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Integers in byte arrays, least significant byte first, as everything in Xet is. */
public final class LittleEndian {

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private LittleEndian() {}

  public static int u16(byte[] bytes, int at) {
    return Short.toUnsignedInt((short) SHORT.get(bytes, at));
  }

  public static int u24(byte[] bytes, int at) {
    return u16(bytes, at) | Byte.toUnsignedInt(bytes[at + 2]) << 16;
  }

  public static int i32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  public static long u32(byte[] bytes, int at) {
    return Integer.toUnsignedLong(i32(bytes, at));
  }

  public static long i64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  public static void put32(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  public static void put64(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
  }
}
