package dev.slipway.trust;

import dev.slipway.trust.ClaimValue.Flag;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.ClaimValue.Whole;
import dev.slipway.trust.ProviderPreset.Row;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be kept of the job that a signed token speaks of, for its maintainers to recognise it
 * by. Only what its preset lets be stored; nothing about people is, and what looks like the address
 * of one is left out whatever its name.
 *
 * @param anchor the claim that says whose job it is; empty if the token has none that may be kept
 * @param claims what may be kept, derived claims among them: strings of at most {@link
 *     ClaimPolicy#MAX_VALUE_CHARACTERS} visible characters, booleans and whole numbers
 * @param tight what a publisher would ask for that lets in this job, and as little else as it can;
 *     empty without an anchor
 */
public record JobSketch(
    Optional<Anchor> anchor, Map<String, ClaimValue> claims, Map<String, ClaimValue> tight) {

  /** What says whose job it is, names and ids. */
  private static final List<Row> IDENTITY =
      List.of(Row.REPOSITORY, Row.REPOSITORY_ID, Row.OWNER_ID);

  /** What says which of its jobs it is. */
  private static final List<Row> PIPELINE = List.of(Row.WORKFLOW, Row.ENVIRONMENT);

  /** Claims that name a person, whoever the provider is. */
  private static final Set<String> OF_PEOPLE =
      Set.of(
          "email",
          "upn",
          "unique_name",
          "preferred_username",
          "nickname",
          "profile",
          "phone_number",
          "actor",
          "actor_id",
          "user_id",
          "user_login",
          "user_email",
          "user_identities",
          "groups",
          "groups_direct");

  private static final String REF_TYPE = "ref_type";

  public JobSketch {
    claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    tight = Collections.unmodifiableMap(new LinkedHashMap<>(tight));
  }

  /**
   * What says whose job it is.
   *
   * @param claim its name; of several claims that say it together the names, with commas between
   * @param value likewise
   */
  public record Anchor(String claim, String value) {}

  /** What may be kept under the rules of {@code preset}. */
  public static JobSketch of(ProviderPreset preset, SignedToken token) {
    Map<String, ClaimValue> claims = new LinkedHashMap<>();
    JobFacts.of(preset, token.issuer(), token.claims())
        .snapshot()
        .forEach((name, value) -> {
          if (mayBeKept(preset, name.text(), value)) {
            claims.put(name.text(), value);
          }
        });
    List<String> anchors = anchors(preset, claims.keySet());
    return anchors.isEmpty()
        ? new JobSketch(Optional.empty(), claims, Map.of())
        : new JobSketch(
            Optional.of(anchor(anchors, claims)), claims, tight(preset, anchors, claims));
  }

  /** The first claims that say whose job it is and are all among {@code names}. */
  private static List<String> anchors(ProviderPreset preset, Set<String> names) {
    return preset.matching().anchors().alternatives().stream()
        .filter(names::containsAll)
        .findFirst()
        .map(all -> all.stream().sorted().toList())
        .orElse(List.of());
  }

  private static Anchor anchor(List<String> names, Map<String, ClaimValue> claims) {
    return new Anchor(
        String.join(",", names),
        names.stream()
            .map(name -> String.valueOf(claims.get(name)))
            .collect(Collectors.joining(",")));
  }

  private static Map<String, ClaimValue> tight(
      ProviderPreset preset, List<String> anchors, Map<String, ClaimValue> claims) {
    Set<String> sets = preset.matching().spelling().sets();
    Map<String, ClaimValue> tight = new LinkedHashMap<>();
    Stream.of(
            anchors.stream(),
            names(preset, IDENTITY),
            names(preset, PIPELINE),
            // The next release has another tag, but it is a tag as well.
            isOfTag(preset, claims) ? Stream.of(REF_TYPE) : names(preset, List.of(Row.BRANCH)))
        .flatMap(names -> names)
        .filter(name -> claims.containsKey(name) && !sets.contains(name))
        .forEach(name -> tight.put(name, claims.get(name)));
    return tight;
  }

  private static boolean isOfTag(ProviderPreset preset, Map<String, ClaimValue> claims) {
    return names(preset, List.of(Row.TAG)).anyMatch(claims::containsKey);
  }

  private static Stream<String> names(ProviderPreset preset, List<Row> rows) {
    return rows.stream().flatMap(row -> preset.row(row).stream()).map(ClaimName::text);
  }

  private static boolean mayBeKept(ProviderPreset preset, String name, ClaimValue value) {
    return switch (value) {
      case Text(String text) ->
          !isOfPerson(preset, name, text)
              && !text.isEmpty()
              && text.length() <= ClaimPolicy.MAX_VALUE_CHARACTERS
              && ClaimName.isVisible(text);
      case Flag _, Whole _ -> !isOfPerson(preset, name, value.toString());
      case ClaimValue.Other _ -> false;
    };
  }

  /** Whether a claim, or a value that looks like a mailbox, is about somebody: not for a log. */
  public static boolean isOfPerson(ProviderPreset preset, String name, String value) {
    return preset.privateClaims().contains(name) || OF_PEOPLE.contains(name) || isMailbox(value);
  }

  /** Something, an {@code @}, and a domain, which ends in a word; paths are none. */
  private static boolean isMailbox(String text) {
    int at = text.lastIndexOf('@');
    int dot = text.lastIndexOf('.');
    return at > 0
        && dot > at + 1
        && dot + 1 < text.length()
        && Character.isLetter(text.charAt(dot + 1))
        && text.indexOf('/') < 0;
  }
}
