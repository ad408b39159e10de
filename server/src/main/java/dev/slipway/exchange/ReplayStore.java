package dev.slipway.exchange;

import dev.slipway.sql.Tx;
import java.time.Instant;
import java.util.Optional;

/**
 * All SQL of ID tokens that were exchanged. The row and the access token come in one transaction.
 */
final class ReplayStore {

  /**
   * Notes one more use of an ID token, unless it was used as often as it may be. Of requests that
   * come together only so many succeed, because the row is unique.
   *
   * @param session a new session's id, for the first use
   * @return the session of the token; empty if it is used up, or its session was revoked
   */
  Optional<String> claim(Tx tx, Use use, String session) {
    return tx.handle()
        .createQuery(
            """
            INSERT INTO used_id_token
              (replay_key, uses, session_id, keep_until, first_at, first_address, first_agent)
            VALUES (:key, 1, :session, :until, :at, :address, :agent)
            ON CONFLICT (replay_key) DO UPDATE SET uses = used_id_token.uses + 1
              WHERE used_id_token.uses < :limit AND used_id_token.is_revoked = 0
            RETURNING session_id
            """)
        .bind("key", use.key())
        .bind("session", session)
        .bind("until", use.keepUntil().toEpochMilli())
        .bind("at", use.at().toEpochMilli())
        .bind("address", use.sender().address())
        .bind("agent", use.sender().agent())
        .bind("limit", use.limit())
        .mapTo(String.class)
        .findOne();
  }

  /** How often an ID token was exchanged. */
  int uses(Tx tx, String key) {
    return tx.handle()
        .createQuery("SELECT uses FROM used_id_token WHERE replay_key = :key")
        .bind("key", key)
        .mapTo(Integer.class)
        .findOne()
        .orElse(0);
  }

  /**
   * Notes that an ID token came once too often; says where it came from first, if that is known.
   */
  Optional<First> refuse(Tx tx, String key) {
    return tx.handle()
        .createQuery(
            """
            UPDATE used_id_token SET refused = refused + 1
            WHERE replay_key = :key AND first_at IS NOT NULL
            RETURNING session_id, first_at, first_address, first_agent, refused
            """)
        .bind("key", key)
        .map((row, _) ->
            new First(
                row.getString("session_id"),
                Instant.ofEpochMilli(row.getLong("first_at")),
                new Sender(row.getString("first_address"), row.getString("first_agent")),
                row.getLong("refused")))
        .findOne();
  }

  /**
   * The first use of an ID token.
   *
   * @param refused how often it came once too often since
   */
  record First(String session, Instant at, Sender sender, long refused) {}

  /**
   * A use of an ID token.
   *
   * @param key what it is remembered by
   * @param limit how often it may be used
   * @param keepUntil when nobody could show it any more
   * @param at when, and {@code sender} from where, it comes
   */
  record Use(String key, int limit, Instant keepUntil, Instant at, Sender sender) {}

  /** Forgets what nobody could show again. */
  int forget(Tx tx, Instant now) {
    return tx.handle()
        .createUpdate("DELETE FROM used_id_token WHERE keep_until < :now")
        .bind("now", now.toEpochMilli())
        .execute();
  }
}
