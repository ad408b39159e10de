package dev.slipway.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules of trusted publishing, in their order, each in a few words. */
final class SpecRules {

  private static final String SECTIONS =
      """
      A The request
      B The shape of a token
      C Header and signature
      D Issuers and discovery
      E Fetching
      F Keys
      G Registered claims, time and replay
      H Matching claims
      I Renames, transfers, locks, removal
      J The access token
      K Errors, oracles, limits
      L Logs, audit, privacy
      M Administration
      """;

  private static final String TITLES =
      """
      A0 the order of evaluation: nothing before a good signature tells whether a resource exists
      A1 POST alone, JSON or a form, nothing in the address
      A2 bodies of at most 64 KiB, JSON at most 16 deep
      A3 each parameter at most once, and a text
      A4 the type of the subject token is exactly that of ID tokens
      A5 no actor, no other token types, scopes only narrow, the audience is us
      A6 a closed grammar for resources
      A7 answers are not kept; no cookies, no credentials across origins
      A8 wrong credentials of a client are not ignored
      A9 no identifier that only an administrator can look up
      B1 compact JWS alone, small and canonical
      B2 nothing is decrypted
      B3 header and payload are strict JSON objects
      B4 the payload is parsed once
      B5 a registered claim of the wrong type is an error
      B6 the cost of parsing is bounded
      C1 a list of algorithms for each issuer
      C2 no HMAC ever
      C3 keys fit their algorithm
      C4 key ids are names within their issuer
      C5 no key, and no address of one, is taken from a token
      C6 crit and b64 are refused
      C7 typ is JWT or nothing
      C8 blank ECDSA signatures
      C9 the signature is over the bytes that came; failures look alike
      D1 iss is matched to the letter
      D2 nothing is fetched for an issuer that is not registered or disabled
      D3 a grammar for issuers
      D4 discovery names the same issuer
      D5 the well-known address is below the issuer's path
      D6 keys are at the issuer's host, or at one that was named
      D7 no wildcard issuers
      D8 a publisher is bound to one issuer
      D9 issuers of people demand an explicit identity
      D10 an issuer is registered once; exceptions are the operator's
      E1 names are resolved once, every answer is judged
      E2 a table of forbidden addresses of our own
      E3 private addresses by the operator alone
      E4 no redirects
      E5 small, quick answers over good TLS
      E6 no credentials of ours go to an issuer
      E7 failures are told by class, without what came
      E8 no address in a token or document is fetched
      F1 exchanges fetch no keys
      F2 unknown keys cause one fetch a minute
      F3 unknown keys cost no memory
      F4 new keys are used at once, old ones end
      F5 a bad key set changes nothing
      F6 the operator refreshes keys, and distrusts them
      F7 pasted keys
      G1 iss, aud, exp, iat and sub are needed
      G2 aud is exactly one value, and ours
      G3 several audiences where a preset says so, at most ten
      G4 azp is no substitute for aud
      G5 the audience comes from configuration alone
      G6 audiences that everybody shares
      G7 one leeway for all times
      G8 times are whole, and in order
      G9 a longest life for each issuer
      G10 a longest age at the exchange
      G11 jti where the preset needs it
      G12 the replay key leaves the signature out
      G13 the replay key is of one issuer
      G14 a use is recorded with the token, or neither is
      G15 a use is remembered for as long as the token could be shown
      G16 once, or a bounded number of times
      G17 failures use nothing up
      G18 the owner is told of replays
      H1 no publisher without an identity
      H2 every claim is there and equal; missing is not empty
      H3 types are compared
      H4 case is folded where the provider does
      H5 in ASCII alone
      H6 nothing is normalised; nothing hidden is saved
      H7 derived claims come from verified ones and hide raw ones
      H8 branches from branches, tags from tags
      H9 events that strangers can cause
      H10 no patterns in identities
      H11 claims are paths of names
      H12 one publisher of several is chosen
      H13 claims that contradict each other
      H14 claims that nobody knows
      H15 sub of GitHub and GitLab is no identity
      H16 a workflow's file alone is no boundary
      H17 names that a pull request chooses
      I1 ids are pinned; the window for it ends
      I2 only a whole success pins
      I3 another id is refused and told of
      I4 another name is refused, and can be accepted
      I5 publishers are of a repository, not of its name
      I6 a transfer suspends
      I7 everything is open, at the exchange and at each use
      I8 removal ends tokens at once
      I9 an edit is a new version
      I10 a user's job has what the user has now
      I11 makers who leave
      I12 nobody reserves a job
      I13 publishers for what is not there yet
      J1 one repository, and the granted verbs
      J2 no token from a token
      J3 an hour at most by default
      J4 rows on the server, hashes alone
      J5 tokens in the form of a JWT
      J6 revocation, and tokens that burn
      J7 a user's job only reads
      J8 the policy is not for tokens
      K1 refusals are the same
      K2 and take as long
      K3 claims are named to the very workload alone
      K4 nothing is said before the signature
      K5 descriptions are plain text
      K6 limits
      K7 nobody locks others out
      L1 no token in a log
      L2 values in logs are one line
      L3 an event for each change
      L4 what is kept of claims
      L5 commits are the job's
      M1 managing publishers
      M2 reading changes nothing
      M3 objects belong to what the address names
      M4 testing issuers
      M5 policies of organisations
      M6 owners are told of new publishers
      """;

  private SpecRules() {}

  /** The rules and their titles. */
  static Map<String, String> titles() {
    return split(TITLES);
  }

  /** The sections and their titles. */
  static Map<String, String> sections() {
    return split(SECTIONS);
  }

  /** The letter before a rule's number. */
  static String section(String rule) {
    return rule.substring(0, 1);
  }

  /** Where a rule stands. */
  static int position(String rule) {
    return List.copyOf(titles().keySet()).indexOf(rule);
  }

  private static Map<String, String> split(String lines) {
    Map<String, String> titles = new LinkedHashMap<>();
    lines
        .lines()
        .forEach(line -> {
          String[] parts = line.split(" ", 2);
          titles.put(parts[0], parts[1]);
        });
    return titles;
  }
}
