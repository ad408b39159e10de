package dev.slipway.git.storage;

import dev.slipway.names.Parsed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Ref.Storage;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.RefRename;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.ReflogReader;
import org.eclipse.jgit.lib.SymbolicRef;
import org.eclipse.jgit.util.RefList;
import org.eclipse.jgit.util.RefMap;
import org.jspecify.annotations.Nullable;

/**
 * References for JGit, read from the catalog whenever JGit asks. After each read the pack list is
 * forgotten: an old one would lack the packs of a reference that just moved.
 */
final class HubRefDatabase extends RefDatabase {

  private final HubRepository repository;

  HubRefDatabase(HubRepository repository) {
    this.repository = repository;
  }

  @Override
  public @Nullable Ref exactRef(String name) {
    if (name.equals(Constants.HEAD)) {
      return head();
    }
    return switch (RefName.parse(name)) {
      case Parsed.Value<RefName>(var parsed) ->
          repository.ref(parsed).map(HubRefDatabase::convert).orElse(null);
      case Parsed.Malformed<RefName> _ -> null;
    };
  }

  private Ref head() {
    Optional<Ref> main = repository.ref(RefName.MAIN).map(HubRefDatabase::convert);
    return head(main.orElseGet(HubRefDatabase::unborn));
  }

  private static Ref head(Ref target) {
    return new SymbolicRef(Constants.HEAD, target);
  }

  private static Ref unborn() {
    return new ObjectIdRef.Unpeeled(Storage.NEW, RefName.MAIN.text(), null);
  }

  private static Ref convert(GitRef ref) {
    String name = ref.name().text();
    ObjectId target = ObjectId.fromString(ref.target().hex());
    if (ref.target().hex().equals(ref.commit().hex())) {
      return new ObjectIdRef.PeeledNonTag(Storage.PACKED, name, target);
    }
    ObjectId commit = ObjectId.fromString(ref.commit().hex());
    return new ObjectIdRef.PeeledTag(Storage.PACKED, name, target, commit);
  }

  @Override
  @Deprecated
  public Map<String, Ref> getRefs(String prefix) {
    var found = new RefList.Builder<Ref>();
    var symbolic = new RefList.Builder<Ref>();
    for (GitRef ref : repository.refs(prefix)) {
      found.add(convert(ref));
      if (prefix.isEmpty() && ref.name().equals(RefName.MAIN)) {
        symbolic.add(head(convert(ref)));
      }
    }
    found.sort();
    RefList<Ref> heads = symbolic.toRefList();
    return new RefMap(prefix, found.toRefList(), heads, heads);
  }

  @Override
  public boolean isNameConflicting(String name) {
    var wanted = new RefName(name);
    return repository.refs("").stream().anyMatch(ref -> ref.name().conflictsWith(wanted));
  }

  @Override
  public BatchRefUpdate newBatchUpdate() {
    return new HubBatchRefUpdate(this, repository);
  }

  @Override
  public boolean performsAtomicTransactions() {
    return true;
  }

  @Override
  public Ref peel(Ref ref) {
    return ref; // every reference comes out of the catalog with what it leads to
  }

  @Override
  public List<Ref> getAdditionalRefs() {
    return List.of();
  }

  @Override
  public RefUpdate newUpdate(String name, boolean detach) {
    throw new UnsupportedOperationException("references are updated in batches");
  }

  @Override
  public RefRename newRename(String fromName, String toName) {
    throw new UnsupportedOperationException("references are not renamed");
  }

  @Override
  public @Nullable ReflogReader getReflogReader(Ref ref) {
    return null; // the audit says who moved what
  }

  @Override
  public void create() {
    // Rows need no preparation.
  }

  @Override
  public void refresh() {
    repository.forgetPackList();
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
