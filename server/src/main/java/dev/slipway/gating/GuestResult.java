package dev.slipway.gating;

/** What came of a change to who is let in. */
sealed interface GuestResult {

  record Done() implements GuestResult {}

  /** The person has asked, or has access, already. */
  record AlreadySo() implements GuestResult {}

  /** There is no such request, or it has this answer already. */
  record NoSuchRequest() implements GuestResult {}

  record NoSuchUser() implements GuestResult {}

  /** The repository has no gate. */
  record NotGated() implements GuestResult {}
}
