package dev.slipway.attempts;

/**
 * Why an ID token is not exchanged, in a word. One set for the operator's log, the exchange log and
 * every explanation; on the wire of the exchange itself there are only OAuth's codes.
 */
public enum ReasonCode {
  MALFORMED,
  HEADER_REJECTED,
  ISSUER_UNKNOWN,
  ISSUER_DISABLED,
  ISSUER_SETTINGS,
  ISSUER_CHANGED,
  KEY_UNKNOWN,
  KEY_DISTRUSTED,
  KEYS_STALE,
  BAD_SIGNATURE,

  AUDIENCE,
  DRY_RUN_AUDIENCE,
  EXPIRED,
  NOT_YET_VALID,
  TOO_OLD,
  LIFETIME_TOO_LONG,

  RESOURCE_UNKNOWN,
  OWNER_LOCKED,
  NO_PUBLISHER,
  OTHER_ISSUER,
  PUBLISHER_SUSPENDED,
  PUBLISHER_PAUSED,
  PUBLISHER_EXPIRED,
  PUBLISHER_OUTDATED,

  CLAIM_MISSING(true),
  CLAIM_MISMATCH(true),
  CLAIM_TYPE(true),
  CLAIM_CONFLICT(true),
  DERIVATION_FAILED(true),
  TRIGGER_BLOCKED,
  PIN_MISMATCH(true),
  PIN_WINDOW_EXPIRED,
  RENAMED,

  REPLAYED,
  REPLAY_LIMIT,
  POLICY_DENIED,
  RATE_LIMITED;

  private final boolean isOfClaim;

  ReasonCode() {
    this(false);
  }

  ReasonCode(boolean isOfClaim) {
    this.isOfClaim = isOfClaim;
  }

  /** Whether it is one claim that is wrong, which the reason's detail names. */
  public boolean isOfClaim() {
    return isOfClaim;
  }

  /** The code alone, where there is nothing more to say. */
  public Reason plain() {
    return new Reason(this, "");
  }
}
