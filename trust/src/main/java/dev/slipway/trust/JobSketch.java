package dev.slipway.trust;

import dev.slipway.trust.ClaimValue.Flag;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.ClaimValue.Whole;
import dev.slipway.trust.MatchRules.Derivation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may be kept of the job that a signed token speaks of, for its maintainers to recognise it
 * by. Claims are on a list of their own; nothing about people is, and what looks like the address
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

  private static final Map<String, Names> NAMES =
      Map.of(
          "github",
          new Names(
              List.of("repository", "repository_id"),
              List.of("repository", "repository_id", "repository_owner_id"),
              List.of("workflow", "environment"),
              List.of(
                  "repository_owner",
                  "event_name",
                  "ref",
                  "sha",
                  "workflow_ref",
                  "run_id",
                  "run_attempt",
                  "runner_environment")),
          "gitlab",
          new Names(
              List.of("project_path", "project_id"),
              List.of("project_path", "project_id", "namespace_id"),
              List.of("workflow", "environment"),
              List.of(
                  "namespace_path",
                  "pipeline_source",
                  "ref",
                  "ref_path",
                  "ref_protected",
                  "sha",
                  "ci_config_ref_uri",
                  "pipeline_id",
                  "job_id",
                  "runner_environment")),
          "circleci",
          new Names(
              List.of("oidc.circleci.com/project-id"),
              List.of("oidc.circleci.com/project-id"),
              List.of("workflow", "oidc.circleci.com/vcs-origin"),
              List.of(
                  "oidc.circleci.com/org-id",
                  "oidc.circleci.com/vcs-ref",
                  "oidc.circleci.com/ssh-rerun")),
          "bitbucket",
          new Names(
              List.of("repositoryUuid"),
              List.of("repositoryUuid"),
              List.of("deploymentEnvironmentUuid"),
              List.of("workspaceUuid", "pipelineUuid", "stepUuid")));

  private static final Names OF_OTHERS =
      new Names(List.of("sub"), List.of("sub"), List.of(), List.of());

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

  private static final String BRANCH = "branch";
  private static final String TAG = "tag";
  private static final String REF_TYPE = "ref_type";

  public JobSketch {
    claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    tight = Collections.unmodifiableMap(new LinkedHashMap<>(tight));
  }

  /** A claim that says whose job it is. */
  public record Anchor(String claim, String value) {}

  /**
   * The names of one provider.
   *
   * @param anchors the first that a token has is its anchor
   * @param identity what says whose job it is, names and ids
   * @param pipeline what says which of its jobs it is
   * @param others what else may be kept
   */
  private record Names(
      List<String> anchors, List<String> identity, List<String> pipeline, List<String> others) {}

  /** What may be kept under the rules of {@code preset}. */
  public static JobSketch of(ProviderPreset preset, SignedToken token) {
    Names names = NAMES.getOrDefault(preset.id(), OF_OTHERS);
    Map<String, ClaimValue> claims = new LinkedHashMap<>();
    List.of(names.identity, List.of(BRANCH, TAG, REF_TYPE), names.pipeline, names.others)
        .forEach(group ->
            group.forEach(
                name -> claim(preset, token, name).ifPresent(value -> claims.put(name, value))));
    Optional<Anchor> anchor =
        names.anchors.stream()
            .filter(claims::containsKey)
            .findFirst()
            .map(name -> new Anchor(name, String.valueOf(claims.get(name))));
    return new JobSketch(
        anchor, claims, anchor.isPresent() ? tight(names, claims) : Map.<String, ClaimValue>of());
  }

  private static Map<String, ClaimValue> tight(Names names, Map<String, ClaimValue> claims) {
    Map<String, ClaimValue> tight = new LinkedHashMap<>();
    copy(names.identity, claims, tight);
    copy(names.pipeline, claims, tight);
    // The next release has another tag, but it is a tag as well.
    copy(List.of(claims.containsKey(TAG) ? REF_TYPE : BRANCH), claims, tight);
    return tight;
  }

  private static void copy(
      List<String> names, Map<String, ClaimValue> from, Map<String, ClaimValue> to) {
    names.stream().filter(from::containsKey).forEach(name -> to.put(name, from.get(name)));
  }

  private static Optional<ClaimValue> claim(ProviderPreset preset, SignedToken token, String name) {
    Derivation derivation = preset.matching().derived().get(name);
    Optional<ClaimValue> value =
        derivation == null
            ? token.claims().member(name)
            : derivation.derive(token.issuer(), token.claims()).map(Text::new);
    return value.filter(found -> mayBeKept(preset, name, found));
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
