package dev.slipway.git.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every catalog does; each implementation has a test class that extends this. */
public abstract class GitCatalogContract {

  private static final CommitId ONE = new CommitId("1".repeat(40));
  private static final CommitId TWO = new CommitId("2".repeat(40));
  private static final CommitId THREE = new CommitId("3".repeat(40));
  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  /** A view of one repository, empty when the test begins; each call may give a new view of it. */
  protected abstract GitCatalog catalog();

  @Test
  void creates_a_reference_and_finds_it_by_name_and_prefix() {
    var main = main(ONE);

    assertThat(change(new RefChange.Created(main))).isInstanceOf(UpdateResult.Updated.class);

    assertThat(catalog().ref(RefName.MAIN)).contains(main);
    assertThat(catalog().ref(new RefName("refs/heads/mai"))).isEmpty();
    assertThat(catalog().refs("")).containsExactly(main);
    assertThat(catalog().refs("refs/heads/")).containsExactly(main);
    assertThat(catalog().refs("refs/tags/")).isEmpty();
  }

  @Test
  void keeps_what_an_annotated_tag_leads_to() {
    var tag = new GitRef(new RefName("refs/tags/v1"), new GitObjectId("a".repeat(40)), ONE);

    change(new RefChange.Created(tag));

    assertThat(catalog().ref(tag.name())).contains(tag);
  }

  @Test
  void lists_references_in_the_order_of_their_names() {
    change(new RefChange.Created(ref("refs/tags/b", ONE)), new RefChange.Created(main(ONE)));
    change(new RefChange.Created(ref("refs/heads/feature/x", TWO)));

    assertThat(catalog().refs("").stream().map(ref -> ref.name().text()))
        .containsExactly("refs/heads/feature/x", "refs/heads/main", "refs/tags/b");
  }

  @Test
  void takes_a_prefix_by_the_letter() {
    change(new RefChange.Created(ref("refs/heads/a_b/x", ONE)));
    change(new RefChange.Created(ref("refs/heads/a%b/y", ONE)));
    change(new RefChange.Created(ref("refs/heads/aXb/z", ONE)));

    assertThat(catalog().refs("refs/heads/a_b/")).hasSize(1);
    assertThat(catalog().refs("refs/heads/a%b/")).hasSize(1);
    assertThat(catalog().refs("refs/heads/A_B/")).isEmpty();
  }

  @Test
  void does_not_create_what_exists() {
    change(new RefChange.Created(main(ONE)));

    var second = change(new RefChange.Created(main(TWO)));

    assertThat(second).isEqualTo(new UpdateResult.RefMoved(RefName.MAIN));
    assertThat(catalog().ref(RefName.MAIN)).contains(main(ONE));
  }

  @Test
  void moves_only_from_where_the_reference_is() {
    change(new RefChange.Created(main(ONE)));

    assertThat(change(new RefChange.Moved(main(TWO), main(THREE))))
        .isEqualTo(new UpdateResult.RefMoved(RefName.MAIN));
    assertThat(change(new RefChange.Moved(main(ONE), main(THREE))))
        .isInstanceOf(UpdateResult.Updated.class);
    assertThat(catalog().ref(RefName.MAIN)).contains(main(THREE));
  }

  @Test
  void does_not_move_what_does_not_exist() {
    assertThat(change(new RefChange.Moved(main(ONE), main(TWO))))
        .isEqualTo(new UpdateResult.RefMoved(RefName.MAIN));
  }

  @Test
  void deletes_only_from_where_the_reference_is() {
    change(new RefChange.Created(main(ONE)));

    assertThat(change(new RefChange.Deleted(main(TWO))))
        .isEqualTo(new UpdateResult.RefMoved(RefName.MAIN));
    assertThat(change(new RefChange.Deleted(main(ONE)))).isInstanceOf(UpdateResult.Updated.class);
    assertThat(catalog().ref(RefName.MAIN)).isEmpty();
  }

