package dev.slipway.trust;

import dev.slipway.names.Parsed;
import dev.slipway.trust.ClaimValue.Members;
import dev.slipway.trust.JsonEntry.Fault;
import dev.slipway.trust.MatchRules.Anchors;
import dev.slipway.trust.MatchRules.Spelling.Type;
import dev.slipway.trust.ProviderPreset.AudienceRule;
import dev.slipway.trust.ProviderPreset.Guide;
import dev.slipway.trust.ProviderPreset.Issuers;
import dev.slipway.trust.ProviderPreset.Keeps;
import dev.slipway.trust.ProviderPreset.KeyHabits;
import dev.slipway.trust.ProviderPreset.Page;
import dev.slipway.trust.ProviderPreset.Pin;
import dev.slipway.trust.ProviderPreset.Row;
import dev.slipway.trust.ProviderPreset.TokenRules;
import dev.slipway.trust.recipe.CiSnippet;
import dev.slipway.trust.recipe.IssuerShape;
import dev.slipway.trust.recipe.WebLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one preset from its file. Strict: what is missing, unknown, of the wrong type or at odds
 * with the rest is a problem that names file and field. {@code docs/presets.md} describes the
 * format.
 */
final class PresetReader {

  /** A file has many members; this only has to be larger than any. */
  private static final int MAX_MEMBERS = 2_000;

  private static final int MAX_EXCHANGES = 20;
  private static final int MAX_AUDIENCES = 10;
  private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256", "ES384", "EdDSA");

  /** Where everybody's tokens say the same, they may be shown only this long (rule G6). */
  private static final Duration MAX_AGE_OF_FIXED_AUDIENCE = Duration.ofMinutes(10);

  /** Never stored, whoever writes the preset (rule L4). */
  private static final Set<String> ABOUT_PEOPLE =
      Set.of(
          "email",
          "user_email",
          "user_identities",
          "groups_direct",
          "name",
          "given_name",
          "family_name",
          "picture",
          "phone_number");

  private PresetReader() {}

  /**
   * Reads a preset.
   *
   * @param file the name of the file; without its ending it is the preset's id
   */
  static Parsed<ProviderPreset> read(String file, byte[] json) {
    if (!(StrictJson.read(json, MAX_MEMBERS) instanceof StrictJson.Reading.Read(Members object))) {
      return Parsed.malformed(file + ": is not one JSON object");
    }
    try {
      return Parsed.of(preset(file, JsonEntry.top(file, object)));
    } catch (Fault fault) {
      return Parsed.malformed(fault.problem());
    }
  }

  private static ProviderPreset preset(String file, JsonEntry top) {
    String id = top.text("id");
    if (!file.equals(id + ".json")) {
      throw top.fault("id", "is not the name of the file");
    }
    ProviderPreset preset =
        new ProviderPreset(
            id,
            top.text("label"),
            new Issuers(shapes(top, "issuers"), shapes(top, "chosenIssuers"), keys(top)),
            tokens(top.entry("tokens")),
            MatchRulesReader.read(top),
            keeps(top),
            new Guide(snippet(top.entry("snippet")), top.lines("notes")));
    top.end();
    checkAnchors(top, preset);
    checkFixedAudience(top, preset);
    return preset;
  }

  private static List<IssuerShape> shapes(JsonEntry top, String field) {
    List<IssuerShape> shapes = new ArrayList<>();
    for (JsonEntry entry : top.entries(field)) {
      String address = entry.text("is");
      shapes.add(
          entry.checked("is", IssuerShape.parse(address, entry.optionalText("web").orElse(""))));
      entry.end();
    }
    return shapes;
  }

