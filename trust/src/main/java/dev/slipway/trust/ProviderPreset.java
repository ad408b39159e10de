package dev.slipway.trust;

import dev.slipway.names.Issuer;
import dev.slipway.trust.recipe.CiSnippet;
import dev.slipway.trust.recipe.Facts;
import dev.slipway.trust.recipe.IssuerShape;
import dev.slipway.trust.recipe.Recipe;
import dev.slipway.trust.recipe.WebLink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What there is to know about the tokens of one kind of CI provider. Data: each is an entry beside
 * {@link Presets}, and a new one needs no code.
 *
 * @param id the stable name in the API and the database, such as {@code github}
 * @param label what people call the provider
 * @param issuers where its tokens come from
 * @param tokens what a token must be like
 * @param matching how its claims are compared
 * @param keeps what is kept of a job
 * @param guide what people are told
 */
public record ProviderPreset(
    String id,
    String label,
    Issuers issuers,
    TokenRules tokens,
    MatchRules matching,
    Keeps keeps,
    Guide guide) {

  /**
   * Where a provider's tokens come from.
   *
   * @param own the addresses that are this provider's and nobody else's
   * @param chosen what the addresses of other installations look like, for which somebody has to
   *     choose the preset
   */
  public record Issuers(List<IssuerShape> own, List<IssuerShape> chosen, KeyHabits keys) {
    public Issuers {
      own = List.copyOf(own);
      chosen = List.copyOf(chosen);
    }
  }

  /**
   * What a provider does with its keys.
   *
   * @param hosts other hosts where those of its own addresses are
   * @param reuseIds whether it may put a new key under the id of an old one, so that a signature
   *     that is wrong is a reason to look again
   */
  public record KeyHabits(List<String> hosts, boolean reuseIds) {
    public KeyHabits {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * What a token must be like.
   *
   * @param algorithms the only values of {@code alg}, case counts
   * @param tokenIdRequired whether a token without {@code jti} is refused
   * @param maxLifetime longest time from {@code iat} to {@code exp}
   * @param maxAge longest time from {@code iat} to an exchange; empty for as long as it lives
   * @param audience what {@code aud} must be
   * @param exchangesPerToken how often one token may be exchanged: 1 is strict; more for providers
   *     whose jobs hold one token in a variable, which several processes show
   */
  public record TokenRules(
      Set<String> algorithms,
      boolean tokenIdRequired,
      Duration maxLifetime,
      Optional<Duration> maxAge,
      AudienceRule audience,
      int exchangesPerToken) {

    /** No ID token may live longer, whoever issued it. */
    static final Duration LIFETIME_CAP = Duration.ofHours(24);

    public TokenRules {
      algorithms = Set.copyOf(algorithms);
    }
  }

  /**
   * What {@code aud} must be.
   *
   * @param most how many audiences it may name, ours among them
   * @param fixed the one that all tokens of the provider have, whoever they are for; it counts only
   *     where the operator himself has put the preset on the issuer, because such a token may have
   *     been stolen from somebody else to whom it was shown
   */
  public record AudienceRule(int most, Optional<Audience> fixed) {}

  /**
   * What is kept of a job.
   *
   * @param pins ids that a publisher keeps from its first exchange on
   * @param snapshot the only claims that are stored, derived ones among them; nothing about people
   *     but the login of who started the job
   * @param privateClaims claims about people, which are not stored
   * @param rows the provider's names for what every provider says in its own way
   * @param links pages about the job, behind the address of the provider's pages
   */
  public record Keeps(
      List<Pin> pins,
      List<ClaimName> snapshot,
      Set<String> privateClaims,
      Map<Row, ClaimName> rows,
      Map<Page, WebLink> links) {
    public Keeps {
      pins = List.copyOf(pins);
      snapshot = List.copyOf(snapshot);
      privateClaims = Set.copyOf(privateClaims);
      rows = Map.copyOf(rows);
      links = Map.copyOf(links);
    }
  }

  /**
   * An id that the provider never gives to anybody else. Same id under another name: renamed. Same
   * name with another id: taken over.
   *
   * @param name the claim with the name that goes with it; empty if there is none
   */
  public record Pin(ClaimName id, Optional<ClaimName> name) {}

  /** What every provider says of a job, each under a name of its own. */
  public enum Row {
    REPOSITORY,
    REPOSITORY_ID,
    OWNER_ID,
    BRANCH,
    TAG,
    WORKFLOW,
    JOB_WORKFLOW,
    ENVIRONMENT,
    COMMIT,
    RUN,
    RUNNER,
    TRIGGER
  }

  /** A page of the provider. */
  public enum Page {
    REPOSITORY,
    RUN,
    COMMIT
  }

  /**
   * What people are told.
   *
   * @param snippet the job that publishes
   * @param notes traps, versions, and what was not checked again
   */
  public record Guide(CiSnippet snippet, List<String> notes) {
    public Guide {
      notes = List.copyOf(notes);
    }
  }

  /** Whether {@code issuer} is this provider's own address. */
  public boolean owns(Issuer issuer) {
    return issuers.own.stream().anyMatch(shape -> shape.fits(issuer.text()));
  }

  /**
   * Other hosts where the keys of {@code issuer} may be (rule D6); none unless the address is this
   * provider's own, since a choice of preset must not send anybody elsewhere.
   */
  public List<String> keyHosts(Issuer issuer) {
    return owns(issuer) ? issuers.keys.hosts : List.of();
  }

  /** Whether a key may have been changed under its id. */
  boolean reusesKeyIds() {
    return issuers.keys.reuseIds;
  }

  /**
   * The rules for a publisher that lets each repository publish to the one of its own name: whose
   * repositories they are is identity enough there.
   */
  public ProviderPreset forOwners() {
    return new ProviderPreset(id, label, issuers, tokens, matching.forOwners(), keeps, guide);
  }

  /** Whether tokens of this provider say what their repository is called. */
  public boolean knowsRepositoryNames() {
    return matching.repositoryNames().isPresent();
  }

  /** The plain name of the repository whose job this is; empty if the token does not say it. */
  public Optional<String> repositoryName(VerifiedToken token) {
    return matching
        .repositoryNames()
        .flatMap(names -> names.name().make(facts(token.issuer(), token.claims())));
  }

  /** Whether claims of these names say whose repository it is, and not which one. */
  public boolean isOwnerAlone(Set<String> claims) {
    return matching
        .repositoryNames()
        .filter(names -> names.isOwnerAlone(claims, matching.anchors()))
        .isPresent();
  }

  /**
   * The ids to keep from the first exchange on by a publisher with claims of these names: of one
   * for all repositories of an owner only the owner's.
   */
  public List<Pin> pins(Set<String> claims) {
    return isOwnerAlone(claims)
        ? pins().stream()
            .filter(pin ->
                matching.repositoryNames().orElseThrow().ownerIds().contains(pin.id().text()))
            .toList()
        : pins();
  }

  /** The ids to keep from the first exchange on. */
  public List<Pin> pins() {
    return keeps.pins;
  }

  /** The only claims that may be stored about a job; read them with {@link #describe}. */
  public List<ClaimName> snapshot() {
    return keeps.snapshot;
  }

  /** Claims about people, which are not stored. */
  public Set<String> privateClaims() {
    return keeps.privateClaims;
  }

  /** The claim, raw or derived, that says that of a job; empty if none does. */
  public Optional<ClaimName> row(Row row) {
    return Optional.ofNullable(keeps.rows.get(row));
  }

  /** The claim with the commit that the job was started for. */
  public Optional<ClaimName> sourceCommit() {
    return row(Row.COMMIT);
  }

  /** The claim with the event that started the job. */
  public Optional<ClaimName> trigger() {
    return row(Row.TRIGGER);
  }

  /** The claim that says whose machine ran the job. */
  public Optional<ClaimName> runner() {
    return row(Row.RUNNER);
  }

  /** The job that publishes, to be pasted. */
  public CiSnippet ciSnippet() {
    return guide.snippet;
  }

  /** Traps, versions, and what was not checked again; one sentence or two each. */
  public List<String> notes() {
    return guide.notes;
  }

  /** What may be kept of the job whose token this is. */
  public JobFacts describe(VerifiedToken token) {
    return JobFacts.of(this, token.issuer(), token.claims());
  }

  /** The claims of a token for recipes of this preset. */
  Facts facts(Issuer issuer, ClaimSet claims) {
    return claims.facts(issuer, web(issuer));
  }

  /** The recipe of a derived claim. */
  Optional<Recipe> recipe(ClaimName name) {
    return Optional.ofNullable(matching.derived().get(name.text()));
  }

  private Optional<String> web(Issuer issuer) {
    return Stream.concat(issuers.own.stream(), issuers.chosen.stream())
        .filter(shape -> shape.fits(issuer.text()))
        .findFirst()
        .flatMap(shape -> shape.web(issuer.text()));
  }

  @Override
  public String toString() {
    return id;
  }
}
