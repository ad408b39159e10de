package dev.slipway.demo;

import dev.slipway.console.Terminal;
import dev.slipway.demo.HubClient.Answer;
import dev.slipway.exchange.Explanation;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.Resource;
import dev.slipway.trust.ClaimMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The whole story, told by doing it: a publication that is refused, and one that is accepted.
 * Everything that a client does goes over HTTP.
 */
public final class Demonstration {

  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
  private static final int SHOWN_CHARACTERS = 12;

  private final DemoHub hub;
  private final IssuerEndpoint issuer;
  private final Path folder;
  private final Narration narration;

  /**
   * Tells of a hub and an issuer that both run.
   *
   * @param folder for the files that are published and read, removed by the caller
   */
  public Demonstration(DemoHub hub, IssuerEndpoint issuer, Path folder, Terminal terminal) {
    this.hub = hub;
    this.issuer = issuer;
    this.folder = folder;
    this.narration = new Narration(terminal);
  }

  /**
   * Tells it, and says whether everything went as told.
   *
   * @throws IOException if the hub cannot be talked to, or files not written
   */
  public boolean tell() throws IOException {
    try (HubClient client = new HubClient(hub.url())) {
      tell(client);
      return true;
    } catch (Narration.OtherwiseThanTold _) {
      return false;
    }
  }

  private void tell(HubClient client) throws IOException {
    Household household = new Household(hub, client, narration);
    narration.chapter("People and a model");
    String alice = household.people();
    household.models(alice);

    narration.chapter("Trust, once: no secret is made or stored");
    household.issuer(issuer.url());
    String publisher = household.publisher(alice, issuer.url());

    narration.chapter("A job on the wrong branch is refused");
    refused(client);

    narration.chapter("The job on main is accepted");
    String token = accepted(client);

    narration.chapter("It publishes");
    Checkpoint checkpoint = Checkpoint.train(folder);
    publish(client, token, checkpoint);

    narration.chapter("Anybody downloads");
    download(client, checkpoint);

    narration.chapter("The token can do nothing else, and dies at once");
    bounds(client, token, checkpoint);
    household.removePublisher(alice, publisher);
    Answer dead = new Upload(client, token, Household.MODEL).preupload(checkpoint);
    narration.check(dead.status() == 401, "the job's token is dead from that moment on: 401", dead);
  }

  private void refused(HubClient client) throws IOException {
    String idToken = issuer.idToken(Household.TRAINING, "feature-x", hub.url());
    Answer refused = exchange(client, idToken);
    narration.check(
        refused.status() == 400 && refused.text("error").equals("invalid_grant"),
        "a job on feature-x shows its ID token: 400 invalid_grant",
        refused);
    narration.detail("the job's log reads: " + refused.text("error_description"));
    Explanation.Answer why = explain(idToken);
    narration.check(
        !why.accepted(), "slipway explain says the same to a maintainer, in full:", why);
    why.publishers()
        .forEach(answer -> answer.claims().forEach(claim -> narration.detail(sentence(claim))));
  }

  private static String sentence(ClaimMatch claim) {
    String is = claim.isMatch() ? "ok    " : "WRONG ";
    return is
        + claim.claim()
        + claim.expected().map(text -> ": expected " + text).orElse("")
        + claim.found().map(text -> ", found " + text).orElse("");
  }

  private Explanation.Answer explain(String idToken) {
    return switch (Resource.parse(Household.MODEL)) {
      case Value<Resource>(var resource) -> hub.explanation().explain(resource, idToken);
      case Malformed<Resource>(var problem) -> throw new IllegalStateException(problem);
    };
  }

  private String accepted(HubClient client) throws IOException {
    String idToken = issuer.idToken(Household.TRAINING, "main", hub.url());
    Answer granted = exchange(client, idToken);
    String token = granted.text("access_token");
    narration.check(
        granted.status() == 200 && token.startsWith("hf_jwt_"),
        "a job on main shows its ID token: 200",
        granted);
    narration.detail(
        "it gets "
            + token.substring(0, Math.min(SHOWN_CHARACTERS, token.length()))
            + "…, for "
            + granted.json().path("expires_in").asInt(0)
            + " seconds and this repository alone");
    Answer again = exchange(client, idToken);
    narration.check(again.status() == 400, "the same ID token, shown again: 400", again);
    narration.detail("the log reads: " + again.text("error_description"));
    return token;
  }

  private static Answer exchange(HubClient client, String idToken) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("grant_type", EXCHANGE);
    body.put("subject_token_type", ID_TOKEN);
    body.put("subject_token", idToken);
    body.put("resource", Household.MODEL);
    return client.post(HubClient.NOBODY, "/oauth/token", body);
  }

  private void publish(HubClient client, String token, Checkpoint checkpoint) throws IOException {
    Upload upload = new Upload(client, token, Household.MODEL);
    Answer modes = upload.preupload(checkpoint);
    narration.check(
        Upload.mode(modes, "README.md").equals("regular")
            && Upload.mode(modes, "model.safetensors").equals("lfs"),
        "the hub wants README.md in the commit, and model.safetensors by LFS",
        modes);
    Answer batch = upload.batch(checkpoint);
    narration.check(batch.status() == 200, "it says where the weights go", batch);
    Answer sent = upload.transfer(checkpoint, batch);
    narration.check(
        sent.status() == 200,
        "model.safetensors is sent: %,d bytes".formatted(checkpoint.size()),
        sent);
    Answer commit = upload.commit(checkpoint);
    narration.check(commit.status() == 200, "one commit has both files", commit);
    narration.detail(commit.text("commitUrl"));
  }

  private void download(HubClient client, Checkpoint checkpoint) throws IOException {
    String resolve = "/" + Household.MODEL + "/resolve/main/";
    Answer card = client.get(HubClient.NOBODY, resolve + "README.md");
    narration.check(
        card.status() == 200 && card.body().equals(Checkpoint.README),
        "README.md is what was published",
        card);
    Path copy = folder.resolve("downloaded.safetensors");
    int status = client.download(resolve + "model.safetensors", copy);
    narration.check(
        status == 200 && Files.mismatch(checkpoint.weights(), copy) == -1,
        "model.safetensors is, byte for byte",
        "status " + status);
    Answer log = client.get(HubClient.NOBODY, "/api/models/" + Household.MODEL + "/commits/main");
    String author = log.json().path(0).path("authors").path(0).path("user").asString("");
    narration.check(author.equals("[OIDC]"), "the commit is by " + author, log);
  }

  private void bounds(HubClient client, String token, Checkpoint checkpoint) throws IOException {
    Answer other = new Upload(client, token, Household.OTHER).commit(checkpoint);
    narration.check(
        other.status() == 403, "a commit to " + Household.OTHER + " is refused: 403", other);
    Answer settings =
        client.get(token, "/api/models/" + Household.MODEL + "/settings/trusted-publishers");
    narration.check(
        settings.status() == 403, "so is a look at its own repository's settings: 403", settings);
  }
}
