package dev.slipway.attempts;

import dev.slipway.names.Issuer;
import dev.slipway.publishing.Target;
import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.JobSketch.Anchor;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An attempt to exchange an ID token that its issuer signed, or to have it explained, for something
 * that exists here.
 */
public record Attempt(Target target, Source source, Outcome outcome, Detail detail, Event event) {

  /**
   * Whose job it was.
   *
   * @param anchor the claim that says so; empty if there is none that may be kept
   */
  public record Source(Issuer issuer, Optional<Anchor> anchor, Nearness nearness) {}

  /**
   * What came of it.
   *
   * @param isDryRun whether nothing but an explanation was asked for
   * @param publisherId the publisher that let it in, or would have; empty for none
   * @param reasons why not, the worst first; empty if it was let in
   */
  public record Outcome(boolean isDryRun, String publisherId, List<Reason> reasons) {

    public Outcome {
      reasons = List.copyOf(reasons);
    }

    /** The claims that were wrong. */
    List<String> failingClaims() {
      return reasons.stream()
          .filter(reason -> reason.code().isOfClaim())
          .map(Reason::detail)
          .distinct()
          .toList();
    }
  }

  /**
   * What the last of several attempts was like.
   *
   * @param preset the id of the preset whose rules applied
   * @param claims what may be kept of what its token said
   * @param suggestion the claims of a publisher that would let it in; empty for none
   * @param report what each publisher said, as JSON
   */
  public record Detail(
      String preset,
      Map<String, ClaimValue> claims,
      Map<String, ClaimValue> suggestion,
      String report) {

    public Detail {
      claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
      suggestion = Collections.unmodifiableMap(new LinkedHashMap<>(suggestion));
    }
  }

  /**
   * When and from where.
   *
   * @param times how many attempts these are
   * @param client what of the sender may be kept
   */
  public record Event(long times, Instant at, String requestId, String client) {}

  /** Whether a publisher let it in, or would have. */
  public boolean isAccepted() {
    return source.nearness() == Nearness.LET_IN;
  }
}
