package dev.slipway.trust;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of a token before one {@link ClaimPolicy}: claim by claim in the order in which the
 * publisher asks for them, then what the preset objects to.
 *
 * @param matches never empty
 * @param anchored whether an anchor claim matched: then the token is of the very workload that the
 *     publisher names, and its holder may be told what else is wrong
 */
public record PolicyReport(List<ClaimMatch> matches, boolean anchored) {

  public PolicyReport {
    matches = List.copyOf(matches);
  }

  /** The same with one more thing to object to. */
  PolicyReport with(ClaimMatch objection) {
    List<ClaimMatch> more = new ArrayList<>(matches);
    more.add(objection);
    return new PolicyReport(more, anchored);
  }

  /** Whether everything matched. */
  public boolean accepted() {
    return matches.stream().allMatch(ClaimMatch::isMatch);
  }

  /** What did not match. */
  public List<ClaimMatch> failures() {
    return matches.stream().filter(match -> !match.isMatch()).toList();
  }
}
