package dev.slipway.access;

import static dev.slipway.access.PublishingMode.OFF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Decision.Allowed;
import dev.slipway.access.Decision.Disabled;
import dev.slipway.access.Decision.Forbidden;
import dev.slipway.access.Decision.Gated;
import dev.slipway.access.Decision.Hidden;
import dev.slipway.names.Issuer;
import dev.slipway.names.Namespace;
import dev.slipway.names.RepoKey;
import dev.slipway.names.Subject;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessPolicyTest {

  private static final RepoKey REPO = new RepoKey("a".repeat(RepoKey.DIGITS));
  private static final RepoKey OTHER = new RepoKey("b".repeat(RepoKey.DIGITS));
  private static final Actor NOBODY = new Actor.Anonymous();

  private static Door open() {
    return new Door(REPO, false, false, false, false, OFF);
  }

  private static Door secret() {
    return new Door(REPO, true, false, false, false, OFF);
  }

  private static Door gated() {
    return new Door(REPO, false, true, false, false, OFF);
  }

  private static Actor person(Scope scope) {
    return new Actor.Person(new UserId("u"), new Namespace("u"), scope);
  }

  private static Actor workload(RepoKey repo, boolean mayWrite) {
    return new Actor.Workload(
        repo, mayWrite, TokenLimits.NONE, new Issuer("https://issuer.example"), new Subject("s"));
  }

  private static Standing member(Role role) {
    return new Standing(role, false, GateStatus.NONE);
  }

  private static Standing guest(GateStatus status) {
    return new Standing(Role.NONE, false, status);
  }

  private static Decision decide(Actor actor, Door door, Standing standing, Permission wanted) {
    return AccessPolicy.decide(actor, door, standing, wanted);
  }

  @Test
  void hides_a_private_repository_from_strangers_whatever_they_want() {
    for (Permission wanted : Permission.values()) {
      assertThat(decide(NOBODY, secret(), Standing.STRANGER, wanted)).isInstanceOf(Hidden.class);
      assertThat(decide(person(Scope.WRITE), secret(), Standing.STRANGER, wanted))
          .isInstanceOf(Hidden.class);
      assertThat(decide(workload(OTHER, true), secret(), Standing.STRANGER, wanted))
          .isInstanceOf(Hidden.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void never_shows_a_private_repository_to_a_gated_reader_even_its_owner(Role role) {
    for (Permission wanted : Permission.values()) {
      var accepted = new Standing(role, true, GateStatus.ACCEPTED);

      assertThat(decide(person(Scope.GATED_REPOS), secret(), accepted, wanted))
          .isInstanceOf(Hidden.class);
    }
  }

  @Test
  void lets_everybody_read_an_open_repository_and_nobody_unknown_write() {
    assertThat(decide(NOBODY, open(), Standing.STRANGER, Permission.READ_CONTENT))
        .isInstanceOf(Allowed.class);
    assertThat(decide(NOBODY, open(), Standing.STRANGER, Permission.WRITE))
        .isInstanceOf(Forbidden.class);
    assertThat(decide(NOBODY, open(), Standing.STRANGER, Permission.MANAGE))
        .isInstanceOf(Forbidden.class);
  }

  @Test
  void shows_the_description_of_a_gated_repository_but_not_its_files() {
    assertThat(decide(NOBODY, gated(), Standing.STRANGER, Permission.READ_METADATA))
        .isInstanceOf(Allowed.class);
    assertThat(decide(NOBODY, gated(), Standing.STRANGER, Permission.READ_CONTENT))
        .isInstanceOf(Gated.class);
    assertThat(
            decide(person(Scope.READ), gated(), guest(GateStatus.PENDING), Permission.READ_CONTENT))
        .isEqualTo(new Gated(GateStatus.PENDING));
    assertThat(
            decide(
                person(Scope.READ), gated(), guest(GateStatus.ACCEPTED), Permission.READ_CONTENT))
        .isInstanceOf(Allowed.class);
  }

  @Test
  void lets_members_through_their_own_gate_unless_it_stands_before_them_too() {
    var strict = new Door(REPO, false, true, true, false, OFF);

    assertThat(decide(person(Scope.READ), gated(), member(Role.READ), Permission.READ_CONTENT))
        .isInstanceOf(Allowed.class);
    assertThat(decide(person(Scope.READ), strict, member(Role.READ), Permission.READ_CONTENT))
        .isInstanceOf(Gated.class);
    assertThat(decide(person(Scope.READ), strict, member(Role.WRITE), Permission.READ_CONTENT))
        .isInstanceOf(Allowed.class);
  }

  @Test
  void lets_a_gated_reader_read_what_its_user_was_let_into_and_nothing_else() {
    Actor reader = person(Scope.GATED_REPOS);

    assertThat(decide(reader, gated(), guest(GateStatus.ACCEPTED), Permission.READ_CONTENT))
        .isInstanceOf(Allowed.class);
    assertThat(decide(reader, gated(), guest(GateStatus.REJECTED), Permission.READ_CONTENT))
        .isEqualTo(new Gated(GateStatus.REJECTED));
    assertThat(decide(reader, open(), Standing.STRANGER, Permission.READ_CONTENT))
        .isInstanceOf(Allowed.class);
    assertThat(decide(reader, open(), member(Role.ADMIN), Permission.WRITE))
        .isInstanceOf(Forbidden.class);
    assertThat(decide(reader, open(), member(Role.ADMIN), Permission.MANAGE))
        .isInstanceOf(Forbidden.class);
  }

  @Test
  void lets_a_workload_into_its_own_repository_and_treats_it_as_nobody_elsewhere() {
    Actor job = workload(REPO, true);

    assertThat(decide(job, secret(), Standing.STRANGER, Permission.WRITE))
        .isInstanceOf(Allowed.class);
    assertThat(decide(job, gated(), Standing.STRANGER, Permission.READ_CONTENT))
        .isInstanceOf(Allowed.class);
    assertThat(decide(workload(OTHER, true), open(), Standing.STRANGER, Permission.READ_CONTENT))
        .isInstanceOf(Allowed.class);
    assertThat(decide(workload(OTHER, true), gated(), Standing.STRANGER, Permission.READ_CONTENT))
        .isInstanceOf(Gated.class);
    assertThat(decide(workload(OTHER, true), open(), Standing.STRANGER, Permission.WRITE))
        .isInstanceOf(Forbidden.class);
  }

  @Test
  void never_lets_a_workload_manage_nor_a_read_only_one_write() {
    assertThat(decide(workload(REPO, true), open(), Standing.STRANGER, Permission.MANAGE))
        .isInstanceOf(Forbidden.class);
    assertThat(decide(workload(REPO, false), open(), Standing.STRANGER, Permission.WRITE))
        .isInstanceOf(Forbidden.class);
    assertThat(decide(workload(REPO, false), secret(), Standing.STRANGER, Permission.READ_CONTENT))
        .isInstanceOf(Allowed.class);
  }

  @Test
  void asks_for_the_write_role_or_for_a_contributor_who_created_it() {
    var created = new Standing(Role.CONTRIBUTOR, true, GateStatus.NONE);
    Actor writer = person(Scope.WRITE);

    assertThat(decide(writer, open(), member(Role.READ), Permission.WRITE))
        .isInstanceOf(Forbidden.class);
    assertThat(decide(writer, open(), member(Role.CONTRIBUTOR), Permission.WRITE))
        .isInstanceOf(Forbidden.class);
    assertThat(decide(writer, open(), created, Permission.WRITE)).isInstanceOf(Allowed.class);
    assertThat(decide(writer, open(), member(Role.WRITE), Permission.MANAGE))
        .isInstanceOf(Allowed.class);
    assertThat(decide(person(Scope.READ), open(), member(Role.ADMIN), Permission.WRITE))
        .isInstanceOf(Forbidden.class);
  }

  @Test
  void closes_a_disabled_repository_to_all_who_may_know_of_it() {
    var disabled = new Door(REPO, false, false, false, true, OFF);

    assertThat(decide(NOBODY, disabled, Standing.STRANGER, Permission.READ_METADATA))
        .isInstanceOf(Disabled.class);
    assertThat(decide(person(Scope.WRITE), disabled, member(Role.ADMIN), Permission.READ_METADATA))
        .isInstanceOf(Disabled.class);
    assertThat(decide(workload(REPO, true), disabled, Standing.STRANGER, Permission.WRITE))
        .isInstanceOf(Disabled.class);
    assertThat(decide(new Actor.Operator(), disabled, Standing.STRANGER, Permission.READ_METADATA))
        .isInstanceOf(Allowed.class);
  }

  private static Door publishing(PublishingMode mode) {
    return new Door(REPO, false, false, false, false, mode);
  }

  @ParameterizedTest
  @EnumSource(
      value = Permission.class,
      names = {"WRITE", "REWRITE"})
  void takes_content_of_no_person_whatever_their_role_where_publishers_are_required(
      Permission content) {
    for (Role role : new Role[] {Role.WRITE, Role.ADMIN}) {
      Decision decision =
          decide(person(Scope.WRITE), publishing(PublishingMode.ENFORCE), member(role), content);

      assertThat(decision).isInstanceOf(Forbidden.class);
      assertThat(((Forbidden) decision).reason()).contains("trusted publishers alone");
    }
  }

  @Test
  void takes_content_of_publishers_where_they_are_required() {
    Door door = publishing(PublishingMode.ENFORCE);

    assertThat(decide(workload(REPO, true), door, Standing.STRANGER, Permission.WRITE))
        .isEqualTo(new Allowed(Optional.empty()));
    assertThat(decide(workload(REPO, false), door, Standing.STRANGER, Permission.WRITE))
        .isInstanceOf(Forbidden.class);
    assertThat(decide(workload(OTHER, true), door, Standing.STRANGER, Permission.WRITE))
        .isInstanceOf(Forbidden.class);
  }

  @Test
  void warns_people_alone_and_of_content_alone() {
    Door door = publishing(PublishingMode.WARN);

    for (Permission wanted : Permission.values()) {
      boolean isContent = wanted == Permission.WRITE || wanted == Permission.REWRITE;
      Decision decision = decide(person(Scope.WRITE), door, member(Role.ADMIN), wanted);

      assertThat(((Allowed) decision).warning().isPresent()).as(wanted.name()).isEqualTo(isContent);
    }
    assertThat(decide(workload(REPO, true), door, Standing.STRANGER, Permission.WRITE))
        .isEqualTo(new Allowed(Optional.empty()));
  }

  @Test
  void lets_people_read_and_manage_what_only_publishers_write() {
    for (Permission wanted :
        new Permission[] {Permission.READ_METADATA, Permission.READ_CONTENT, Permission.MANAGE}) {
      assertThat(
              decide(
                  person(Scope.WRITE),
                  publishing(PublishingMode.ENFORCE),
                  member(Role.WRITE),
                  wanted))
          .isEqualTo(new Allowed(Optional.empty()));
    }
  }

  @Test
  void lets_administrators_alone_loosen_what_the_owner_decided() {
    Door door = publishing(PublishingMode.ENFORCE);

    assertThat(decide(person(Scope.WRITE), door, member(Role.ADMIN), Permission.ADMINISTER))
        .isInstanceOf(Allowed.class);
    assertThat(decide(person(Scope.WRITE), door, member(Role.WRITE), Permission.ADMINISTER))
        .isInstanceOf(Forbidden.class);
    assertThat(decide(person(Scope.READ), door, member(Role.ADMIN), Permission.ADMINISTER))
        .isInstanceOf(Forbidden.class);
    assertThat(decide(workload(REPO, true), door, member(Role.ADMIN), Permission.ADMINISTER))
        .isInstanceOf(Forbidden.class);
    assertThat(decide(workload(REPO, true), open(), member(Role.ADMIN), Permission.REWRITE))
        .isInstanceOf(Forbidden.class);
  }
}
