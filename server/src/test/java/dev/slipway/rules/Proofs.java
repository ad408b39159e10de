package dev.slipway.rules;

import dev.slipway.rules.Row.NotHere;
import dev.slipway.rules.Row.Open;
import dev.slipway.rules.Row.Proved;
import java.util.ArrayList;
import java.util.List;

/** What other tests prove, what there is not here, and what is not met yet. */
final class Proofs {

  private final List<Row> rows = new ArrayList<>();

  static List<Row> all() {
    var proofs = new Proofs();
    proofs.requests();
    proofs.tokens();
    proofs.issuers();
    proofs.fetching();
    proofs.keys();
    proofs.claims();
    proofs.matching();
    proofs.lifecycle();
    proofs.accessTokens();
    proofs.errors();
    proofs.logs();
    proofs.administration();
    return proofs.rows;
  }

  private void proved(String rule, String sentence, String test) {
    rows.add(new Proved(rule, sentence, "dev.slipway." + test));
  }

  private void notHere(String rule, String reason) {
    rows.add(new NotHere(rule, reason));
  }

  private void open(String rule, String missing) {
    rows.add(new Open(rule, missing));
  }

  private void requests() {
    proved(
        "A1",
        "the three encodings, and the form of each refusal",
        "main.ExchangeRefusalTest#a1_only_post_in_two_encodings_and_nothing_in_the_address");
    proved(
        "A2",
        "bodies without a length are capped as they come",
        "main.ExchangeRefusalTest#a2_bodies_are_capped_in_size_and_depth");
    proved(
        "A3",
        "mutated JSON and forms are read or refused",
        "oauth.TokenRequestFuzzTest#json_is_read_or_refused");
    open(
        "A3",
        "parameters that nobody knows are ignored, as RFC 6749 wants; they are not logged yet");
    proved(
        "A5",
        "a scope narrows a token, and never widens it",
        "main.ExchangeTest#a5_a_scope_narrows_the_token");
    proved(
        "A7",
        "answers are not kept, and no credentials go across origins",
        "main.ExchangeRefusalTest#a7_no_cookie_counts_and_nothing_is_cached");
    proved(
        "A7",
        "nor is the answer that holds a token",
        "main.ExchangeTest#a_github_job_gets_a_token_that_writes_to_its_repository");
    proved(
        "A9",
        "a job needs the hub's address and a name alone",
        "main.ExchangeRulesTest#a9_a_job_needs_nothing_but_the_address_and_the_name_of_the_repository");
    proved(
        "A9",
        "the real client needs no more",
        "journeys.PublishFromGitHubTest#uploads_a_checkpoint_that_a_reader_downloads");
  }

  private void tokens() {
    proved("B1", "a token has one spelling", "trust.SignatureTest#a_token_has_one_spelling");
    proved(
        "B3",
        "payloads that two readers could read differently",
        "trust.UnverifiedTokenTest#refuses_payloads_that_two_readers_could_read_differently");
    proved(
        "B4",
        "what is verified and what is matched are the same object: the claims come out of the verifier alone",
        "trust.SignatureTest#checks_the_bytes_that_came_and_not_what_they_mean");
    proved(
        "B6",
        "hostile shapes are answered quickly",
        "trust.UnverifiedTokenTest#answers_hostile_shapes_quickly");
    proved(
        "B6", "recipes are quick on long claims", "trust.recipe.RecipeTest#is_quick_on_long_texts");
    proved(
        "C1",
        "each preset allows its own algorithms",
        "trust.SignatureTest#takes_rs256_alone_from_the_known_providers");
    proved(
        "C2",
        "keys of HMAC in a key set are left out",
        "trust.KeySetTest#leaves_out_a_key_that_must_not_verify");
    proved(
        "C3",
        "small, odd and misplaced keys are left out",
        "trust.KeySetTest#leaves_out_a_key_that_must_not_verify");
    proved(
        "C3",
        "a key of another kind verifies nothing",
        "trust.SignatureTest#refuses_a_key_of_another_kind");
    proved(
        "C4",
        "a set with two keys of one id is refused",
        "trust.KeySetTest#refuses_a_set_in_which_one_id_stands_for_two_keys");
    proved(
        "C8",
        "blank signatures, on the JDK that runs this",
        "trust.SignatureTest#refuses_blank_ecdsa_signatures");
    notHere(
        "C8",
        "older JDKs: the program is compiled for Java 25 and does not start on one before it");
    proved(
        "C9",
        "a thousand tokens with one bit changed",
        "trust.SignatureTest#refuses_every_flipped_bit");
  }

