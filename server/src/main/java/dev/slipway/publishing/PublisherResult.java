package dev.slipway.publishing;

/** What came of a change to publishers. */
public sealed interface PublisherResult {

  /** It is as asked; or was so, if it was removed. */
  record Done(Publisher publisher) implements PublisherResult {}

  /** It cannot be; {@code reason} is a sentence for who asked. */
  record Refused(String reason) implements PublisherResult {}

  /** The caller is no administrator of the namespace, or is so no more. */
  record NotAllowed() implements PublisherResult {}

  /** This target has no such publisher. */
  record NotFound() implements PublisherResult {}
}
