package dev.slipway.publishing;

import java.util.LinkedHashMap;
import java.util.Map;

/** A publisher in the words of the audit. */
final class PublisherDetails {

  private PublisherDetails() {}

  /** One that was added or removed. */
  static Map<String, String> of(Publisher publisher) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("publisher", publisher.id());
    details.put("issuer", publisher.issuer().text());
    details.putAll(state(publisher));
    return details;
  }

  /** One that was changed: what it is now, and behind {@code before.} what it was. */
  static Map<String, String> of(Publisher before, Publisher now) {
    Map<String, String> details = new LinkedHashMap<>(of(now));
    state(before).forEach((name, value) -> details.put("before." + name, value));
    return details;
  }

  private static Map<String, String> state(Publisher publisher) {
    Map<String, String> state = new LinkedHashMap<>();
    Publisher.Rule rule = publisher.rule();
    state.put("preset", rule.preset());
    state.put("name", publisher.name());
    state.put("claims", ClaimsText.print(rule.claims()));
    state.put("unlockedTriggers", String.join(" ", rule.triggers().stream().sorted().toList()));
    rule.maxAge().ifPresent(age -> state.put("maxTokenAgeSeconds", "" + age.toSeconds()));
    Publisher.Grant grant = publisher.grant();
    state.put("readOnly", String.valueOf(grant.isReadOnly()));
    state.put("tokenLifetimeSeconds", String.valueOf(grant.lifetime().toSeconds()));
    state.put("refs", String.join(" ", grant.refs().patterns()));
    state.put("burnAfterCommit", String.valueOf(grant.burnsAfterCommit()));
    state.put("suspended", String.valueOf(publisher.state().isSuspended()));
    state.put("paused", String.valueOf(publisher.state().isPaused()));
    publisher.state().expiresAt().ifPresent(end -> state.put("expiresAt", end.toString()));
    grant
        .repos()
        .ifPresent(scope -> {
          state.put("repositories", scope.toString());
          state.put("creates", scope.creates().word());
        });
    publisher.state().pending().ifPresent(each -> state.put("pendingUntil", "" + each.until()));
    state.put("pins", ClaimsText.print(publisher.pins().values()));
    return state;
  }
}
