package dev.slipway.git.lfs;

import java.util.Optional;

/** Where rules are read from: the files of one name, in the folders of one tree. */
public interface RuleFiles {

  /** The largest file of rules that is read; a larger one counts as if it were not there. */
  int MAX_BYTES = 16 * 1024 * 1024;

  /**
   * The text of the file in this folder, if it has one.
   *
   * @param folder empty for the root, else without a slash at either end
   */
  Optional<String> text(String folder);

  /** The same files, but for the one in the root, which has this text. */
  default RuleFiles withRoot(String rootText) {
    return folder -> folder.isEmpty() ? Optional.of(rootText) : text(folder);
  }
}
