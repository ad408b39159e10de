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
    state.put("preset", publisher.preset());
    state.put("name", publisher.name());
    state.put("claims", ClaimsText.print(publisher.claims()));
    state.put(
        "unlockedTriggers", String.join(" ", publisher.triggers().stream().sorted().toList()));
    state.put("readOnly", String.valueOf(publisher.isReadOnly()));
    state.put("suspended", String.valueOf(publisher.isSuspended()));
    return state;
  }
}
