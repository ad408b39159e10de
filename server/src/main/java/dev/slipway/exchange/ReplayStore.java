package dev.slipway.exchange;

import dev.slipway.sql.Tx;
import java.time.Instant;
import java.util.Optional;

/**
 * All SQL of ID tokens that were exchanged. The row and the access token come in one transaction.
 */
final class ReplayStore {

  /**
   * Notes one more use of an ID token, unless it was used {@code limit} times. Of requests that
   * come together only so many succeed, because the row is unique.
   *
   * @param session a new session's id, for the first use
   * @return the session of the token; empty if it is used up
   */
  Optional<String> claim(Tx tx, Use use, int limit, String session) {
    return tx.handle()
        .createQuery(
            """
            INSERT INTO used_id_token (replay_key, uses, session_id, keep_until)
            VALUES (:key, 1, :session, :until)
            ON CONFLICT (replay_key) DO UPDATE SET uses = used_id_token.uses + 1
              WHERE used_id_token.uses < :limit
            RETURNING session_id
            """)
        .bind("key", use.key())
        .bind("session", session)
        .bind("until", use.keepUntil().toEpochMilli())
        .bind("limit", limit)
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
   * A use of an ID token.
   *
   * @param key what it is remembered by
   * @param keepUntil when nobody could show it any more
   */
  record Use(String key, Instant keepUntil) {}

  /** Forgets what nobody could show again. */
  int forget(Tx tx, Instant now) {
    return tx.handle()
        .createUpdate("DELETE FROM used_id_token WHERE keep_until < :now")
        .bind("now", now.toEpochMilli())
        .execute();
  }
}
