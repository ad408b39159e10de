package dev.slipway.trust;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the reader of presets says of a file that is not right: which file, which field, and why.
 */
class PresetReaderTest {

  static String file(String preset) {
    try (InputStream in = Presets.class.getResourceAsStream("presets/" + preset + ".json")) {
      return new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String problem(String preset, String json) {
    return switch (PresetReader.read(preset + ".json", json.getBytes(StandardCharsets.UTF_8))) {
      case Malformed<ProviderPreset>(var problem) -> problem;
      case Value<ProviderPreset>(var read) -> throw new AssertionError("was read: " + read);
    };
  }

  private static String changed(String preset, String from, String to) {
    String json = file(preset);
    assertThat(json).contains(from);
    return json.replace(from, to);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"label\": \"GitHub Actions\",; ; github.json: label: is missing",
        "\"label\": \"GitHub Actions\"; \"label\": 7; github.json: label: is not a string with",
        "\"label\": \"GitHub Actions\"; \"lable\": \"x\", \"label\": \"y\"; github.json: lable: is no",
        "\"id\": \"github\"; \"id\": \"git\"; github.json: id: is not the name of the file",
        "[\"RS256\"]; [\"HS256\"]; github.json: tokens.algorithms: are not some of",
        "[\"RS256\"]; []; github.json: tokens.algorithms: are not some of",
        "PT15M; 15 minutes; github.json: tokens.maxLifetime: is not a duration such as PT15M",
        "PT15M; PT0S; github.json: tokens.maxLifetime: is not a duration such as PT15M",
        "PT15M; PT25H; github.json: tokens.maxLifetime: is more than PT24H",
        "\"maxAudiences\": 1; \"maxAudiences\": 11; github.json: tokens.maxAudiences: is not a whole",
        "\"exchangesPerToken\": 1; \"exchangesPerToken\": 1.0; github.json: tokens.exchangesPerToken",
        "\"tokenIdRequired\": true; \"tokenIdRequired\": \"yes\"; github.json: tokens.tokenIdRequired",
        "[[\"repository\"], [\"repository_id\"]]; []; github.json: anchors.oneOf: or anyBut has to",
        "[[\"repository\"], [\"repository_id\"]]; [\"repository\"]; github.json: anchors.oneOf: is not",
        "[[\"repository\"], [\"repository_id\"]]; [[\"check_run_id\"]]; github.json: anchors: name no",
        "\"actor\", \"actor_id\", \"event_name\"; \"actor\", \"actor\"; github.json: spelling.texts: says",
        "\"caseless\": [; \"caseless\": [\"check_run_id\", ; github.json: spelling.caseless: names a claim",
        "\"caseless\": [; \"flags\": [\"ref\"], \"caseless\": [; github.json: spelling.flags: ref has two",
        "{\"copy\": \"ref\"}, {\"after\": \"refs/heads/\"}; {\"copy\": \"ref\"}, {\"before\": \"x\"}; github.json: derived.branch[1].before: is no step",
        "{\"copy\": \"ref\"}, {\"after\": \"refs/heads/\"}; {\"after\": \"refs/heads/\"}; github.json: derived.branch[0].copy: is missing",
        "{\"after\": \"{repository}\", \"ignoreCase\": true}; {\"after\": \"{repository\"}; github.json: derived.workflow[1].after: a { stands without",
        "\"keep\": \"leftOrAll\"; \"keep\": \"middle\"; github.json: conflicts[2].is[2].keep: is left, right",
        "\"under\": \"repository_owner\"; \"over\": \"repository_owner\"; github.json: conflicts[0].claim: has to be",
        "\"refuse\": [; \"refuse\": [7, ; github.json: triggers[0].refuse: is not a string",
        "\"proposal\": {\"branch\": \"main\"}; \"proposal\": {\"actor\": \"me\"}; github.json: boundaries.proposal: names a claim that is no place",
        "\"/{+repository}\"; \"https://evil.test/{repository}\"; github.json: links.repository: a link starts with",
        "\"/{+repository}\"; \"//evil.test/{repository}\"; github.json: links.repository: a link starts with",
        "{\"id\": \"repository_id\", \"name\": \"repository\"}; {\"name\": \"repository\"}; github.json: pins[0].id: is missing",
        "\"/{+repository}\"; \"/{+repository}\", \"tree\": \"/x\"; github.json: links.tree: is no field here",
        "\"commit\": \"sha\"; \"committer\": \"sha\"; github.json: rows.committer: is no field here",
        "https://token.actions.{}.ghe.com\"; http://token.actions.{}.ghe.com\"; github.json: issuers[2].is: an address starts with",
        "https://token.actions.{}.ghe.com\"; https://{any}\"; github.json: issuers[2].is: an address has no other holes",
        "\"web\": \"https://{}.ghe.com\"; \"web\": \"https://x/\"; github.json: issuers[2].is: the address of the pages",
        "\"/{+repository}\"; \"/{+}\"; github.json: links.repository: a claim's name has 1 to 255",
        "\"/{+repository}\"; \"/{@web}\"; github.json: links.repository: @web is no claim",
        "\"/{+repository}\"; \"/{/repository}\"; github.json: links.repository: names the claim",
        "{\"after\": \"{repository}\"; {\"after\": \"{@host}\"; github.json: derived.workflow[1].after: @host",
        "\"/{+repository}\"; \"/%zz{repository}\"; github.json: links.repository: a link has only",
        "\"/{+repository}\"; \"/#a#{repository}\"; github.json: links.repository: a link has only",
        "\"web\": \"https://{}.ghe.com\"; \"web\": \"https://[x\"; github.json: issuers[2].is: an address has only",
        "\"chosenIssuers\": [; \"keys\": {\"hosts\": [\"https://x.example/\"]}, \"chosenIssuers\": [; github.json: keys.hosts: has more",
        "{audience}; {hub}; github.json: snippet.lines: lack {audience} or {command}",
        "\"snapshot\": [; \"snapshot\": [\"user_email\", ; github.json: snapshot: user_email is about people",
        "{\"copy\": \"repository\"}; {\"copy\": \"ref\"}; github.json: repositoryName.is: is made of more",
        "\"{repository_owner}/\"; \"{ref}/\"; github.json: repositoryName.is: is made of more",
        "[[\"repository_owner_id\"]]; [[\"repository_owner\"]]; github.json: repositoryName.owners: name a claim that is no id",
        "\"pins\": [; \"notes2\": [], \"pins\": [; github.json: notes2: is no field here"
      })
  void names_file_and_field(String from, String to, String expected) {
    assertThat(problem("github", changed("github", from, to == null ? "" : to)))
        .startsWith(expected);
  }

  @Test
  void refuses_what_is_not_one_object() {
    assertThat(problem("github", "[]")).isEqualTo("github.json: is not one JSON object");
    assertThat(problem("github", file("github") + "{}"))
        .isEqualTo("github.json: is not one JSON object");
    assertThat(problem("github", changed("github", "\"label\":", "\"id\": \"github\", \"label\":")))
        .isEqualTo("github.json: is not one JSON object");
  }

  @Test
  void keeps_claims_about_people_out_of_what_is_stored() {
    String json = changed("gitlab", "\"snapshot\": [", "\"snapshot\": [\"groups_direct\", ");

    assertThat(problem("gitlab", json))
        .isEqualTo("gitlab.json: snapshot: groups_direct is about people");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"exchangesPerToken\": 1; \"exchangesPerToken\": 20; tokens.exchangesPerToken: is 1 where",
        "\"maxAge\": \"PT10M\",; ; tokens.maxAge: is at most PT10M where",
        "PT10M; PT11M; tokens.maxAge: is at most PT10M where",
        "[[\"prj_id\", \"def_id\", \"rpo_id\"]]; [[\"rpo_uri\"]]; anchors: need an id among the pins"
      })
  void is_strict_where_the_audience_is_fixed(String from, String to, String expected) {
    assertThat(problem("azure-devops", changed("azure-devops", from, to == null ? "" : to)))
        .startsWith("azure-devops.json: " + expected);
  }

  @Test
  void every_file_is_in_the_index() throws Exception {
    Path folder = folder();
    try (Stream<Path> files = Files.list(folder)) {
      List<String> ids =
          files
              .map(path -> path.getFileName().toString().replace(".json", ""))
              .filter(name -> !name.equals("index"))
              .toList();

      assertThat(Presets.all())
          .extracting(ProviderPreset::id)
          .containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  private static Path folder() throws URISyntaxException {
    var index = requireNonNull(Presets.class.getResource("presets/index.json"));
    return requireNonNull(Path.of(index.toURI()).getParent());
  }
}
