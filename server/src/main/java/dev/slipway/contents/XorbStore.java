package dev.slipway.contents;

import dev.slipway.sql.Tx;
import dev.slipway.xet.XorbIndex;
import dev.slipway.xet.hashing.XetHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All SQL of xorbs, and of the chunks by which they are found. */
final class XorbStore {

  /** How many hashes one query asks for; databases limit its parameters. */
  private static final int HASHES_A_QUERY = 1_000;

  /** Notes a xorb whose body is stored; one that is noted already stays as it is. */
  void insert(Tx tx, XorbIndex index, Instant at) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO xet_xorb (hash, chunks, size, packed, created_at, checked_at)
            VALUES (:hash, :chunks, :size, :packed, :at, :at) ON CONFLICT DO NOTHING
            """)
        .bind("hash", index.xorb().toString())
        .bind("chunks", index.chunkCount())
        .bind("size", index.unpackedLength().bytes())
        .bind("packed", index.packedLength().bytes())
        .bind("at", at.toEpochMilli())
        .execute();
  }

  /** How many chunks a xorb has, if it is here, whoever reaches it. */
  Optional<Integer> chunkCount(Tx tx, XetHash xorb) {
    return tx.handle()
        .createQuery("SELECT chunks FROM xet_xorb WHERE hash = :hash")
        .bind("hash", xorb.toString())
        .mapTo(Integer.class)
        .findOne();
  }

  /** Whether the xorb was found damaged. */
  boolean isDamaged(Tx tx, XetHash xorb) {
    return tx.handle()
        .createQuery("SELECT 1 FROM xet_xorb WHERE hash = :hash AND damage IS NOT NULL")
        .bind("hash", xorb.toString())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Those of the xorbs that are here, whoever reaches them. */
  Set<XetHash> known(Tx tx, Collection<XetHash> xorbs) {
    Set<XetHash> known = new HashSet<>();
    List<String> left = new ArrayList<>(xorbs.stream().map(XetHash::toString).distinct().toList());
    while (!left.isEmpty()) {
      List<String> some = left.subList(0, Math.min(HASHES_A_QUERY, left.size()));
      tx.handle()
          .createQuery("SELECT hash FROM xet_xorb WHERE hash IN (<hashes>)")
          .bindList("hashes", some)
          .mapTo(String.class)
          .forEach(hash -> known.add(XetHash.parse(hash).orThrow()));
      some.clear();
    }
    return known;
  }

  /** Notes where a chunk is found. */
  void insertChunk(Tx tx, XetHash chunk, XetHash xorb, int position) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO xet_chunk (hash, xorb, position) VALUES (:hash, :xorb, :position)
            ON CONFLICT DO NOTHING
            """)
        .bind("hash", chunk.toString())
        .bind("xorb", xorb.toString())
        .bind("position", position)
        .execute();
  }

  /** The xorb that was looked at least lately, if that was before {@code limit}. */
  Optional<XetHash> uncheckedSince(Tx tx, Instant limit) {
    return tx.handle()
        .createQuery(
            "SELECT hash FROM xet_xorb WHERE checked_at < :limit ORDER BY checked_at LIMIT 1")
        .bind("limit", limit.toEpochMilli())
        .mapTo(String.class)
        .findOne()
        .map(hash -> XetHash.parse(hash).orThrow());
  }

  /** Notes that a xorb was looked at, and what is wrong with it. */
  void checked(Tx tx, XetHash xorb, Optional<String> damage, Instant at) {
    tx.handle()
        .createUpdate("UPDATE xet_xorb SET checked_at = :at, damage = :damage WHERE hash = :hash")
        .bind("at", at.toEpochMilli())
        .bind("damage", damage.orElse(null))
        .bind("hash", xorb.toString())
        .execute();
  }

  /** Xorbs that were found damaged, a few of them. */
  List<String> damaged(Tx tx, int limit) {
    return tx.handle()
        .createQuery(
            """
            SELECT hash || ': ' || damage FROM xet_xorb WHERE damage IS NOT NULL
            ORDER BY checked_at LIMIT :limit
            """)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }
}
