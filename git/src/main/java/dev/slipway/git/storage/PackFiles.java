package dev.slipway.git.storage;

import dev.slipway.names.ByteCount;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files of a pack by extension, with their sizes. Its text, for example {@code idx=1072
 * pack=345}, is what a table keeps.
 *
 * @param sizes by extension without the dot
 */
public record PackFiles(SortedMap<String, ByteCount> sizes) {

  public PackFiles {
    sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
  }

  /** Reads the text of {@link #toString()}. */
  public static PackFiles parse(String text) {
    SortedMap<String, ByteCount> sizes = new TreeMap<>();
    for (String file : text.split(" ")) {
      int equals = file.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("not the files of a pack: " + text);
      }
      long size = Long.parseLong(file.substring(equals + 1));
      sizes.put(file.substring(0, equals), new ByteCount(size));
    }
    return new PackFiles(sizes);
  }

  /** What all files take together. */
  public ByteCount total() {
    return new ByteCount(sizes.values().stream().mapToLong(ByteCount::bytes).sum());
  }

  @Override
  public String toString() {
    return sizes.entrySet().stream().map(PackFiles::text).collect(Collectors.joining(" "));
  }

  private static String text(Map.Entry<String, ByteCount> file) {
    return file.getKey() + "=" + file.getValue().bytes();
  }
}