  @Test
  void applies_all_changes_or_none() {
    change(new RefChange.Created(main(ONE)));

    var result =
        catalog()
            .update(
                new CatalogUpdate(
                    List.of(
                        new RefChange.Created(ref("refs/heads/new", ONE)),
                        new RefChange.Moved(main(TWO), main(THREE))),
                    List.of(pack(1)),
                    Set.of(),
                    List.of()));

    assertThat(result).isEqualTo(new UpdateResult.RefMoved(RefName.MAIN));
    assertThat(catalog().refs("")).containsExactly(main(ONE));
    assertThat(catalog().packs()).isEmpty();
    assertThat(catalog().known()).isEmpty();
  }

  @Test
  void updates_only_on_the_references_that_it_was_made_for() {
    var main = main(ONE);
    var other = ref("refs/heads/other", ONE);
    change(new RefChange.Created(main), new RefChange.Created(other));
    var move = new RefChange.Moved(main, main(TWO));

    assertThat(update(List.of(main), move)).isEqualTo(new UpdateResult.RefMoved(other.name()));
    assertThat(update(List.of(main, ref("refs/heads/other", TWO)), move))
        .isEqualTo(new UpdateResult.RefMoved(other.name()));
    assertThat(update(List.of(main, other, ref("refs/heads/gone", ONE)), move))
        .isEqualTo(new UpdateResult.RefMoved(new RefName("refs/heads/gone")));
    assertThat(catalog().refs("")).containsExactly(main, other);

    assertThat(update(List.of(other, main), move)).isInstanceOf(UpdateResult.Updated.class);
    assertThat(catalog().ref(RefName.MAIN)).contains(main(TWO));
  }

  private UpdateResult update(List<GitRef> basis, RefChange change) {
    return catalog()
        .update(
            new CatalogUpdate(List.of(change), List.of(), Set.of(), List.of(), Optional.of(basis)));
  }

  @Test
  void refuses_a_name_below_or_above_an_existing_one() {
    change(new RefChange.Created(ref("refs/heads/a/b", ONE)));

    assertThat(change(new RefChange.Created(ref("refs/heads/a", ONE))))
        .isEqualTo(
            new UpdateResult.NameConflict(
                new RefName("refs/heads/a"), new RefName("refs/heads/a/b")));
    assertThat(change(new RefChange.Created(ref("refs/heads/a/b/c", ONE))))
        .isEqualTo(
            new UpdateResult.NameConflict(
                new RefName("refs/heads/a/b/c"), new RefName("refs/heads/a/b")));
    assertThat(change(new RefChange.Created(ref("refs/heads/a/bc", ONE))))
        .isInstanceOf(UpdateResult.Updated.class);
    assertThat(change(new RefChange.Created(ref("refs/heads/a-b", ONE))))
        .isInstanceOf(UpdateResult.Updated.class);
  }

  @Test
  void refuses_two_names_of_one_update_that_conflict() {
    var result =
        change(
            new RefChange.Created(ref("refs/heads/a", ONE)),
            new RefChange.Created(ref("refs/heads/a/b", ONE)));

    assertThat(result).isInstanceOf(UpdateResult.NameConflict.class);
    assertThat(catalog().refs("")).isEmpty();
  }

  @Test
  void lets_a_deletion_make_room_in_the_same_update() {
    change(new RefChange.Created(ref("refs/heads/a", ONE)));

    var result =
        change(
            new RefChange.Created(ref("refs/heads/a/b", TWO)),
            new RefChange.Deleted(ref("refs/heads/a", ONE)));

    assertThat(result).isInstanceOf(UpdateResult.Updated.class);
    assertThat(catalog().refs("")).containsExactly(ref("refs/heads/a/b", TWO));
  }

  @Test
  void gives_back_packs_as_they_were_added() {
    add(pack(1), pack(2));

    assertThat(catalog().packs()).containsExactlyInAnyOrder(pack(1), pack(2));
    assertThat(catalog().known()).containsExactlyInAnyOrder(pack(1).name(), pack(2).name());
  }

  @Test
  void takes_pointers_with_an_update_and_a_second_time() {
    var pointer = new LfsPointer(new BlobId("e".repeat(64)), new ByteCount(5));
    var update = new CatalogUpdate(List.of(), List.of(), Set.of(pointer), List.of());

    assertThat(catalog().update(update)).isInstanceOf(UpdateResult.Updated.class);
    assertThat(catalog().update(update)).isInstanceOf(UpdateResult.Updated.class);
  }

