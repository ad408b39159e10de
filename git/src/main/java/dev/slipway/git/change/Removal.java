package dev.slipway.git.change;

/** What may be removed. */
enum Removal {
  FILE,
  FOLDER,
  ENTRY;

  boolean takes(boolean isFile, boolean isFolder) {
    return switch (this) {
      case FILE -> isFile;
      case FOLDER -> isFolder;
      case ENTRY -> isFile || isFolder;
    };
  }
}
