package dev.slipway.trust;

import dev.slipway.names.Subject;
import dev.slipway.trust.ClaimValue.Elements;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.ClaimValue.Whole;
import dev.slipway.trust.Flaw.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The claims that every ID token has, checked (RFC 7519, 4.1). A claim of the wrong type is an
 * error, never absent. Times are whole seconds; {@link TokenVerifier#LEEWAY} counts in both
 * directions, and a token that expired exactly that long ago is refused.
 */
record RegisteredClaims(
    Subject subject, Instant issuedAt, Instant expiresAt, Optional<String> tokenId) {

  /** OpenID Connect Core, 2, says 255; some CI providers put long paths of branches into it. */
  static final int MAX_SUBJECT_CHARACTERS = 1_024;

  private static final int MAX_TOKEN_ID_CHARACTERS = 255;

  /** The largest whole number that every JSON reader agrees on, plus one: 2^53. */
  private static final long TIME_LIMIT = 1L << 53;

  /** {@link Instant} ends long before; later than this is nobody's expiry (the year 9999). */
  private static final long LAST_SECOND = 253_402_300_799L;

  /** Checks the claims of a token that is shown at {@code now}. */
  static RegisteredClaims check(
      ClaimSet claims, ProviderPreset.TokenRules rules, Set<Audience> audiences, Instant now)
      throws Refusal {
    checkAudience(claims, rules, audiences);
    Subject subject = subject(claims);
    Instant expires =
        time(claims, "exp", Flaw.EXPIRY_TYPE).orElseThrow(() -> new Refusal(Flaw.EXPIRY_MISSING));
    Instant issued =
        time(claims, "iat", Flaw.ISSUED_AT_TYPE)
            .orElseThrow(() -> new Refusal(Flaw.ISSUED_AT_MISSING));
    Optional<Instant> notBefore = time(claims, "nbf", Flaw.NOT_BEFORE_TYPE);
    checkWindow(issued, expires, rules.maxLifetime());
    checkNow(now, issued, expires, notBefore);
    if (rules.maxAge().filter(most -> isOlder(issued, now, most)).isPresent()) {
      throw new Refusal(Flaw.TOO_OLD);
    }
    return new RegisteredClaims(subject, issued, expires, tokenId(claims, rules));
  }

  /** How long a token lives from {@code iat} to {@code exp}, if both are times. */
  static Optional<Duration> lifetime(ClaimSet claims) {
    try {
      Optional<Instant> issued = time(claims, "iat", Flaw.ISSUED_AT_TYPE);
      Optional<Instant> expires = time(claims, "exp", Flaw.EXPIRY_TYPE);
      return issued.flatMap(from -> expires.map(to -> Duration.between(from, to)));
    } catch (Refusal _) {
      return Optional.empty();
    }
  }

  /**
   * Whether a token is older than {@code most} at {@code now}, as its issuer's clock has it; one
   * that is exactly so old is not. False if {@code iat} is no time.
   */
  static boolean isOlder(ClaimSet claims, Instant now, Duration most) {
    try {
      return time(claims, "iat", Flaw.ISSUED_AT_TYPE)
          .filter(issued -> isOlder(issued, now, most))
          .isPresent();
    } catch (Refusal _) {
      return false;
    }
  }

  private static boolean isOlder(Instant issued, Instant now, Duration most) {
    return issued.plus(most).isBefore(now);
  }

  private static void checkAudience(
      ClaimSet claims, ProviderPreset.TokenRules rules, Set<Audience> ours) throws Refusal {
    ClaimValue audience =
        claims.member("aud").orElseThrow(() -> new Refusal(Flaw.AUDIENCE_MISSING));
    List<ClaimValue> named =
        switch (audience) {
          case Text text -> List.of(text);
          case Elements(var elements) -> elements;
          case ClaimValue.Flag _, Whole _, ClaimValue.Members _ -> List.of();
          case ClaimValue.OddNumber _, ClaimValue.Nothing _ -> List.of();
        };
    if (named.isEmpty() || !named.stream().allMatch(Text.class::isInstance)) {
      throw new Refusal(Flaw.AUDIENCE_TYPE);
    }
    if (named.size() > rules.audience().most()) {
      throw new Refusal(Flaw.AUDIENCE_SEVERAL);
    }
    if (ours.stream().noneMatch(our -> named.contains(new Text(our.text())))) {
      throw new Refusal(Flaw.AUDIENCE_OTHER);
    }
  }

  private static Subject subject(ClaimSet claims) throws Refusal {
    ClaimValue value = claims.member("sub").orElseThrow(() -> new Refusal(Flaw.SUBJECT_MISSING));
    if (value instanceof Text(String text)
        && !text.isEmpty()
        && text.length() <= MAX_SUBJECT_CHARACTERS) {
      return new Subject(text);
    }
    throw new Refusal(Flaw.SUBJECT_TYPE);
  }

  private static Optional<Instant> time(ClaimSet claims, String name, Flaw wrongType)
      throws Refusal {
    Optional<ClaimValue> value = claims.member(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Whole(long seconds) && seconds > 0 && seconds < TIME_LIMIT) {
      return Optional.of(Instant.ofEpochSecond(Math.min(seconds, LAST_SECOND)));
    }
    throw new Refusal(wrongType);
  }

  private static void checkWindow(Instant issued, Instant expires, Duration maxLifetime)
      throws Refusal {
    if (!expires.isAfter(issued)) {
      throw new Refusal(Flaw.EXPIRES_BEFORE_ISSUED);
    }
    if (Duration.between(issued, expires).compareTo(maxLifetime) > 0) {
      throw new Refusal(Flaw.LIVES_TOO_LONG);
    }
  }

  private static void checkNow(
      Instant now, Instant issued, Instant expires, Optional<Instant> notBefore) throws Refusal {
    if (!now.isBefore(expires.plus(TokenVerifier.LEEWAY))) {
      throw new Refusal(Flaw.EXPIRED);
    }
    Instant latest = now.plus(TokenVerifier.LEEWAY);
    if (issued.isAfter(latest)) {
      throw new Refusal(Flaw.ISSUED_IN_THE_FUTURE);
    }
    if (notBefore.isPresent() && notBefore.get().isAfter(latest)) {
      throw new Refusal(Flaw.NOT_YET_VALID);
    }
  }

  private static Optional<String> tokenId(ClaimSet claims, ProviderPreset.TokenRules rules)
      throws Refusal {
    Optional<ClaimValue> value = claims.member("jti");
    if (value.isEmpty()) {
      if (rules.tokenIdRequired()) {
        throw new Refusal(Flaw.TOKEN_ID_MISSING);
      }
      return Optional.empty();
    }
    if (value.get() instanceof Text(String id)
        && !id.isEmpty()
        && id.length() <= MAX_TOKEN_ID_CHARACTERS) {
      return Optional.of(id);
    }
    throw new Refusal(Flaw.TOKEN_ID_TYPE);
  }
}
