package dev.slipway.rules;

import static dev.slipway.rules.Expected.answer;
import static dev.slipway.rules.Expected.refused;

import dev.slipway.main.AttackHub;
import dev.slipway.main.AttackHub.Holder;
import dev.slipway.main.AttackHub.Provider;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Sections D to F: issuers, what is fetched, and keys. */
final class IssuerAttacks {

  private static final String PUBLISHERS = "/api/models/acme/m/settings/trusted-publishers";
  private static final int MANY = 500;

  private final Rows rows = new Rows();

  static List<Row> all() {
    var attacks = new IssuerAttacks();
    attacks.spellings();
    attacks.unknown();
    attacks.registration();
    attacks.families();
    attacks.notOnlyJobs();
    attacks.addressesInTokens();
    attacks.distrust();
    return attacks.rows.list();
  }

  private void iss(String sentence, UnaryOperator<String> spelling) {
    rows.token(
        "D1",
        "iss with " + sentence,
        refused("ISSUER_UNKNOWN"),
        t -> t.claim("iss", spelling.apply(t.hub().issuer(Provider.GITHUB))));
  }

  private void spellings() {
    iss("a slash behind", s -> s + "/");
    iss("its scheme in capitals", s -> s.replace("http", "HTTP"));
    iss("the name of the address", s -> s.replace("127.0.0.1", "localhost"));
    iss("the address in decimal", s -> s.replace("127.0.0.1", "2130706433"));
    iss("a name before the host", s -> s.replace("//", "//evil.test@"));
    iss("a host behind it", s -> s + "@evil.test");
    iss("a domain behind it", s -> s + ".evil.test");
    iss("a fragment", s -> s + "#x");
    iss("an encoded slash", s -> s + "%2F");
    iss("a path below", s -> s + "/acme");
    iss("its last digit missing", s -> s.substring(0, s.length() - 1));
    iss("a query that holds it", s -> "https://evil.test?" + s);
    iss("a path that holds it", s -> "https://evil.test/" + s);
    iss("a pattern", s -> s.substring(0, s.length() - 1) + "*");
    iss("an address of SQL", s -> s + "'--");
  }

  private void unknown() {
    rows.attack(
        "D2",
        "a good token of an issuer that nobody named",
        refused("ISSUER_UNKNOWN"),
        Rows.of(Provider.UNKNOWN, t -> t));
    rows.attack(
        "D2",
        "a good token of an issuer that is disabled",
        refused("ISSUER_DISABLED"),
        Rows.of(Provider.DISABLED, t -> t));
    rows.attack(
        "D2",
        "iss is a server of the attacker's",
        refused("ISSUER_UNKNOWN"),
        Rows.of(Provider.UNKNOWN, t -> t.claim("iss", t.hub().canary())));
    rows.attack(
        "D2",
        MANY + " tokens, each of another issuer",
        refused("ISSUER_UNKNOWN"),
        IssuerAttacks::many);
  }

  private static Answer many(AttackHub hub) throws Exception {
    Answer first = Rows.of(Provider.UNKNOWN, t -> t).on(hub);
    for (int i = 0; i < MANY; i++) {
      Answer next =
          Rows.of(Provider.UNKNOWN, t -> t.claim("iss", t.hub().canary() + "/" + UUID.randomUUID()))
              .on(hub);
      if (!next.equals(first)) {
        return next;
      }
    }
    return first;
  }

  private void registration() {
    for (String url :
        List.of(
            "http://gitlab.com",
            "https://127.0.0.1",
            "https://2130706433",
            "https://127.1",
            "https://0177.0.0.1",
            "https://[::1]",
            "https://localhost",
            "https://good_host.example",
            "https://user@gitlab.com",
            "https://gitlab.com:8443",
            "https://gitlab.com?x=y",
            "https://gitlab.com#x",
            "https://gitlab.com/a//b",
            "https://gitlab.com/a/../b",
            "https://gitlab.com/a%2Fb",
            "https://GitLab.com",
            "https://gitl\u0430b.com",
            "file:///etc/passwd",
            "https://169.254.169.254/latest")) {
      rows.attack(
          "D3",
          "a maintainer names the issuer " + url.replace("\u0430", "&#x430;"),
          answer(400, ""),
          publisher(url, ""));
    }
    String beside =
        ", \"allowPrivate\": true, \"ca\": \"x\", \"jwks\": {\"keys\": []}, \"keyHosts\": [\"evil.test\"]";
    rows.attack(
        "D10",
        "a maintainer brings keys, authorities and exceptions for an inner issuer",
        answer(400, ""),
        publisher("http://10.0.0.1:8080", beside));
    rows.attack(
        "E3",
        "a maintainer allows himself a private address",
        answer(400, ""),
        publisher("https://10.0.0.1", ", \"allowPrivate\": true, \"networks\": [\"10.0.0.0/8\"]"));
    rows.attack(
        "E3",
        "a maintainer names an inner name without a domain",
        answer(400, ""),
        publisher("https://gitlab", ""));
    rows.attack(
        "E3",
        "a maintainer names the host of an issuer that the operator allowed, by another port",
        answer(400, ""),
        hub -> publisher(hub.issuer(Provider.ONLINE) + "1", "").on(hub));
  }

