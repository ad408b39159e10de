package dev.slipway.accounts;

/** What came of a change to accounts. */
public sealed interface AccountResult {

  /** The account is as asked. */
  record Done(Account account) implements AccountResult {}

  /** The user was added; {@code code} lets them choose a password, once. */
  record AddedWithCode(Account account, String code) implements AccountResult {}

  /** It was refused; {@code reason} is a sentence for who asked. */
  record Refused(String reason) implements AccountResult {}
}
