package dev.slipway.http;

/** The values of {@code X-Error-Code} by which clients choose the exception that they raise. */
public enum ErrorCode {
  REPO_NOT_FOUND("RepoNotFound"),
  REVISION_NOT_FOUND("RevisionNotFound"),
  ENTRY_NOT_FOUND("EntryNotFound"),
  GATED_REPO("GatedRepo");

  private final String word;

  ErrorCode(String word) {
    this.word = word;
  }

  /** The word on the wire. */
  public String word() {
    return word;
  }
}
