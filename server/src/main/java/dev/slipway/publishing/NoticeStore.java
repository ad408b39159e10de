package dev.slipway.publishing;

import dev.slipway.sql.Tx;
import dev.slipway.trust.ClaimValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All SQL of what the maintainers of a publisher should look at. */
public final class NoticeStore {

  /** What happened, the worst first. */
  public enum Code {
    /** A job of the right name had other ids: somebody may have taken the name over. */
    PIN_MISMATCH(
        "A job of the right name came from another repository or owner: perhaps somebody"
            + " else has the name now."),
    /** An ID token came twice, from two places. */
    ID_TOKEN_REPLAYED("An ID token that was used already came again from somewhere else."),
    /** The pinned workload has another name now. */
    RENAMED("The repository has another name at its provider now."),
    /** No job came in time. */
    PIN_WINDOW_EXPIRED("No job came within seven days, so the publisher was paused.");

    private final String sentence;

    Code(String sentence) {
      this.sentence = sentence;
    }

    /** What happened, for a maintainer. */
    public String sentence() {
      return sentence;
    }
  }

  /**
   * Something that happened, perhaps often.
   *
   * @param claims what the last ID token said, where that matters; of one that came again, from
   *     where
   * @param times how often it happened since somebody looked
   */
  public record Notice(Code code, Map<String, ClaimValue> claims, long times, Instant lastAt) {

    /** Whether an edit of the publisher answers it. */
    boolean isSettledBy(Publisher changed, NewPublisher.Forgets forgets) {
      return forgets.warning()
          || switch (code) {
            case PIN_MISMATCH -> forgets.pins();
            case ID_TOKEN_REPLAYED -> false;
            case RENAMED -> changed.claims().entrySet().containsAll(claims.entrySet());
            case PIN_WINDOW_EXPIRED -> !changed.state().isPaused();
          };
    }
  }

  /** Notes that something happened; says how often it did. */
  long note(Tx tx, String publisher, Notice notice) {
    return tx.handle()
        .createQuery(
            """
            INSERT INTO publisher_notice (publisher_id, code, claims, times, last_at)
            VALUES (:publisher, :code, :claims, 1, :at)
            ON CONFLICT (publisher_id, code) DO UPDATE SET
              claims = excluded.claims, times = publisher_notice.times + 1, last_at = excluded.last_at
            RETURNING times
            """)
        .bind("publisher", publisher)
        .bind("code", notice.code().name())
        .bind("claims", ClaimsText.print(notice.claims()))
        .bind("at", notice.lastAt().toEpochMilli())
        .mapTo(Long.class)
        .one();
  }

  /** What there is to look at of one publisher, the worst first. */
  List<Notice> list(Tx tx, String publisher) {
    return list(tx, List.of(publisher)).getOrDefault(publisher, List.of());
  }

  /** What there is to look at, publisher by publisher, the worst first. */
  Map<String, List<Notice>> list(Tx tx, Collection<String> publishers) {
    return publishers.isEmpty()
        ? Map.of()
        : tx
            .handle()
            .createQuery("SELECT * FROM publisher_notice WHERE publisher_id IN (<publishers>)")
            .bindList("publishers", List.copyOf(publishers))
            .map((row, _) -> Map.entry(row.getString("publisher_id"), notice(row)))
            .stream()
            .sorted(Comparator.comparing(entry -> entry.getValue().code()))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  Optional<Notice> find(Tx tx, String publisher, Code code) {
    return list(tx, publisher).stream().filter(notice -> notice.code() == code).findFirst();
  }

  void delete(Tx tx, String publisher, Code code) {
    tx.handle()
        .createUpdate(
            "DELETE FROM publisher_notice WHERE publisher_id = :publisher AND code = :code")
        .bind("publisher", publisher)
        .bind("code", code.name())
        .execute();
  }

  private static Notice notice(ResultSet row) throws SQLException {
    return new Notice(
        Code.valueOf(row.getString("code")),
        ClaimsText.parse(row.getString("claims")),
        row.getLong("times"),
        Instant.ofEpochMilli(row.getLong("last_at")));
  }
}