  private void issuers() {
    proved(
        "D2",
        "nothing is fetched for an issuer that is disabled",
        "trust.KeyCacheTest#fetches_nothing_for_a_disabled_issuer");
    proved(
        "D3",
        "some seventy malformed addresses",
        "trust.outbound.IssuerUrlTest#refuses_every_other_spelling");
    proved(
        "D4",
        "discovery names another issuer: nothing is believed",
        "trust.KeyCacheTest#refuses_an_issuer_that_is_not_who_it_should_be");
    proved(
        "D4",
        "it does so later: the older keys stay, and the failure is told",
        "trust.KeyCacheTest#keeps_the_keys_it_has_when_the_issuer_becomes_another");
    proved(
        "D5",
        "what is asked is below the issuer's own path",
        "trust.outbound.IssuerUrlTest#asks_below_the_issuers_own_path");
    proved(
        "D6",
        "keys at the metadata address, in a file, at another host",
        "trust.outbound.IssuerUrlTest#finds_keys_nowhere_else");
    proved(
        "D6",
        "another host only where a preset or the operator names it",
        "trust.outbound.IssuerUrlTest#a_host_that_the_operator_named_is_that_one_alone");
    proved(
        "D8",
        "both publishers can be, each for its own issuer",
        "main.ExchangeChoiceTest#d8_a_publisher_is_bound_to_one_of_two_issuers_that_say_the_same");
    proved(
        "D10",
        "registering an issuer again changes its one row; the operator alone can",
        "main.IssuerCommandTest#keeps_what_is_not_named");
    notHere(
        "D10",
        "a refusal of the same address with a slash behind: some providers have both, and each is matched to the letter; the command that adds one names the other");
  }

  private void fetching() {
    proved(
        "E1",
        "the second answer of a name server is never connected to",
        "trust.outbound.RebindingTest#what_a_second_answer_says_is_never_connected_to");
    proved(
        "E1",
        "one private address among public ones is one too many",
        "trust.outbound.RebindingTest#one_private_address_among_public_ones_is_one_too_many");
    proved("E1", "every fetch judges anew", "trust.outbound.RebindingTest#every_fetch_judges_anew");
    proved("E2", "each range", "trust.outbound.AddressTableTest#never_allows_the_rest");
    proved(
        "E2",
        "private ranges",
        "trust.outbound.AddressTableTest#allows_private_addresses_only_where_the_operator_said_so");
    proved(
        "E2",
        "mapped and translated addresses",
        "trust.outbound.RebindingTest#no_clothes_make_an_inner_address_public");
    proved(
        "E3",
        "an issuer stays in the networks that the operator named",
        "trust.outbound.RebindingTest#an_issuer_stays_in_the_network_that_the_operator_named");
    proved(
        "E3",
        "a name of a maintainer's that leads to a private address is not connected to",
        "trust.outbound.OutboundHttpTest#does_not_touch_loopback_unless_the_operator_said_so");
    proved(
        "E3",
        "exceptions stand in the audit",
        "main.IssuerCommandTest#the_audit_says_which_exceptions_there_are");
    open(
        "E3",
        "a maintainer who saves a name that leads to a private address is not told so then: it is never connected to, and exchanges are refused");
    proved("E4", "no redirect is followed", "trust.outbound.OutboundHttpTest#follows_no_redirect");
    proved("E5", "an endless body", "trust.outbound.OutboundHttpTest#stops_an_endless_body");
    proved(
        "E5",
        "compressed, oversized and malformed answers",
        "trust.outbound.OutboundHttpTest#refuses_everything_but_a_small_plain_answer");
    proved(
        "E5",
        "a server that sends a byte at a time",
        "trust.outbound.OutboundHttpTest#gives_up_on_one_that_drips");
    proved("E5", "more than 64 keys", "trust.KeySetTest#refuses_more_than_64_keys");
    proved(
        "E5",
        "certificates that nobody vouches for",
        "trust.outbound.TlsTest#refuses_one_that_nobody_vouches_for");
    proved(
        "E5",
        "expired certificates",
        "trust.outbound.TlsTest#refuses_one_that_has_expired_or_is_not_valid_yet");
    proved(
        "E5",
        "certificates of another name",
        "trust.outbound.TlsTest#refuses_one_for_another_name");
    proved(
        "E5",
        "TLS before 1.2",
        "trust.outbound.TlsTest#refuses_a_server_that_speaks_tls_1_1_alone");
    proved(
        "E6",
        "what an issuer is sent: one plain request, and nothing about us",
        "trust.outbound.OutboundHttpTest#sends_one_plain_request_and_nothing_about_us");
    notHere("E6", "credentials that the operator binds to an issuer: none can be configured");
    proved(
        "E7",
        "a failure has a reason class, and nothing of what came",
        "trust.KeyCacheTest#refuses_an_issuer_that_is_not_who_it_should_be");
    proved(
        "E8",
        "one class opens connections, in the whole program",
        "architecture.OutboundRulesTest#nothing_but_trust_outbound_opens_a_connection");
    proved(
        "E8",
        "the rule finds every other way",
        "architecture.OutboundRulesTest#the_rules_find_every_other_way");
  }

