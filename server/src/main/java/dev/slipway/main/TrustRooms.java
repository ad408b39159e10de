package dev.slipway.main;

import dev.slipway.attempts.AttemptLog;
import dev.slipway.attempts.AttemptsFeature;
import dev.slipway.audit.AuditStore;
import dev.slipway.discovery.DiscoveryFeature;
import dev.slipway.exchange.ExchangeFeature;
import dev.slipway.exchange.Explanation;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.keywatch.KeyWatch;
import dev.slipway.publishing.IssuerRegistry;
import dev.slipway.publishing.IssuerStore;
import dev.slipway.publishing.NoticeStore;
import dev.slipway.publishing.PublisherAlarms;
import dev.slipway.publishing.PublisherRegistry;
import dev.slipway.publishing.PublisherSessions;
import dev.slipway.publishing.PublisherStore;
import dev.slipway.publishing.PublishingFeature;
import dev.slipway.publishing.Targets;
import dev.slipway.repos.ReposFeature;
import dev.slipway.tokens.SessionStore;
import dev.slipway.trust.Audience;
import dev.slipway.trust.KeyCache;
import dev.slipway.trust.outbound.OutboundHttp;
import java.util.ArrayList;
import java.util.List;

/** Trusted publishers and the exchange. */
final class TrustRooms {

  private final IssuerRegistry issuers;
  private final PublisherRegistry publishers;
  private final PublisherSessions sessions;
  private final Targets targets;
  private final KeyCache keys;
  private final KeyWatch watch;
  private final PublishingFeature publishing;
  private final AttemptLog attempts;
  private final AttemptsFeature attemptsFeature;
  private final ExchangeFeature exchange;
  private final DiscoveryFeature discovery;

  TrustRooms(Foundation on, PeopleRooms people, ReposFeature repos) {
    ReposFeature.Stores rows = people.stores();
    IssuerStore issuerStore = new IssuerStore();
    PublisherStore publisherStore = new PublisherStore();
    NoticeStore notices = new NoticeStore();
    PublisherAlarms alarms = new PublisherAlarms(publisherStore, notices, rows.audit(), on.time());
    keys = new KeyCache(new OutboundHttp(), on.time());
    watch = new KeyWatch(on.database(), issuerStore, keys);
    issuers =
        new IssuerRegistry(on.database(), issuerStore, rows.tokens(), rows.audit(), on.time());
    publishers =
        registry(
            on,
            repos,
            new PublisherRegistry.Stores(
                publisherStore, notices, issuerStore, rows.tokens(), rows.audit()));
    targets = new Targets(rows.repos(), rows.accounts());
    sessions = sessions(on, repos, publisherStore);
    PublishingFeature.Watch eyes = new PublishingFeature.Watch(on.database(), alarms, targets);
    publishing = new PublishingFeature(publishers, sessions, issuers, eyes, keys, on.random());
    publishing.register(repos.repoRoutes());
    attempts = new AttemptLog(on.database(), repos.gate(), rows.audit(), on.time());
    attemptsFeature = new AttemptsFeature(attempts);
    attemptsFeature.register(repos.repoRoutes());
    ExchangeFeature.Stores stores =
        new ExchangeFeature.Stores(
            issuerStore,
            publisherStore,
            alarms,
            rows.repos(),
            rows.accounts(),
            rows.tokens(),
            people.tokens(),
            rows.audit(),
            attempts,
            repos.gate());
    List<Audience> audiences = audiences(on.settings());
    exchange =
        new ExchangeFeature(on.database(), stores, audiences, keys, people.mint(), on.time());
    discovery = new DiscoveryFeature(on.publicUrl(), audiences, exchange);
  }

  private static PublisherRegistry registry(
      Foundation on, ReposFeature repos, PublisherRegistry.Stores stores) {
    return new PublisherRegistry(on.database(), repos.gate(), stores, on.time(), on.random());
  }

  private static PublisherSessions sessions(
      Foundation on, ReposFeature repos, PublisherStore publishers) {
    return new PublisherSessions(
        on.database(),
        repos.gate(),
        new PublisherSessions.Stores(publishers, new SessionStore(), new AuditStore(on.time())),
        on.time());
  }

  /** Our own address first: it is what an ID token must name unless the operator says more. */
  private static List<Audience> audiences(Settings settings) {
    List<Audience> audiences = new ArrayList<>();
    audiences.add(new Audience(settings.publicUrl().origin()));
    settings.audiences().forEach(audience -> audiences.add(new Audience(audience)));
    return audiences;
  }

  IssuerRegistry issuers() {
    return issuers;
  }

  PublisherRegistry publishers() {
    return publishers;
  }

  PublisherSessions sessions() {
    return sessions;
  }

  Targets targets() {
    return targets;
  }

  KeyCache keys() {
    return keys;
  }

  AttemptLog attempts() {
    return attempts;
  }

  KeyWatch keyWatch() {
    return watch;
  }

  Explanation explanation() {
    return exchange.explanation();
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>(publishing.routes());
    routes.addAll(exchange.routes());
    routes.addAll(attemptsFeature.routes());
    routes.addAll(discovery.routes());
    return routes;
  }

  void schedule(Jobs jobs) {
    publishing.schedule(jobs);
    watch.schedule(jobs);
    exchange.schedule(jobs);
    attemptsFeature.schedule(jobs);
  }

  void finish() {
    exchange.finish();
  }
}
