package dev.slipway.audit;

import dev.slipway.access.Actor;
import dev.slipway.access.Actor.Anonymous;
import dev.slipway.access.Actor.Operator;
import dev.slipway.access.Actor.Person;
import dev.slipway.access.Actor.Workload;
import dev.slipway.access.UserId;
import dev.slipway.sql.Tx;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** The audit log's SQL. */
public final class AuditStore {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final InstantSource time;

  /** A log whose events are timed by {@code time}. */
  public AuditStore(InstantSource time) {
    this.time = time;
  }

  /** Appends an event; if the transaction fails, so did what happened. */
  public void append(Tx tx, AuditEvent event) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO audit_event
              (at, action, actor_kind, actor, owner_id, target, request_id, details)
            VALUES (:at, :action, :actorKind, :actor, :owner, :target, :requestId, :details)
            """)
        .bind("at", time.instant().toEpochMilli())
        .bind("action", event.action())
        .bind("actorKind", kind(event.actor()))
        .bind("actor", name(event.actor()))
        .bind("owner", event.owner().map(UserId::hex).orElse(null))
        .bind("target", event.target())
        .bind("requestId", event.requestId().split(" ", 2)[0])
        .bind("details", JSON.writeValueAsString(details(event)))
        .execute();
  }

  /** A person asks for what happened by the id that they were shown. */
  private static Map<String, String> details(AuditEvent event) {
    Map<String, String> details = new TreeMap<>(event.details());
    int space = event.requestId().indexOf(' ');
    if (space >= 0) {
      details.put("shownRequestId", event.requestId().substring(space + 1));
    }
    return details;
  }

  private static String kind(Actor actor) {
    return switch (actor) {
      case Anonymous _ -> "anonymous";
      case Person _ -> "user";
      case Workload _ -> "workload";
      case Operator _ -> "operator";
    };
  }

  private static String name(Actor actor) {
    return switch (actor) {
      case Anonymous _ -> "-";
      case Person person -> person.name().text();
      case Workload workload -> workload.issuer() + " " + workload.subject();
      case Operator _ -> "operator";
    };
  }
}