  private void keys() {
    proved(
        "F1",
        "known keys are used while the issuer is down",
        "trust.KeyCacheTest#uses_known_keys_for_a_day_while_the_issuer_is_down");
    proved(
        "F1",
        "the background fetches, and exchanges do not",
        "trust.KeyCacheTest#fetches_nothing_for_a_token_after_the_background_did");
    proved(
        "F2",
        "a thousand unknown keys, and an issuer that hangs: one fetch",
        "trust.KeyFloodTest#a_thousand_unknown_keys_cause_one_fetch_of_an_issuer_that_hangs");
    proved(
        "F2",
        "one fetch a minute also while it fails",
        "trust.KeyCacheTest#asks_at_most_once_a_minute_also_while_the_issuer_fails");
    proved(
        "F2",
        "others do not wait",
        "trust.KeyCacheTest#an_issuer_that_hangs_makes_nobody_else_wait");
    proved(
        "F3",
        "a million unknown keys are not remembered",
        "trust.KeyFloodTest#a_million_unknown_keys_are_not_remembered");
    proved(
        "F4",
        "a new key is used at once, and one that was withdrawn no more",
        "trust.KeyCacheTest#takes_a_new_key_at_once_and_drops_an_old_one_with_it");
    proved(
        "F4",
        "keys of a day ago verify nothing",
        "trust.KeyCacheTest#uses_known_keys_for_a_day_while_the_issuer_is_down");
    proved(
        "F5",
        "an empty, odd or malformed set changes nothing",
        "trust.KeyCacheTest#keeps_the_keys_it_has_when_a_refresh_brings_none");
    proved("F5", "keys without an id", "trust.KeySetTest#takes_a_set_with_a_key_that_has_no_id");
    proved(
        "F6",
        "a distrusted key verifies nothing",
        "trust.KeyChangeTest#f6_a_distrusted_key_verifies_nothing_although_its_issuer_publishes_it");
    proved(
        "F6",
        "distrust ends the tokens of the issuer at once",
        "main.KeyRulesTest#f6_distrust_ends_tokens_at_once_and_stands_in_the_audit");
    proved(
        "F6",
        "the operator has keys fetched now",
        "main.KeyRulesTest#f6_a_refresh_asks_the_issuer_now");
    proved(
        "F7",
        "pasted keys are never fetched",
        "trust.KeyCacheTest#fetches_nothing_for_pasted_keys");
    proved(
        "F7",
        "the operator is reminded of looking at pasted keys again",
        "main.KeyRulesTest#f7_pasted_keys_want_a_second_look_after_a_while");
  }

