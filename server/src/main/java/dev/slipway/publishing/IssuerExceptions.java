package dev.slipway.publishing;

import dev.slipway.names.Parsed;
import dev.slipway.publishing.RegisteredIssuer.Access;
import dev.slipway.publishing.RegisteredIssuer.PastedKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the operator says of an issuer. What is not named stays as it is; an empty text or list and
 * a duration of zero clear.
 *
 * @param preset the rules that bind everyone
 * @param allowsPrivate whether it may be reached at private addresses, over http, at any port
 * @param networks the only ones that it may be reached in
 * @param keyHosts other hosts where its keys may be
 * @param authorities further certificate authorities in PEM form
 * @param jwks its keys, so that nothing is fetched
 * @param reviewAfter how long such keys need no second look
 */
public record IssuerExceptions(
    Optional<String> preset,
    Optional<Boolean> allowsPrivate,
    Optional<List<String>> networks,
    Optional<List<String>> keyHosts,
    Optional<String> authorities,
    Optional<String> jwks,
    Optional<Duration> reviewAfter) {

  /** Only that it may be private, under these rules. */
  public static IssuerExceptions ofPrivate(String preset) {
    return new IssuerExceptions(
        Optional.of(preset),
        Optional.of(true),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The issuer with these exceptions; it is the operator's from now on. */
  Parsed<RegisteredIssuer> over(RegisteredIssuer now, Instant at) {
    Access access =
        new Access(
            allowsPrivate.orElse(now.access().allowsPrivate()),
            networks.orElse(now.access().networks()),
            keyHosts.orElse(now.access().keyHosts()),
            authorities.orElse(now.access().authorities()));
    return pasted(now.pasted(), at)
        .then(pasted ->
            Parsed.of(
                new RegisteredIssuer(
                    now.issuer(),
                    preset.isPresent() ? preset.filter(id -> !id.isEmpty()) : now.preset(),
                    access,
                    pasted,
                    now.distrusted(),
                    now.isEnabled(),
                    true)));
  }

  /** Pasting keys is looking at them: the time until the next look begins anew. */
  private Parsed<Optional<PastedKeys>> pasted(Optional<PastedKeys> now, Instant at) {
    Optional<PastedKeys> next =
        jwks.isPresent()
            ? jwks.filter(text -> !text.isEmpty())
                .map(text -> new PastedKeys(text, at, now.flatMap(PastedKeys::reviewAfter)))
            : now;
    if (reviewAfter.isEmpty()) {
      return Parsed.of(next);
    }
    return next.isEmpty()
        ? Parsed.malformed("only pasted keys need to be reviewed; --jwks FILE pastes them")
        : Parsed.of(
            next.map(keys ->
                new PastedKeys(
                    keys.jwks(), keys.pastedAt(), reviewAfter.filter(Duration::isPositive))));
  }
}
