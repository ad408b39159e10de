package dev.slipway.git.history;

import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * Who made a commit or tag, and when; git keeps whole seconds.
 *
 * @param name as people read it; angle brackets and line breaks are left out
 * @param email may be empty
 * @param at written as UTC
 */
public record Signature(String name, String email, Instant at) {

  /** For JGit. */
  public PersonIdent toJGit() {
    return new PersonIdent(name, email, at, ZoneOffset.UTC);
  }

  static Signature of(PersonIdent person) {
    return new Signature(person.getName(), person.getEmailAddress(), person.getWhenAsInstant());
  }
}
