package dev.slipway.lfs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.http.WireTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of the lock API. */
record LockJson(
    String id, String path, @JsonProperty("locked_at") String lockedAt, OwnerJson owner) {

  static LockJson of(Lock lock) {
    return new LockJson(
        lock.id(), lock.path(), WireTime.print(lock.lockedAt()), new OwnerJson(lock.ownerName()));
  }

  record OwnerJson(String name) {}

  record WantedJson(@Nullable String path) {}

  record UnlockJson(@Nullable Boolean force) {}

  record VerifyJson(@Nullable String cursor, @Nullable Integer limit) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OneJson(LockJson lock, @Nullable String message, @Nullable String error) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ListJson(List<LockJson> locks, @JsonProperty("next_cursor") @Nullable String nextCursor) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record VerifiedJson(
      List<LockJson> ours,
      List<LockJson> theirs,
      @JsonProperty("next_cursor") @Nullable String nextCursor) {}
}
