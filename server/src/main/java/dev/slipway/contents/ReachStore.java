package dev.slipway.contents;

import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import dev.slipway.xet.hashing.XetHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** All SQL of which chunks a repository reaches. What it does not reach does not exist for it. */
final class ReachStore {

  /** Most places of one chunk that are looked at. */
  private static final int MAX_PLACES = 32;

  /**
   * A place where a chunk was found.
   *
   * @param repo that reaches it there
   * @param position of the chunk in the xorb
   */
  record Place(XetHash xorb, int position, RepoKey repo) {}

  /** Lets the repository reach chunks. */
  void add(Tx tx, RepoKey repo, ChunkSpan span, Instant at) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO xet_reach (repo_key, xorb, first_chunk, end_chunk, added_at)
            VALUES (:repo, :xorb, :start, :end, :at) ON CONFLICT DO NOTHING
            """)
        .bind("repo", repo.hex())
        .bind("xorb", span.xorb().toString())
        .bind("start", span.start())
        .bind("end", span.end())
        .bind("at", at.toEpochMilli())
        .execute();
  }

  /** What the repository reaches of a xorb, in order; spans may overlap. */
  List<ChunkSpan> of(Tx tx, RepoKey repo, XetHash xorb) {
    return tx.handle()
        .createQuery(
            """
            SELECT xorb, first_chunk, end_chunk FROM xet_reach
            WHERE repo_key = :repo AND xorb = :xorb ORDER BY first_chunk, end_chunk
            """)
        .bind("repo", repo.hex())
        .bind("xorb", xorb.toString())
        .map((row, _) -> span(row))
        .list();
  }

  /** Whether the repository reaches all of these chunks. */
  boolean includes(Tx tx, RepoKey repo, ChunkSpan span) {
    Spans reached = new Spans();
    of(tx, repo, span.xorb()).forEach(reached::add);
    return reached.include(span);
  }

  /** What these repositories reach of these xorbs, by xorb in the order of their hashes. */
  List<ChunkSpan> of(Tx tx, Collection<RepoKey> repos, Collection<XetHash> xorbs) {
    return tx.handle()
        .createQuery(
            """
            SELECT xorb, first_chunk, end_chunk FROM xet_reach
            WHERE repo_key IN (<repos>) AND xorb IN (<xorbs>) ORDER BY xorb, first_chunk
            """)
        .bindList("repos", repos.stream().map(RepoKey::hex).toList())
        .bindList("xorbs", xorbs.stream().map(XetHash::toString).toList())
        .map((row, _) -> span(row))
        .list();
  }

  /**
   * Where this chunk is, in each repository that reaches it there; this repository's come first.
   */
  List<Place> places(Tx tx, XetHash chunk, RepoKey first) {
    return tx.handle()
        .createQuery(
            """
            SELECT c.xorb, c.position, r.repo_key FROM xet_chunk c
            JOIN xet_xorb x ON x.hash = c.xorb AND x.damage IS NULL
            JOIN xet_reach r ON r.xorb = c.xorb
              AND r.first_chunk <= c.position AND c.position < r.end_chunk
            JOIN repo p ON p.key = r.repo_key
            WHERE c.hash = :chunk
            GROUP BY c.xorb, c.position, r.repo_key, p.owner_id, p.is_private, p.gate
            ORDER BY CASE
                WHEN r.repo_key = :first THEN 0
                WHEN p.owner_id = (SELECT owner_id FROM repo WHERE key = :first) THEN 1
                WHEN p.is_private = 0 AND p.gate = 'open' THEN 2
                ELSE 3
              END, r.repo_key LIMIT :limit
            """)
        .bind("chunk", chunk.toString())
        .bind("first", first.hex())
        .bind("limit", MAX_PLACES)
        .map((row, _) ->
            new Place(
                XetHash.parse(row.getString("xorb")).orThrow(),
                row.getInt("position"),
                new RepoKey(row.getString("repo_key"))))
        .list();
  }

  private static ChunkSpan span(ResultSet row) throws SQLException {
    return new ChunkSpan(
        XetHash.parse(row.getString("xorb")).orThrow(),
        row.getInt("first_chunk"),
        row.getInt("end_chunk"));
  }
}
