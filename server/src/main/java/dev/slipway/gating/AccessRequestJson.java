package dev.slipway.gating;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.slipway.http.WireTime;
import dev.slipway.names.Ascii;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of the lists of {@code user-access-request}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccessRequestJson(
    String requestId,
    UserJson user,
    String status,
    String timestamp,
    @Nullable String reviewedAt,
    @Nullable String rejectionReason,
    @Nullable GrantedByJson grantedBy,
    @JsonRawValue String fields) {

  static AccessRequestJson of(AccessRequest request, String avatarUrl) {
    AccessRequest.Guest guest = request.guest();
    return new AccessRequestJson(
        request.id().hex(),
        new UserJson(
            guest.id().hex(),
            guest.name(),
            guest.fullName(),
            guest.email().orElse(null),
            avatarUrl,
            "user",
            false),
        Ascii.lowerCase(request.status().name()),
        WireTime.print(request.requestedAt()),
        time(request.reviewedAt().orElse(null)),
        request.rejectionReason().orElse(null),
        request.grantedBy().map(GrantedByJson::new).orElse(null),
        request.fields());
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : WireTime.print(at);
  }

  /** The person. */
  record UserJson(
      @JsonProperty("_id") String id,
      String user,
      String fullname,
      @Nullable String email,
      String avatarUrl,
      String type,
      boolean isPro) {}

  /** Who let them in. */
  record GrantedByJson(String user) {}

  /** The body of {@code handle}. */
  record HandleJson(
      @Nullable String user,
      @Nullable String userId,
      @Nullable String requestId,
      @Nullable String status,
      @Nullable String rejectionReason) {}

  /** The body of {@code grant}. */
  record GrantJson(@Nullable String user, @Nullable String userId) {}

  /** The body of {@code batch}. */
  record BatchJson(@Nullable String status, @Nullable List<OneJson> requests) {}

  /** One of a batch. */
  record OneJson(@Nullable String user, @Nullable String userId, @Nullable String requestId) {}

  /** One of a batch that was not done, and why. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FailedJson(
      @Nullable String user, @Nullable String userId, @Nullable String requestId, String error) {

    static FailedJson of(OneJson one, String error) {
      return new FailedJson(one.user(), one.userId(), one.requestId(), error);
    }
  }
}
