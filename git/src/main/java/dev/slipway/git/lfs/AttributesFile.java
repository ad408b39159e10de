package dev.slipway.git.lfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.names.RepoPath;
import dev.slipway.names.RepoType;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Collectors;

/** Writes {@code .gitattributes}: the one that a repository begins with, and lines added to it. */
public final class AttributesFile {

  private static final String ATTRIBUTES = " filter=lfs diff=lfs merge=lfs -text";

  private static final List<String> EVERYWHERE =
      List.of(
          "*.7z",
          "*.arrow",
          "*.bin",
          "*.bz2",
          "*.ckpt",
          "*.ftz",
          "*.gz",
          "*.h5",
          "*.joblib",
          "*.lfs.*",
          "*.mlmodel",
          "*.model",
          "*.msgpack",
          "*.npy",
          "*.npz",
          "*.onnx",
          "*.ot",
          "*.parquet",
          "*.pb",
          "*.pickle",
          "*.pkl",
          "*.pt",
          "*.pth",
          "*.rar",
          "*.safetensors",
          "saved_model/**/*",
          "*.tar.*",
          "*.tar",
          "*.tflite",
          "*.tgz",
          "*.wasm",
          "*.xz",
          "*.zip",
          "*.zst",
          "*tfevents*");

  private static final List<String> SOUND =
      List.of("*.pcm", "*.sam", "*.raw", "*.aac", "*.flac", "*.mp3", "*.ogg", "*.wav");

  private static final List<String> IMAGES =
      List.of("*.bmp", "*.gif", "*.png", "*.tiff", "*.jpg", "*.jpeg", "*.webp");

  private static final List<String> FILMS = List.of("*.mp4", "*.webm");

  private AttributesFile() {}

  /** The file that the Hub puts into a new repository of this type. */
  public static String initial(RepoType type) {
    return switch (type) {
      case MODEL, SPACE, KERNEL -> lines(EVERYWHERE);
      case DATASET ->
          lines(EVERYWHERE)
              + "# Audio files\n"
              + lines(SOUND)
              + "# Image files\n"
              + lines(IMAGES)
              + "# Video files\n"
              + lines(FILMS);
      case BUCKET -> throw new IllegalArgumentException("a bucket has no git");
    };
  }

  private static String lines(List<String> patterns) {
    return patterns.stream()
        .map(pattern -> pattern + ATTRIBUTES + "\n")
        .collect(Collectors.joining());
  }

  /**
   * A root file with a line at its end for each of these patterns. What is there stays byte for
   * byte, whether or not it is text; a line that git would not read is left out.
   */
  public static byte[] extended(byte[] file, List<String> patterns) {
    var bytes = new ByteArrayOutputStream(file.length);
    bytes.writeBytes(file);
    if (file.length > 0 && file[file.length - 1] != '\n') {
      bytes.write('\n');
    }
    for (String pattern : patterns) {
      byte[] line = (pattern + ATTRIBUTES).getBytes(UTF_8);
      if (line.length <= AttributesLines.MAX_LINE_CHARACTERS) {
        bytes.writeBytes(line);
        bytes.write('\n');
      }
    }
    return bytes.toByteArray();
  }

  /** A pattern that matches this path and nothing else. */
  public static String pattern(RepoPath path) {
    StringBuilder pattern = new StringBuilder();
    if (path.text().indexOf('/') < 0) {
      pattern.append('/'); // else it would match the name in every folder
    }
    path.text().codePoints().forEach(c -> appendLiterally(c, pattern));
    return pattern.toString();
  }

  /** A pattern that matches the names that end so, in every folder. */
  public static String ofExtension(String extension) {
    return "*." + extension;
  }

  private static void appendLiterally(int c, StringBuilder pattern) {
    if (c == ' ') {
      pattern.append("[[:space:]]"); // a blank would end the pattern
    } else if ("*?[]\"#!".indexOf(c) >= 0) {
      pattern.append('\\').appendCodePoint(c);
    } else {
      pattern.appendCodePoint(c);
    }
  }
}