  @Test
  void replaces_packs_and_remembers_the_old_ones() {
    add(pack(1), pack(2), pack(3));

    var result = catalog().replace(List.of(pack(4)), names(pack(1), pack(2)));

    assertThat(result).isInstanceOf(ReplaceResult.Replaced.class);
    assertThat(catalog().packs()).containsExactlyInAnyOrder(pack(3), pack(4));
    assertThat(catalog().replacedBefore(NEVER)).containsExactlyInAnyOrder(pack(1), pack(2));
    assertThat(catalog().replacedBefore(Instant.EPOCH)).isEmpty();
    assertThat(catalog().known()).hasSize(4);
  }

  @Test
  void does_not_replace_a_pack_twice() {
    add(pack(1), pack(2));
    catalog().replace(List.of(pack(3)), names(pack(1)));

    var second = catalog().replace(List.of(pack(4)), names(pack(1), pack(2)));

    assertThat(second).isEqualTo(new ReplaceResult.AlreadyReplaced(pack(1).name()));
    assertThat(catalog().packs()).containsExactlyInAnyOrder(pack(2), pack(3));
  }

  @Test
  void forgets_tombstones_but_never_a_live_pack() {
    add(pack(1), pack(2));
    catalog().replace(List.of(), names(pack(1)));

    catalog().forget(names(pack(1), pack(2), pack(9)));

    assertThat(catalog().known()).containsExactly(pack(2).name());
    assertThat(catalog().replacedBefore(NEVER)).isEmpty();
    assertThat(catalog().packs()).containsExactly(pack(2));
  }

  @Test
  void leases_to_one_at_a_time() {
    var first = catalog().lease(Duration.ofMinutes(5)).orElseThrow();

    assertThat(catalog().lease(Duration.ofMinutes(5))).isEmpty();
    first.close();

    assertThat(catalog().lease(Duration.ofMinutes(5))).isPresent();
  }

  @Test
  void leases_again_when_the_time_is_over() {
    var vanished = catalog().lease(Duration.ZERO);

    assertThat(vanished).isPresent();
    assertThat(catalog().lease(Duration.ofMinutes(5))).isPresent();
  }

  @Test
  void lets_exactly_one_of_many_win() throws Exception {
    change(new RefChange.Created(main(ONE)));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<UpdateResult>> moves =
          IntStream.range(0, 16)
              .<Callable<UpdateResult>>mapToObj(
                  i -> () -> change(new RefChange.Moved(main(ONE), main(numbered(i)))))
              .toList();
      long won = 0;
      for (Future<UpdateResult> move : threads.invokeAll(moves)) {
        won += move.get() instanceof UpdateResult.Updated ? 1 : 0;
      }

      assertThat(won).isEqualTo(1);
    }
  }

  private UpdateResult change(RefChange... changes) {
    return catalog().update(new CatalogUpdate(List.of(changes), List.of(), Set.of(), List.of()));
  }

  private void add(Pack... packs) {
    catalog().update(new CatalogUpdate(List.of(), List.of(packs), Set.of(), List.of()));
  }

  private static GitRef main(CommitId commit) {
    return GitRef.to(RefName.MAIN, commit);
  }

  private static GitRef ref(String name, CommitId commit) {
    return GitRef.to(new RefName(name), commit);
  }

  private static CommitId numbered(int number) {
    return new CommitId("%040x".formatted(number + 100));
  }

  private static Pack pack(int number) {
    var sizes = new TreeMap<String, ByteCount>();
    sizes.put("pack", new ByteCount(1000L + number));
    sizes.put("idx", new ByteCount(1072));
    return new Pack(
        new PackName("pack-%024x".formatted(number)),
        PackKind.COMMIT,
        Instant.ofEpochMilli(1_700_000_000_123L),
        3,
        new PackFiles(sizes));
  }

  private static Set<PackName> names(Pack... packs) {
    return Set.of(packs).stream().map(Pack::name).collect(java.util.stream.Collectors.toSet());
  }
}
