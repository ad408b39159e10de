package dev.slipway.tokens;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code GET /api/whoami-v2}. */
record WhoamiJson(
    String type,
    String id,
    String name,
    String fullname,
    @Nullable String email,
    boolean emailVerified,
    boolean canPay,
    String billingMode,
    @Nullable Long periodEnd,
    boolean isPro,
    String avatarUrl,
    List<OrgJson> orgs,
    AuthJson auth) {

  /** An organisation that the user belongs to. */
  record OrgJson(
      String type,
      String id,
      String name,
      String fullname,
      @Nullable String email,
      boolean canPay,
      String billingMode,
      @Nullable Long periodEnd,
      String avatarUrl,
      String plan,
      String roleInOrg,
      List<String> securityRestrictions,
      List<String> resourceGroups) {}

  /** The credentials. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AuthJson(
      String type,
      @Nullable TokenJson accessToken,
      @Nullable String expiresAt,
      @Nullable ResourceJson resource) {}

  /** The token. */
  record TokenJson(String displayName, String role, String createdAt) {}

  /** What an exchanged token is bound to. */
  record ResourceJson(String sub) {}
}
