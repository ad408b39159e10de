package dev.slipway.git.wire;

import dev.slipway.git.storage.RefChange;
import java.util.List;

/**
 * What a push changed; the client has been told already.
 *
 * @param landed the references that changed, perhaps none
 */
public record PushReport(List<RefChange> landed) {

  public PushReport {
    landed = List.copyOf(landed);
  }
}