  private static Act publisher(String url, String beside) {
    String claims = "{\"sub\": {\"kind\": \"eq\", \"value\": \"x\"}}";
    return Rows.as(
        Holder.OWNER,
        "POST",
        PUBLISHERS,
        "{\"issuerUrl\": \""
            + url
            + "\", \"preset\": \"generic\", \"claims\": "
            + claims
            + beside
            + "}");
  }

  private void families() {
    rows.attack(
        "D7",
        "a CircleCI job of another organisation's issuer",
        refused("ISSUER_UNKNOWN"),
        Rows.of(
            Provider.CIRCLECI,
            t -> t.claim("iss", t.hub().issuer(Provider.CIRCLECI).replace("0c1d", "ffff"))));
    rows.attack(
        "D7",
        "a CircleCI job that says to be of another organisation than its issuer",
        refused("CLAIM_CONFLICT(oidc.circleci.com/org-id)"),
        Rows.of(Provider.CIRCLECI, t -> t.claim("oidc.circleci.com/org-id", "ffff")));
    rows.attack(
        "D8",
        "the same job of another instance of the same kind",
        refused("NO_PUBLISHER"),
        Rows.of(Provider.OTHER_GITHUB, t -> t));
    rows.token(
        "D8",
        "the same job the other way round",
        refused("NO_PUBLISHER"),
        t -> t.resource("acme/theirs"));
    rows.attack(
        "D8",
        "a token of one instance that names the other as its issuer",
        refused("BAD_SIGNATURE"),
        Rows.of(Provider.OTHER_GITHUB, t -> t.claim("iss", t.hub().issuer(Provider.GITHUB))));
  }

  private void notOnlyJobs() {
    rows.attack(
        "D9",
        "somebody else's Google token for us",
        refused("CLAIM_MISMATCH(sub)"),
        Rows.of(Provider.GOOGLE, t -> t.claim("sub", "666").claim("azp", "666")));
    rows.attack(
        "D9",
        "a Google token that an application got for a person",
        refused("CLAIM_CONFLICT(azp)"),
        Rows.of(Provider.GOOGLE, t -> t.claim("azp", "app.apps.googleusercontent.com")));
    rows.attack(
        "D9",
        "a pod of another service account",
        refused("CLAIM_MISMATCH(/kubernetes.io/serviceaccount/uid)"),
        Rows.of(
            Provider.KUBERNETES,
            t ->
                t.claim("sub", "system:serviceaccount:train:other")
                    .claim(
                        "kubernetes.io",
                        Map.of(
                            "namespace",
                            "train",
                            "serviceaccount",
                            Map.of("name", "other", "uid", "ffff")))));
    rows.attack(
        "D9",
        "a pod whose sub is not that of its service account",
        refused("CLAIM_CONFLICT(sub)"),
        Rows.of(
            Provider.KUBERNETES, t -> t.claim("sub", "system:serviceaccount:kube-system:root")));
    rows.attack(
        "D9",
        "a publisher for all of Google's users",
        answer(400, "must name"),
        MatchAttacks.save(Provider.GOOGLE, "\"azp\": {\"kind\": \"eq\", \"value\": \"1042\"}"));
    rows.attack(
        "D9",
        "a publisher for an e-mail address that nobody verified",
        answer(400, "must name"),
        MatchAttacks.save(
            Provider.GOOGLE, "\"email\": {\"kind\": \"eq\", \"value\": \"a@b.example\"}"));
    rows.attack(
        "D9",
        "a publisher for a whole namespace of a cluster",
        answer(400, "must name"),
        MatchAttacks.save(
            Provider.KUBERNETES,
            "\"/kubernetes.io/namespace\": {\"kind\": \"eq\", \"value\": \"train\"}"));
  }

  private void addressesInTokens() {
    for (String claim :
        List.of(
            "picture",
            "profile",
            "logo_uri",
            "jwks_uri",
            "run_url",
            "website",
            "iss_hint",
            "workflow",
            "job_workflow_ref",
            "enterprise",
            "actor",
            "sha",
            "environment",
            "head_ref")) {
      rows.token(
          "E8",
          claim + " is an address of the attacker's",
          refused("CLAIM_MISMATCH(repository)"),
          t -> MatchAttacks.evil(t).claim(claim, t.hub().canary()));
    }
    rows.attack(
        "E8",
        "vcs-origin is an address of the attacker's",
        refused("CLAIM_MISMATCH(oidc.circleci.com/project-id)"),
        Rows.of(
            Provider.CIRCLECI,
            t ->
                t.claim("oidc.circleci.com/vcs-origin", t.hub().canary())
                    .claim("oidc.circleci.com/project-id", "ffff")));
  }

  private void distrust() {
    rows.attack(
        "F2",
        "an unknown key of an issuer with pasted keys",
        refused("KEY_UNKNOWN"),
        Rows.of(Provider.GENERIC, t -> t.header("kid", "new")));
    rows.attack(
        "F6",
        "a key that the operator distrusts, which is still in the set",
        refused("KEY_DISTRUSTED"),
        Rows.of(Provider.DISTRUSTED, t -> t));
  }
}
