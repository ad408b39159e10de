package dev.slipway.publishing;

/** What came of a change to publishers. */
public sealed interface PublisherResult {

  /** It is as asked; or was so, if it was removed. */
  record Done(Publisher publisher) implements PublisherResult {}

  /** It cannot be; {@code reason} is a sentence for who asked. */
  record Refused(String reason) implements PublisherResult {}

  /** The caller may not do that; {@code reason} is a sentence for them. */
  record NotAllowed(String reason) implements PublisherResult {

    /** It is for administrators of the namespace. */
    static final NotAllowed NO_ADMINISTRATOR =
        new NotAllowed("You need the Admin role there to do this.");

    /** Where nobody but publishers writes, who may manage could let a job of their own write. */
    static final NotAllowed PUBLISHERS_ALONE =
        new NotAllowed(
            "Only trusted publishers write here, so an administrator of the account says who they"
                + " are.");
  }

  /** This target has no such publisher. */
  record NotFound() implements PublisherResult {}
}
