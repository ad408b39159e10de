package dev.slipway.git.storage;

import java.io.IOException;

/** Carries through JGit that another runner replaced a pack first. */
public final class PackReplacedException extends IOException {

  private static final long serialVersionUID = 1;

  PackReplacedException(PackName pack) {
    super("another runner replaced " + pack);
  }
}
