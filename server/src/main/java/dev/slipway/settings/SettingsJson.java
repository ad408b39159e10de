package dev.slipway.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.http.WireTime;
import dev.slipway.repos.OpenRepo;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a repository.
 *
 * @param trustedPublishing what it says itself, as it is set
 * @param trustedPublishingOfOwner what the organisation says that owns it
 * @param trustedPublishingInForce what counts now
 * @param trustedPublishingPausedUntil when a pause ends, if there is one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SettingsJson(
    @JsonProperty("private") boolean isPrivate,
    Object gated,
    boolean orgMembersGated,
    String trustedPublishing,
    String trustedPublishingOfOwner,
    String trustedPublishingInForce,
    @Nullable String trustedPublishingPausedUntil) {

  static SettingsJson of(OpenRepo open) {
    return new SettingsJson(
        open.repo().isPrivate(),
        open.repo().gate().wire(),
        open.repo().membersAreGated(),
        open.policy().own().word(),
        open.policy().ofOwner().word(),
        open.publishing().word(),
        open.pause().map(pause -> WireTime.print(pause.until())).orElse(null));
  }
}
