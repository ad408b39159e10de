package dev.slipway.gating;

import dev.slipway.access.UserId;
import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed;
import org.jspecify.annotations.Nullable;

/** How a call names somebody at a gate: by name, by id, or by what they asked. */
sealed interface GuestName {

  record ByName(Namespace name) implements GuestName {}

  record ById(UserId id) implements GuestName {}

  record ByRequest(AccessRequestId id) implements GuestName {}

  static Parsed<GuestName> parse(
      @Nullable String user, @Nullable String userId, @Nullable String requestId) {
    if (user != null) {
      return Namespace.parse(user).then(name -> Parsed.of(new ByName(name)));
    }
    if (userId != null) {
      return Parsed.of(new ById(new UserId(userId)));
    }
    return requestId == null
        ? Parsed.malformed("\"user\", \"userId\" or \"requestId\" is missing")
        : Parsed.of(new ByRequest(new AccessRequestId(requestId)));
  }
}