  private void claims() {
    proved(
        "G2",
        "an array of one audience is taken",
        "trust.RegisteredClaimsTest#takes_an_array_of_one_and_a_further_configured_audience");
    proved(
        "G2",
        "a token for a dry run is explained, and never exchanged",
        "main.ExplainEndpointTest#a_token_for_a_dry_run_is_never_exchanged_and_not_used_up");
    proved(
        "G3",
        "several audiences only of a provider that declares them",
        "trust.RegisteredClaimsTest#takes_several_audiences_only_from_a_provider_that_declares_them");
    proved(
        "G5",
        "nothing else comes from the host that a request names",
        "main.MetadataTest#nothing_comes_from_the_host_that_a_request_names");
    proved(
        "G6",
        "only the operator can allow it",
        "trust.FixedAudienceTest#the_operator_can_allow_it_and_nobody_else");
    proved("G6", "a maintainer cannot", "main.PresetExchangeTest#g6_a_maintainer_cannot");
    open(
        "G6",
        "the pages that warn of a shared audience: there are no pages; the notes of the preset say it");
    proved(
        "G7",
        "one leeway, to the second, both ways",
        "trust.RegisteredClaimsTest#lets_the_clocks_differ_by_sixty_seconds_and_not_by_one_more");
    proved(
        "G13",
        "one issuer cannot use up the ids of another",
        "main.ExchangeTest#g13_one_issuer_cannot_use_up_the_ids_of_another");
    proved(
        "G13",
        "issuer and id do not run together",
        "trust.RegisteredClaimsTest#issuer_and_token_id_do_not_run_together");
    proved(
        "G14",
        "of fifty requests at once exactly one gets a token",
        "main.ExchangeTest#g14_of_fifty_requests_at_once_exactly_one_gets_a_token");
    proved(
        "G14",
        "of fifty requests at once twenty, where twenty are allowed",
        "main.ExchangeRulesTest#g14_of_fifty_requests_at_once_a_bounded_token_serves_twenty");
    proved(
        "G15",
        "a used token is known to whoever opens the data anew",
        "main.ExchangeRulesTest#g15_a_used_token_is_known_after_a_restart");
    proved(
        "G15",
        "it is remembered for as long as it could be shown",
        "main.ExchangeChoiceTest#g15_a_used_token_is_remembered_until_nobody_could_show_it_again");
    proved(
        "G15",
        "the purge keeps it until then",
        "exchange.ReplayStoreTest#g15_a_purge_keeps_what_could_be_shown_again");
    proved(
        "G16",
        "two processes and two resources, and no more than twenty",
        "main.ExchangeTest#g16_a_gitlab_token_serves_processes_and_resources_but_not_for_ever");
    proved(
        "G16",
        "a session ends as a whole",
        "main.RevokeTest#g16_a_session_ends_as_a_whole_and_its_id_token_gives_no_more");
    proved(
        "G17",
        "a refused exchange does not use up a token",
        "main.ExchangeTest#g17_a_refused_exchange_does_not_use_up_the_token");
    proved(
        "G18",
        "maintainers are told from where the first use came, and the second caller is not",
        "main.PinTest#g18_a_token_that_comes_again_from_elsewhere_is_told_of");
  }

  private void matching() {
    proved(
        "H1",
        "nothing without an anchor can be made, for any preset",
        "trust.ClaimPolicyTest#cannot_be_made_without_saying_whose_tokens");
    proved(
        "H1",
        "what is no publisher is not saved",
        "main.PublisherRestTest#refuses_what_is_no_publisher");
    proved("H3", "types and code points", "trust.ClaimPolicyTest#compares_by_type_and_code_point");
    proved(
        "H4",
        "the table of what has no case",
        "trust.ClaimPolicyTest#folds_paths_of_gitlab_but_not_its_environments");
    proved(
        "H5",
        "the same under a Turkish locale",
        "trust.ClaimPolicyTest#folds_the_same_under_a_turkish_locale");
    proved("H5", "look-alikes are not folded", "trust.ClaimPolicyTest#does_not_fold_look_alikes");
    proved(
        "H6",
        "nothing is normalised",
        "trust.ClaimPolicyTest#normalises_nothing_where_case_does_not_count");
    proved(
        "H7",
        "a raw claim of a derived one's name is never looked at",
        "trust.ClaimSpellingTest#a_raw_claim_of_that_name_is_never_looked_at");
    proved(
        "H10",
        "there are no patterns: `a*` and `a|b` mean themselves",
        "trust.ClaimPolicyTest#compares_by_type_and_code_point");
    proved(
        "H10",
        "the patterns for the references of an access token do not cross a slash",
        "access.RefScopeTest#does_not_allow_what_is_next_to_it");
    proved(
        "H11",
        "a claim with dots and slashes in its name",
        "trust.ClaimNameTest#a_plain_name_is_one_member_with_its_dots_and_slashes");
    proved(
        "H12",
        "write before read, then most claims, then oldest; all are logged",
        "main.ExchangeChoiceTest#h12_write_then_most_claims_then_oldest");
    open(
        "H14",
        "claims that a preset does not know are ignored for matching, and nobody counts or tells them yet");
    proved(
        "H16",
        "a workflow's file alone is shown as weak, with the way to mend it",
        "trust.StrengthTest#a_workflow_file_alone_is_weak_and_strong_after_the_fix");
    open("H16", "an organisation cannot forbid weak publishers yet; it sees that they are weak");
  }

