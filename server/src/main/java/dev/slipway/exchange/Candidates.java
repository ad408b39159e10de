package dev.slipway.exchange;

import dev.slipway.access.UserId;
import dev.slipway.names.RepoId;
import dev.slipway.publishing.NamespacePublisherStore;
import dev.slipway.publishing.Publisher;
import dev.slipway.publishing.PublisherStore;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.publishing.Resource;
import dev.slipway.publishing.Target;
import dev.slipway.publishing.Targets.Found;
import dev.slipway.sql.Tx;
import dev.slipway.trust.VerifiedToken;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The publishers that an ID token is compared with: the resource's own, and those of its namespace
 * that stand for a repository of that name.
 */
record Candidates(PublisherStore own, NamespacePublisherStore ofNamespaces, InstantSource time) {

  /** A genuine token, and the rules of its issuer. */
  record Shown(VerifiedToken token, RegisteredIssuer issuer) {}

  /** Those for what is there. */
  List<Publisher> of(Tx tx, Found found, Resource wanted, Shown shown) {
    List<Publisher> all = new ArrayList<>(own.find(tx, found.target(), shown.token().issuer()));
    name(found, wanted)
        .ifPresent(id ->
            ofNamespaces
                .naming(tx, found.owner(), id, shown.token().issuer(), time.instant())
                .stream()
                .filter(publisher -> publisher.state().pending().isEmpty())
                .filter(publisher -> isNamed(publisher, id, shown))
                .forEach(all::add));
    return all;
  }

  /** Those that create what is not there. */
  List<Publisher> creating(Tx tx, Owned missing, Shown shown) {
    return ofNamespaces
        .naming(tx, missing.account(), missing.id(), shown.token().issuer(), time.instant())
        .stream()
        .filter(publisher -> isNamed(publisher, missing.id(), shown))
        .toList();
  }

  /** Those of any issuer, for their maintainers. */
  List<Publisher> all(Tx tx, Found found, Resource wanted) {
    List<Publisher> all = new ArrayList<>(own.list(tx, found.target()));
    name(found, wanted).ifPresent(id -> all.addAll(ofNamespaces.naming(tx, found.owner(), id)));
    return all;
  }

  /** Whether a publisher lets the job of a token into the repository of that name at all. */
  static boolean isNamed(Publisher publisher, RepoId id, Shown shown) {
    return publisher
        .grant()
        .repos()
        .map(scope ->
            scope.names(
                id.name(), shown.issuer().rules(publisher.preset()).repositoryName(shown.token())))
        .orElse(true);
  }

  /**
   * The name by which a repository was asked for, if that is its name today: the publishers of a
   * namespace do not stand for former names, nor for another case.
   */
  static Optional<RepoId> name(Found found, Resource wanted) {
    return wanted instanceof Resource.OfRepo(var id)
            && found.target() instanceof Target.OfRepo
            && RepoId.parse(found.name()).orThrow() instanceof RepoId(var type, var ns, var name)
            && id.type() == type
            && id.name().equals(name)
            && id.namespace().folded().equals(ns.folded())
        ? Optional.of(id)
        : Optional.empty();
  }

  /** A repository that is not there, and whose it would be. */
  record Owned(UserId account, RepoId id) {}
}
