package dev.slipway.doctor;

import java.util.List;
import java.util.function.Supplier;

/** Has anything rotted that clients would not notice? */
public final class XorbCheckup implements Checkup {

  private static final String SUBJECT = "xorbs";

  private final Supplier<List<String>> damaged;

  /** Asks which stored xorbs were found damaged when they were last read over. */
  public XorbCheckup(Supplier<List<String>> damaged) {
    this.damaged = damaged;
  }

  @Override
  public List<Finding> look() {
    List<String> found = damaged.get();
    return List.of(
        found.isEmpty()
            ? Finding.ok(SUBJECT, "none was found damaged")
            : Finding.fail(
                SUBJECT,
                "are damaged on disk: " + String.join("; ", found),
                "restore these files from a backup of the data folder, and look at the disk"));
  }
}
