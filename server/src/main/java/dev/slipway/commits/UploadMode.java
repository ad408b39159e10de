package dev.slipway.commits;

/** How the bytes of a file reach a commit. */
enum UploadMode {
  /** In the commit itself; git keeps them. */
  REGULAR("regular"),
  /** Before the commit, which names them by their hash. */
  LFS("lfs");

  private final String word;

  UploadMode(String word) {
    this.word = word;
  }

  /** The word on the wire; clients know no other. */
  String word() {
    return word;
  }
}
