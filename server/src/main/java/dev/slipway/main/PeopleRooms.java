package dev.slipway.main;

import dev.slipway.accounts.AccountStore;
import dev.slipway.accounts.Accounts;
import dev.slipway.accounts.ReservedNames;
import dev.slipway.audit.AuditStore;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.provenance.JobWitness;
import dev.slipway.provenance.ProvenanceKeys;
import dev.slipway.repos.RepoStore;
import dev.slipway.repos.ReposFeature;
import dev.slipway.signing.AddressSigner;
import dev.slipway.signing.SecretBox;
import dev.slipway.signing.SignerKey;
import dev.slipway.tokens.ExchangeSessionStore;
import dev.slipway.tokens.TokenMint;
import dev.slipway.tokens.TokenStore;
import dev.slipway.tokens.Tokens;
import dev.slipway.tokens.TokensFeature;
import java.util.List;
import java.util.Set;

/**
 * Who there is and what they hold: accounts, tokens, audit, and the rows that other rooms share.
 */
final class PeopleRooms {

  private final AddressSigner signer;
  private final ProvenanceKeys provenanceKeys;
  private final ReposFeature.Stores stores;
  private final TokenMint mint;
  private final Accounts accounts;
  private final Tokens tokens;
  private final TokensFeature feature;

  PeopleRooms(Foundation on) {
    AuditStore audit = new AuditStore(on.time());
    byte[] root = new SignerKey(on.database(), on.blobs(), on.random()).bytes();
    signer = new AddressSigner(root, on.time());
    SecretBox box = new SecretBox(root, "provenance keys", on.random());
    provenanceKeys = new ProvenanceKeys(on.database(), box, audit, on.time());
    TokenStore tokenRows = new TokenStore();
    JobWitness witness =
        new JobWitness(
            provenanceKeys, tokenRows, new ExchangeSessionStore(), on.publicUrl(), on.time());
    stores =
        new ReposFeature.Stores(new RepoStore(), new AccountStore(), tokenRows, audit, witness);
    mint = new TokenMint(on.random());
    accounts =
        new Accounts(
            on.database(),
            stores.accounts(),
            audit,
            new ReservedNames(Set.of()),
            on.time(),
            on.random());
    tokens = new Tokens(on.database(), stores.tokens(), stores.accounts(), audit, mint, on.time());
    feature = new TokensFeature(on.database(), stores.accounts(), tokens, on.publicUrl());
  }

  ReposFeature.Stores stores() {
    return stores;
  }

  AddressSigner signer() {
    return signer;
  }

  ProvenanceKeys provenanceKeys() {
    return provenanceKeys;
  }

  TokenMint mint() {
    return mint;
  }

  Accounts accounts() {
    return accounts;
  }

  Tokens tokens() {
    return tokens;
  }

  List<Route> routes() {
    return feature.routes();
  }

  void schedule(Jobs jobs) {
    feature.schedule(jobs);
  }

  void finish() {
    feature.finish();
  }
}
