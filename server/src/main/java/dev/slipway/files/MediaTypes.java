package dev.slipway.files;

import dev.slipway.names.Ascii;
import dev.slipway.names.RepoPath;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The media type under which a file is served, by its name. What a browser would run, such as HTML,
 * is shown as the text that it is.
 */
public final class MediaTypes {

  static final String PLAIN_TEXT = "text/plain; charset=utf-8";

  private static final String OCTETS = "application/octet-stream";

  private static final Set<String> TEXTS =
      Set.of(
          "bash",
          "bat",
          "c",
          "cc",
          "cfg",
          "conf",
          "cpp",
          "css",
          "csv",
          "diff",
          "dockerfile",
          "gitattributes",
          "gitignore",
          "go",
          "h",
          "hpp",
          "htm",
          "html",
          "ini",
          "ipynb",
          "java",
          "jinja",
          "js",
          "jsonl",
          "jsx",
          "kt",
          "license",
          "log",
          "lua",
          "makefile",
          "markdown",
          "md",
          "mjs",
          "nix",
          "patch",
          "php",
          "pl",
          "proto",
          "py",
          "pyi",
          "r",
          "rb",
          "readme",
          "rs",
          "rst",
          "scala",
          "sh",
          "sql",
          "srt",
          "svelte",
          "swift",
          "tex",
          "toml",
          "ts",
          "tsv",
          "tsx",
          "txt",
          "vocab",
          "vtt",
          "vue",
          "xhtml",
          "xml",
          "xsd",
          "xsl",
          "xslt",
          "yaml",
          "yml");

  private static final Map<String, String> OTHERS = others();

  private MediaTypes() {}

  private static Map<String, String> others() {
    Map<String, String> types = new HashMap<>();
    types.put("json", "application/json");
    types.put("pdf", "application/pdf");
    types.put("svg", "image/svg+xml");
    types.put("jpg", "image/jpeg");
    types.put("ico", "image/x-icon");
    types.put("mp3", "audio/mpeg");
    types.put("m4a", "audio/mp4");
    types.put("mov", "video/quicktime");
    types.put("zip", "application/zip");
    types.put("gz", "application/gzip");
    for (String image : Set.of("avif", "bmp", "gif", "jpeg", "png", "tiff", "webp")) {
      types.put(image, "image/" + image);
    }
    for (String audio : Set.of("aac", "flac", "ogg", "opus", "wav")) {
      types.put(audio, "audio/" + audio);
    }
    for (String video : Set.of("mp4", "mpeg", "webm")) {
      types.put(video, "video/" + video);
    }
    return Map.copyOf(types);
  }

  public static String of(RepoPath path) {
    String name = Ascii.lowerCase(path.fileName());
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return TEXTS.contains(extension) ? PLAIN_TEXT : OTHERS.getOrDefault(extension, OCTETS);
  }
}
