package dev.slipway.git.storage;

import dev.slipway.git.lfs.LfsPointer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A catalog without a database, for tests; one object serves any number of requests. */
public final class InMemoryCatalog implements GitCatalog {

  private final InstantSource clock;
  private final Map<PackName, Pack> live = new HashMap<>();
  private final Map<PackName, Instant> replacedAt = new HashMap<>();
  private final Map<PackName, Pack> tombstones = new HashMap<>();
  private final TreeMap<RefName, GitRef> refs = new TreeMap<>();
  private final Set<LfsPointer> pointers = new HashSet<>();
  private Instant leasedUntil = Instant.MIN;

  public InMemoryCatalog(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized List<Pack> packs() {
    return List.copyOf(live.values());
  }

  @Override
  public synchronized Optional<GitRef> ref(RefName name) {
    return Optional.ofNullable(refs.get(name));
  }

  @Override
  public synchronized List<GitRef> refs(String prefix) {
    return refs.values().stream().filter(ref -> ref.name().text().startsWith(prefix)).toList();
  }

  @Override
  public synchronized UpdateResult update(CatalogUpdate update) {
    Optional<RefName> surprise = update.surprise(refs(""));
    if (surprise.isPresent()) {
      return new UpdateResult.RefMoved(surprise.get());
    }
    TreeMap<RefName, GitRef> next = new TreeMap<>(refs);
    List<RefName> created = new ArrayList<>();
    for (RefChange change : update.changes()) {
      if (!apply(change, next, created)) {
        return new UpdateResult.RefMoved(change.name());
      }
    }
    for (RefName name : created) {
      for (RefName other : next.keySet()) {
        if (name.conflictsWith(other)) {
          return new UpdateResult.NameConflict(name, other);
        }
      }
    }
    refs.clear();
    refs.putAll(next);
    update.packs().forEach(pack -> live.put(pack.name(), pack));
    pointers.addAll(update.pointers());
    return new UpdateResult.Updated();
  }

  private static boolean apply(
      RefChange change, TreeMap<RefName, GitRef> next, List<RefName> created) {
    return switch (change) {
      case RefChange.Created(var ref) -> {
        created.add(ref.name());
        yield next.putIfAbsent(ref.name(), ref) == null;
      }
      case RefChange.Moved(var from, var to) -> next.replace(to.name(), from, to);
      case RefChange.Deleted(var ref) -> next.remove(ref.name(), ref);
    };
  }

  @Override
  public synchronized ReplaceResult replace(List<Pack> added, Set<PackName> replaced) {
    for (PackName name : replaced) {
      if (!live.containsKey(name)) {
        return new ReplaceResult.AlreadyReplaced(name);
      }
    }
    for (PackName name : replaced) {
      tombstones.put(name, live.get(name));
      live.remove(name);
      replacedAt.put(name, clock.instant());
    }
    added.forEach(pack -> live.put(pack.name(), pack));
    return new ReplaceResult.Replaced();
  }

  @Override
  public synchronized List<Pack> replacedBefore(Instant limit) {
    return tombstones.values().stream()
        .filter(pack -> replacedAt.getOrDefault(pack.name(), Instant.MAX).isBefore(limit))
        .toList();
  }

  @Override
  public synchronized void forget(Set<PackName> replaced) {
    replaced.forEach(tombstones::remove);
  }

  @Override
  public synchronized Set<PackName> known() {
    Set<PackName> names = new HashSet<>(live.keySet());
    names.addAll(tombstones.keySet());
    return names;
  }

  @Override
  public synchronized Optional<MaintenanceLease> lease(Duration duration) {
    Instant now = clock.instant();
    if (now.isBefore(leasedUntil)) {
      return Optional.empty();
    }
    leasedUntil = now.plus(duration);
    return Optional.of(this::release);
  }

  private synchronized void release() {
    leasedUntil = Instant.MIN;
  }

  /** Every pointer that any update brought. */
  public synchronized Set<LfsPointer> pointers() {
    return Set.copyOf(pointers);
  }
}
