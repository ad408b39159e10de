package dev.slipway.http;

/**
 * Who may call a route. No route can be registered without one, and the route table is tested by
 * it.
 */
public enum RouteAccess {
  /** Anyone; credentials are not looked at, so that a wrong one cannot matter. */
  OPEN,
  /** Whoever holds the address: its own signature is the credential. */
  SIGNED_ADDRESS,
  /** Whoever shows a token of the Xet store, which the store itself reads; no token of the hub. */
  STORE_TOKEN,
  /** Anyone; credentials, if sent, must be right, and what is shown depends on them. */
  ANYONE,
  /** A person with any token of theirs. */
  PERSON,
  /** A person with a token that may write. */
  PERSON_WRITING,
  /** Whoever may know that the repository exists. */
  REPO_METADATA,
  /** Whoever may read the repository's files: the gate holds here. */
  REPO_CONTENT,
  /** Whoever may change the repository's files, branches and tags. */
  REPO_WRITE,
  /** A person with the Write role who may change content: squashing; never an exchanged token. */
  REPO_REWRITE,
  /** A person with the Write role: settings, publishers, deletion; never an exchanged token. */
  REPO_MANAGE
}