  private void lifecycle() {
    proved(
        "I1",
        "after seven days the publisher is paused, and the maintainers are told",
        "main.PinTest#i1_after_seven_days_without_a_job_the_publisher_is_paused");
    proved("I1", "the first job pins its ids", "main.PinTest#i1_the_first_job_pins_its_ids");
    notHere(
        "I1",
        "ids that are looked up at the provider: nothing but issuers is ever asked, so the first job says them");
    proved(
        "I2",
        "of two first jobs at once one wins",
        "main.PinTest#i2_of_first_jobs_at_once_one_wins_and_the_others_are_strangers");
    proved(
        "I3",
        "the maintainers are told that a name may have been taken over",
        "main.PinTest#i3_another_id_under_the_same_name_is_refused_and_told_of");
    proved(
        "I4",
        "a maintainer accepts the new name, and nobody else",
        "main.PinTest#a_rename_is_accepted_by_those_alone_who_manage_the_repository");
    proved(
        "I5",
        "publishers follow a new name and die with their repository",
        "main.ExchangeTest#i5_publishers_follow_a_move_and_die_with_their_repository");
    proved(
        "I6",
        "a move to another account ends tokens and suspends publishers",
        "main.TokenLifeTest#i6_a_move_to_another_account_ends_tokens_and_suspends_publishers");
    proved(
        "I7",
        "locking the owner ends tokens and exchanges",
        "main.ExchangeTest#i7_locking_the_owner_ends_tokens_and_exchanges");
    proved(
        "I7",
        "locking an organisation does so too",
        "main.TokenLifeTest#i7_locking_an_organisation_ends_tokens_of_its_repositories");
    proved(
        "I7",
        "a token that ends while a request runs changes nothing",
        "main.RevokedInFlightTest#a_token_that_is_revoked_meanwhile_changes_nothing");
    proved(
        "I7",
        "a repository that the operator closed lets nobody in",
        "access.AccessPolicyTest#closes_a_disabled_repository_to_all_who_may_know_of_it");
    open(
        "I7",
        "one switch that stops every exchange of the hub: today each issuer is disabled by itself");
    proved(
        "I8",
        "removing a publisher ends its tokens at once",
        "main.ExchangeTest#i8_removing_a_publisher_ends_its_tokens_at_once");
    proved(
        "I8",
        "disabling an issuer ends its tokens at once",
        "main.ExchangeTest#i8_disabling_an_issuer_ends_its_tokens_at_once");
    proved(
        "I9",
        "an edit that narrows ends the tokens of the version before",
        "main.PublisherStateTest#i9_every_edit_that_narrows_ends_the_tokens_of_the_version_before");
    proved(
        "I10",
        "a job for a user loses what the user loses",
        "main.TokenLifeTest#i10_a_user_publishers_token_loses_what_its_user_loses");
    open(
        "I11",
        "a publisher whose maker left the organisation stays and is not marked; who made it is shown");
    proved(
        "I12",
        "two people may name the same job",
        "rules.RuleTableTest#i12_two_people_may_name_the_same_job");
    String pending = "main.PendingPublisherTest#";
    proved(
        "I13",
        "creation and the first exchange are one transaction",
        pending + "nothing_is_created_when_the_exchange_is_refused");
    proved(
        "I13",
        "it never lets anybody into a repository that was made by hand meanwhile",
        pending + "a_job_never_gets_into_a_repository_that_was_created_by_hand_meanwhile");
    proved(
        "I13",
        "it creates nothing for whom may not create it any more",
        pending + "creates_nothing_for_whom_may_not_create_it_any_more");
    proved(
        "I13",
        "it ends after thirty days",
        pending + "one_whose_time_is_over_creates_nothing_and_is_removed");
    proved(
        "I13",
        "there are only so many of one user, and of one namespace",
        pending + "there_are_not_many_of_one_user_or_of_one_namespace");
    proved(
        "I13",
        "jobs that come together get one repository",
        pending + "jobs_that_come_together_get_one_repository");
  }

