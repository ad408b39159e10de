package dev.slipway.doctor;

import java.util.List;

/** Looks at one part of an installation. */
@FunctionalInterface
public interface Checkup {

  /** What it finds; what breaks while looking may be thrown, and is a finding too. */
  List<Finding> look();
}
