package dev.slipway.xet.shards;

/** Whether what a shard says agrees with the xorbs. */
public sealed interface ShardVerdict {

  /** It does. */
  record Proven() implements ShardVerdict {}

  /** It does not; {@code reason} is one sentence that can be shown to the sender. */
  record Refused(String reason) implements ShardVerdict {}
}
