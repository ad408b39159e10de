package dev.slipway.access;

import dev.slipway.names.Issuer;
import dev.slipway.names.Namespace;
import dev.slipway.names.RepoKey;
import dev.slipway.names.Subject;

/** Who asks. */
public sealed interface Actor {

  /** Somebody who showed no credentials. */
  record Anonymous() implements Actor {}

  /**
   * A user, by a token of theirs.
   *
   * @param scope what the token lets the user do of what the user may do
   */
  record Person(UserId id, Namespace name, Scope scope) implements Actor {}

  /**
   * A CI job, by the token that it got for its ID token: it exists for one repository and is nobody
   * elsewhere.
   *
   * @param repo the one repository
   * @param mayWrite false for a read-only publisher's token
   * @param limits what it may not do although it may write
   */
  record Workload(
      RepoKey repo, boolean mayWrite, TokenLimits limits, Issuer issuer, Subject subject)
      implements Actor {

    /** The name that stands as the author of what a workload does. */
    public static final String NAME = "[OIDC]";
  }

  /** The operator at the command line, or the hub itself. */
  record Operator() implements Actor {}
}