  private void accessTokens() {
    proved(
        "J1",
        "every route with every kind of token",
        "main.RouteTableTest#lets_in_whom_the_table_lets_in_and_nobody_else");
    proved(
        "J1",
        "a token for some branches moves no others",
        "main.TokenScopeTest#commits_go_onto_its_branches_alone");
    proved(
        "J2",
        "a job manages no publishers",
        "main.PublisherRestTest#is_for_those_alone_who_manage_the_repository_with_a_token_that_may_write");
    proved(
        "J3",
        "it is dead from its expiry on",
        "main.TokenLifeTest#j3_an_access_token_is_dead_from_its_expiry_on");
    proved(
        "J3",
        "it lives as long as its publisher says",
        "main.TokenScopeTest#a_token_lives_as_long_as_its_publisher_says");
    proved(
        "J3",
        "none outlives its publisher",
        "main.PublisherStateTest#r14_no_token_outlives_its_publisher");
    open(
        "J3",
        "a publisher cannot choose that its tokens end with their ID token; it can choose minutes");
    proved(
        "J4",
        "the database has no token that could be used",
        "main.RevokeTest#j4_the_database_has_no_token_that_could_be_used");
    notHere(
        "J5",
        "tokens in the form of a JWT: `hf_jwt_` is a name that clients expect; what follows is random, and means something here alone");
    proved(
        "J6", "nothing works from a revocation on", "main.RevokeTest#nothing_works_from_then_on");
    proved(
        "J6",
        "a token that burns dies with its first commit",
        "main.BurnTest#dies_with_its_commit");
    proved(
        "J7",
        "a job for a user reads nothing private and writes nothing",
        "main.TokenLifeTest#j7_a_user_publishers_token_reads_nothing_private_and_shows_no_address");
    proved(
        "J8",
        "no token of a job switches the policy off",
        "main.PolicySettingsTest#no_token_of_a_job_and_none_that_only_reads_changes_it");
  }

  private void errors() {
    proved(
        "K1",
        "eleven refusals, the same to the byte",
        "main.ExchangeRefusalTest#k1_strangers_learn_nothing_of_resources_publishers_issuers_or_locks");
    proved(
        "K1",
        "whatever state a publisher is in",
        "main.ExchangeRulesTest#k1_a_stranger_is_told_the_same_whatever_state_a_publisher_is_in");
    proved(
        "K1",
        "explaining a token tells strangers as little",
        "main.ExplainEndpointTest#k1_strangers_get_one_answer");
    proved(
        "K2",
        "a refusal takes as long with a repository as without (some samples in each build, thousands in bench/soak/exchange-oracle)",
        "main.ExchangeOracleTest#k2_a_refusal_takes_as_long_whether_there_is_a_repository_or_not");
    proved(
        "K3",
        "the very workload is told its own value, and never the expected one",
        "main.ExchangeRefusalTest#k3_the_very_workload_is_told_which_claim_and_its_own_value");
    proved(
        "K3",
        "a stranger learns nothing of a private repository",
        "main.ExchangeChoiceTest#k3_a_stranger_learns_nothing_of_a_private_repository");
    proved(
        "K3",
        "explaining a token tells each what is theirs",
        "main.ExplainEndpointTest#k3_who_learns_what");
    proved(
        "K4",
        "before the signature nothing is said of what is wrong",
        "main.ExchangeRulesTest#k4_before_the_signature_nothing_is_said_of_what_is_wrong");
    proved(
        "K5",
        "claims cannot write commands into the log of the job",
        "main.ExchangeRefusalTest#k5_claims_cannot_write_commands_into_the_log_of_the_job");
    proved(
        "K5",
        "nor into the log of attempts",
        "main.ExchangeLogTest#k5_hostile_values_are_shown_as_what_they_are_not");
    proved(
        "K6",
        "an address that floods goes one at a time, and no other",
        "exchange.FloodGuardTest#lets_an_address_that_floods_go_one_at_a_time_and_no_other");
    proved(
        "K6",
        "honest jobs are served beside garbage, and beside an issuer that hangs",
        "main.ExchangeFloodTest#honest_jobs_are_served_beside_garbage_and_beside_an_issuer_that_hangs");
    open(
        "K6",
        "limits by workload, by publisher and by resource; behind a proxy all are one address");
    proved(
        "K7",
        "one workload does not push another out of the log of attempts",
        "attempts.AttemptLogTest#k7_one_workload_does_not_push_out_another");
    proved(
        "K7",
        "what gets its turn is decided as ever, whoever else floods from there",
        "exchange.FloodGuardTest#decides_whatever_gets_its_turn");
  }

