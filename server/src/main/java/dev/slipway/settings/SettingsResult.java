package dev.slipway.settings;

import dev.slipway.access.PublishingPolicy;
import dev.slipway.names.RepoId;

/** What came of changing settings. */
sealed interface SettingsResult {

  /** They are as asked. */
  record Done(PublishingPolicy policy) implements SettingsResult {}

  /** The caller may not; {@code reason} is a sentence for them. */
  record NotAllowed(String reason) implements SettingsResult {}

  /** It would change nothing; {@code reason} is a sentence for who asked. */
  record Pointless(String reason) implements SettingsResult {}

  /** There is no such repository. */
  record NoSuchRepo(RepoId id) implements SettingsResult {}

  /** There is no such organisation, as far as the caller may know. */
  record NoSuchOrg() implements SettingsResult {}
}
