package dev.slipway.exchange;

import dev.slipway.attempts.Reason;
import dev.slipway.attempts.ReasonCode;
import dev.slipway.exchange.ExchangeResult.Refused;
import dev.slipway.exchange.Matching.Closed;
import dev.slipway.exchange.Matching.Renamed;
import dev.slipway.exchange.Matching.Stranger;
import dev.slipway.exchange.ReplayStore.First;
import dev.slipway.exchange.ReplayStore.Use;
import dev.slipway.publishing.Publisher;
import dev.slipway.publishing.PublisherAlarms;
import dev.slipway.publishing.PublisherAlarms.Place;
import dev.slipway.publishing.PublisherAlarms.Replay;
import dev.slipway.sql.Tx;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says no to a genuine token, and tells maintainers what they should look at. */
final class Refusals {

  private static final String USED = "this ID token was already used as often as it may be";

  private final PublisherAlarms alarms;
  private final ReplayStore replays;

  Refusals(PublisherAlarms alarms, ReplayStore replays) {
    this.alarms = alarms;
    this.replays = replays;
  }

  /** Why no publisher lets the token in. */
  Refused of(Tx tx, Matching matching, Place place) {
    List<Closed> closed = matching.of(Closed.class).toList();
    if (!closed.isEmpty()) {
      closed.stream()
          .filter(each -> each.why() == Closure.WAITED_TOO_LONG)
          .forEach(each -> alarms.overdue(tx, each.publisher(), place));
      Closure why = closed.getFirst().why();
      return new Refused(why.sentence(), why.reason());
    }
    matching
        .of(Stranger.class)
        .forEach(each -> alarms.otherIds(tx, each.publisher(), each.found(), place));
    matching
        .of(Renamed.class)
        .forEach(each -> alarms.renamed(tx, each.publisher(), each.names(), place));
    return new Refused(Disclosure.of(matching.objections()), reason(matching));
  }

  private static Reason reason(Matching matching) {
    if (matching.answers().isEmpty()) {
      return ReasonCode.NO_PUBLISHER.plain();
    }
    return matching
        .of(Stranger.class)
        .map(Stranger::why)
        .findFirst()
        .or(() -> matching.of(Renamed.class).map(_ -> ReasonCode.RENAMED.plain()).findFirst())
        .orElseGet(() -> Disclosure.reason(matching.objections()));
  }

  /**
   * The token was used as often as it may be. Where the first use came from is for the maintainers:
   * whoever shows the token now may be a thief.
   */
  Refused replayed(Tx tx, Publisher publisher, Use again, Place place) {
    Optional<First> first = replays.refuse(tx, again.key());
    first.ifPresent(use -> {
      Map<String, String> places =
          Map.of(
              "firstAt", use.at().toString(),
              "firstAddress", use.sender().address(),
              "firstAgent", use.sender().agent(),
              "session", use.session(),
              "address", again.sender().address(),
              "agent", again.sender().agent());
      boolean isElsewhere = !use.sender().equals(again.sender());
      alarms.replayed(tx, publisher, new Replay(places, use.refused(), isElsewhere), place);
    });
    return new Refused(USED, Disclosure.usedUp(again.limit()));
  }
}