  private void logs() {
    proved(
        "L1",
        "no line of the log holds a token or a claim, at any level of ours",
        "main.ExchangeRefusalTest#l1_no_token_and_no_claim_is_in_a_log_at_any_level");
    proved(
        "L1",
        "nor after many failing requests, nor does the audit",
        "main.ExchangeRulesTest#l1_no_log_line_of_a_failing_request_holds_a_token");
    notHere(
        "L1",
        "what the HTTP server could write about the bytes of requests: no setting of the hub turns that on");
    proved(
        "L2",
        "a database that fails logs one line, without the values of its statement",
        "sql.EmbeddedDatabaseTest#a_failure_says_in_one_line_what_went_wrong_and_none_of_the_values");
    proved(
        "L3",
        "issuers, with the exceptions for them",
        "main.IssuerCommandTest#the_audit_says_which_exceptions_there_are");
    proved(
        "L3",
        "exchanges, with every publisher that would have let the job in",
        "main.ExchangeChoiceTest#h12_write_then_most_claims_then_oldest");
    open("L3", "that a first job pinned its ids has no event of its own; its exchange has one");
    proved(
        "L3",
        "publishers: added, changed, removed",
        "main.PublisherRestTest#l3_the_audit_tells_what_was_added_changed_and_removed");
    proved(
        "L3",
        "replays and mismatching ids",
        "main.PinTest#g18_a_token_that_comes_again_from_elsewhere_is_told_of");
    proved(
        "L3",
        "policies, with what was before",
        "main.PolicySettingsTest#stands_in_the_audit_with_what_was_before_and_why");
    proved(
        "L3",
        "revoked tokens",
        "main.RevokeTest#a_person_can_end_a_token_of_theirs_and_the_audit_says_so");
    proved(
        "L4",
        "nothing about people is in the log of attempts",
        "main.ExchangeLogTest#l4_nothing_about_people_is_kept");
    proved(
        "L4",
        "nor in any file of the hub",
        "main.ProvenanceTest#keeps_nothing_about_people_and_no_key_that_signs");
    open("L4", "how long the log of attempts is kept cannot be configured: it is 90 days");
    proved(
        "L5",
        "a push is shown as the job's, whoever its author says to be",
        "main.ProvenanceTest#shows_a_push_as_the_jobs_whoever_its_author_says_to_be");
  }

  private void administration() {
    notHere(
        "M1",
        "a second authentication, and tokens that requests carry of themselves: no page and no cookie signs anybody in here, each request shows its access token");
    proved(
        "M2",
        "no address that is read changes anything",
        "rules.RuleTableTest#m2_no_address_that_is_read_changes_anything");
    proved(
        "M2",
        "every route that may change something is in the table of those who may",
        "main.PolicyRouteTest#every_route_that_may_change_something_is_in_the_table");
    proved(
        "M3",
        "publishers of another repository are not there",
        "main.PublisherRestTest#m3_a_publisher_of_another_repository_is_not_there");
    proved(
        "M3",
        "nor are its sessions",
        "main.RevokeTest#m3_sessions_of_another_repository_are_not_there");
    notHere(
        "M4",
        "an address that tests an issuer: the operator does so at the command line, and is told a reason class");
    proved(
        "M5",
        "an organisation requires publishers, warns first, and is stricter than its repositories",
        "main.PolicySettingsTest#the_stricter_of_the_two_counts");
    open(
        "M5",
        "an organisation cannot yet restrict issuers, claims, events or lifetimes of publishers");
    open(
        "M6",
        "owners are not told of a new publisher yet: there is no mail; it stands in the audit and in the list");
  }
}