  private static KeyHabits keys(JsonEntry top) {
    if (!top.has("keys")) {
      return new KeyHabits(List.of(), false);
    }
    JsonEntry entry = top.entry("keys");
    List<String> hosts = entry.texts("hosts");
    if (!hosts.stream().allMatch(host -> host.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+"))) {
      throw entry.fault("hosts", "has more than a host's name in small letters");
    }
    KeyHabits keys = new KeyHabits(hosts, entry.flag("reuseIds"));
    entry.end();
    return keys;
  }

  private static TokenRules tokens(JsonEntry entry) {
    Set<String> algorithms = Set.copyOf(entry.texts("algorithms"));
    if (algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
      throw entry.fault("algorithms", "are not some of " + ALGORITHMS);
    }
    Duration maxLifetime = entry.duration("maxLifetime");
    if (maxLifetime.compareTo(TokenRules.LIFETIME_CAP) > 0) {
      throw entry.fault("maxLifetime", "is more than " + TokenRules.LIFETIME_CAP);
    }
    Optional<String> fixed = entry.optionalText("fixedAudience");
    TokenRules rules =
        new TokenRules(
            algorithms,
            entry.flag("tokenIdRequired"),
            maxLifetime,
            entry.has("maxAge") ? Optional.of(entry.duration("maxAge")) : Optional.empty(),
            new AudienceRule(
                entry.count("maxAudiences", MAX_AUDIENCES),
                fixed.map(text -> entry.checked("fixedAudience", Audience.parse(text)))),
            entry.count("exchangesPerToken", MAX_EXCHANGES));
    entry.end();
    return rules;
  }

  private static Keeps keeps(JsonEntry top) {
    Set<String> privateClaims = top.claims("privateClaims");
    List<ClaimName> snapshot = new ArrayList<>();
    for (String name : top.claims("snapshot")) {
      ClaimName claim = new ClaimName(name);
      String first = claim.segments().getFirst();
      if (privateClaims.contains(first) || ABOUT_PEOPLE.contains(first)) {
        throw top.fault("snapshot", name + " is about people");
      }
      snapshot.add(claim);
    }
    if (snapshot.isEmpty()) {
      throw top.fault("snapshot", "is missing");
    }
    return new Keeps(pins(top), snapshot, privateClaims, rows(top), links(top.entry("links")));
  }

  private static List<Pin> pins(JsonEntry top) {
    List<Pin> pins = new ArrayList<>();
    for (JsonEntry entry : top.entries("pins")) {
      pins.add(
          new Pin(
              entry.claim("id", entry.text("id")),
              entry.optionalText("name").map(name -> entry.claim("name", name))));
      entry.end();
    }
    return pins;
  }

  private static Map<Row, ClaimName> rows(JsonEntry top) {
    Map<Row, ClaimName> rows = new EnumMap<>(Row.class);
    JsonEntry entry = top.entry("rows");
    for (Row row : Row.values()) {
      String field = row.name().toLowerCase(Locale.ROOT);
      entry.optionalText(field).ifPresent(name -> rows.put(row, entry.claim(field, name)));
    }
    entry.end();
    return rows;
  }

  private static Map<Page, WebLink> links(JsonEntry entry) {
    Map<Page, WebLink> links = new EnumMap<>(Page.class);
    for (Page page : Page.values()) {
      String field = page.name().toLowerCase(Locale.ROOT);
      entry.optionalText(field).ifPresent(path -> links.put(page, link(entry, field, path)));
    }
    entry.end();
    return links;
  }

  private static WebLink link(JsonEntry entry, String field, String path) {
    WebLink link = entry.checked(field, WebLink.parse(path));
    link.claims().forEach(name -> entry.claim(field, name));
    return link;
  }

  private static CiSnippet snippet(JsonEntry entry) {
    CiSnippet snippet = new CiSnippet(entry.text("file"), entry.lines("lines"));
    entry.end();
    if (!snippet.text().contains("{audience}") || !snippet.text().contains("{command}")) {
      throw entry.fault("lines", "lack {audience} or {command}");
    }
    return snippet;
  }

  /** Each alternative has a claim that is a string: a yes or a number of anything is nobody. */
  private static void checkAnchors(JsonEntry top, ProviderPreset preset) {
    Map<String, Type> types = preset.matching().spelling().types();
    if (preset.matching().anchors() instanceof Anchors.OneOf(var alternatives)
        && !alternatives.stream()
            .allMatch(names -> names.stream().anyMatch(name -> types.get(name) == Type.TEXT))) {
      throw top.fault("anchors", "name no claim that is among the texts");
    }
  }

  /** Such tokens were perhaps meant for somebody else, so that all the rest is strict (rule G6). */
  private static void checkFixedAudience(JsonEntry top, ProviderPreset preset) {
    TokenRules rules = preset.tokens();
    if (rules.audience().fixed().isEmpty()) {
      return;
    }
    if (rules.exchangesPerToken() != 1) {
      throw top.fault("tokens.exchangesPerToken", "is 1 where the audience is fixed");
    }
    if (rules.maxAge().filter(age -> age.compareTo(MAX_AGE_OF_FIXED_AUDIENCE) <= 0).isEmpty()) {
      throw top.fault(
          "tokens.maxAge",
          "is at most " + MAX_AGE_OF_FIXED_AUDIENCE + " where the audience is fixed");
    }
    Set<String> ids = Set.copyOf(preset.pins().stream().map(pin -> pin.id().text()).toList());
    if (!(preset.matching().anchors() instanceof Anchors.OneOf(var alternatives))
        || alternatives.stream().anyMatch(names -> names.stream().noneMatch(ids::contains))) {
      throw top.fault("anchors", "need an id among the pins where the audience is fixed");
    }
  }
}
