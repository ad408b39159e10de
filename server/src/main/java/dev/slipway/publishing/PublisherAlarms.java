package dev.slipway.publishing;

import dev.slipway.access.Actor;
import dev.slipway.access.UserId;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.names.Ascii;
import dev.slipway.publishing.NoticeStore.Code;
import dev.slipway.publishing.NoticeStore.Notice;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.trust.ClaimValue;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the maintainers of a publisher what they should look at, in the transaction in which it
 * happened. Who can make it happen at will does not fill the audit: of many times it holds the
 * first, second, fourth, eighth and so on.
 */
public final class PublisherAlarms {

  private static final int MAX_SHOWN_CHARACTERS = 200;

  private final PublisherStore publishers;
  private final NoticeStore notices;
  private final AuditStore audit;
  private final InstantSource time;

  /** Tells it in these rows. */
  public PublisherAlarms(
      PublisherStore publishers, NoticeStore notices, AuditStore audit, InstantSource time) {
    this.publishers = publishers;
    this.notices = notices;
    this.audit = audit;
    this.time = time;
  }

  /** In whose log it stands, and by which request it happened. */
  public record Place(Optional<UserId> owner, String target, String requestId) {}

  /** A job of the right name had other ids than the first one. */
  public void otherIds(Tx tx, Publisher publisher, Map<String, ClaimValue> found, Place place) {
    Map<String, String> details = details(publisher, "high");
    publisher.pins().values().forEach((name, value) -> details.put("pinned." + name, shown(value)));
    tell(tx, new Alarm(publisher, Code.PIN_MISMATCH, found, details), place);
  }

  /** The pinned workload came under other names. */
  public void renamed(Tx tx, Publisher publisher, Map<String, ClaimValue> found, Place place) {
    tell(tx, new Alarm(publisher, Code.RENAMED, found, details(publisher, "medium")), place);
  }

  /**
   * An ID token that came once too often.
   *
   * @param places from where it came, the first time and now
   * @param times how often it came so
   */
  public record Replay(Map<String, String> places, long times, boolean isElsewhere) {}

  /** An ID token came once too often; a warning if it came from somewhere else than at first. */
  public void replayed(Tx tx, Publisher publisher, Replay replay, Place place) {
    Map<String, String> details = details(publisher, replay.isElsewhere() ? "high" : "low");
    details.putAll(replay.places());
    long times = replay.times();
    if (replay.isElsewhere()) {
      Map<String, ClaimValue> shown = new LinkedHashMap<>();
      replay.places().forEach((name, text) -> shown.put(name, new ClaimValue.Text(text)));
      times =
          notices.note(
              tx, publisher.id(), new Notice(Code.ID_TOKEN_REPLAYED, shown, 1, time.instant()));
    }
    log(tx, Code.ID_TOKEN_REPLAYED, new Happened(details, times), place);
  }

  /** No job came in time: the publisher is paused, unless it is already. */
  public void overdue(Tx tx, Publisher publisher, Place place) {
    if (publishers.pauseOverdue(tx, publisher.id(), time.instant())) {
      tell(
          tx,
          new Alarm(publisher, Code.PIN_WINDOW_EXPIRED, Map.of(), details(publisher, "low")),
          place);
    }
  }

  /** Pauses every publisher whose first job did not come in time. */
  void pauseOverdue(Database database, Targets targets) {
    database.write(tx -> {
      var overdue = publishers.overdue(tx, time.instant());
      for (Publisher publisher : overdue) {
        targets
            .find(tx, publisher.target())
            .ifPresent(found ->
                overdue(
                    tx,
                    publisher,
                    new Place(Optional.of(found.owner()), found.name(), AuditEvent.BY_ITSELF)));
      }
      return overdue.size();
    });
  }

  private record Alarm(
      Publisher publisher, Code code, Map<String, ClaimValue> found, Map<String, String> details) {}

  private void tell(Tx tx, Alarm alarm, Place place) {
    Notice notice = new Notice(alarm.code(), alarm.found(), 1, time.instant());
    long times = notices.note(tx, alarm.publisher().id(), notice);
    Map<String, String> details = new LinkedHashMap<>(alarm.details());
    alarm.found().forEach((name, value) -> details.put("found." + name, shown(value)));
    log(tx, alarm.code(), new Happened(details, times), place);
  }

  private record Happened(Map<String, String> details, long times) {}

  private void log(Tx tx, Code code, Happened happened, Place place) {
    if (Long.bitCount(happened.times()) != 1) {
      return;
    }
    Map<String, String> details = new LinkedHashMap<>(happened.details());
    details.put("times", String.valueOf(happened.times()));
    audit.append(
        tx,
        new AuditEvent(
            "publisher." + Ascii.lowerCase(code.name()),
            new Actor.Operator(),
            place.owner(),
            place.target(),
            place.requestId(),
            details));
  }

  private static Map<String, String> details(Publisher publisher, String severity) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("severity", severity);
    details.put("publisher", publisher.id());
    details.put("issuer", publisher.issuer().text());
    return details;
  }

  private static String shown(ClaimValue value) {
    String text = value.toString();
    return text.substring(0, Math.min(text.length(), MAX_SHOWN_CHARACTERS));
  }
}
