package dev.slipway.lfs;

import dev.slipway.access.Actor.Anonymous;
import dev.slipway.access.Actor.Operator;
import dev.slipway.access.Actor.Person;
import dev.slipway.access.Actor.Workload;
import dev.slipway.access.Permission;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.lfs.LockJson.ListJson;
import dev.slipway.lfs.LockJson.OneJson;
import dev.slipway.lfs.LockJson.UnlockJson;
import dev.slipway.lfs.LockJson.VerifiedJson;
import dev.slipway.lfs.LockJson.VerifyJson;
import dev.slipway.lfs.LockJson.WantedJson;
import dev.slipway.lfs.LockStore.Query;
import dev.slipway.names.RepoPath;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.sql.Database;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code …/info/lfs/locks}: files that one writer keeps from the others (git-lfs locking API). */
final class LockEndpoint {

  private static final String LOCKS = "/info/lfs/locks";
  private static final int MAX_LIMIT = 100;
  private static final int ID_BYTES = 12;

  private final Database database;
  private final LockStore store = new LockStore();
  private final InstantSource time;
  private final SecureRandom random;

  LockEndpoint(Database database, InstantSource time, SecureRandom random) {
    this.database = database;
    this.time = time;
    this.random = random;
  }

  void register(RepoRoutes routes) {
    routes.git(Method.GET, LOCKS, Permission.READ_CONTENT, this::list);
    routes.git(Method.POST, LOCKS, Permission.WRITE, this::lock);
    routes.git(Method.POST, LOCKS + "/verify", Permission.WRITE, this::verify);
    routes.git(Method.POST, LOCKS + "/{id}/unlock", Permission.WRITE, this::unlock);
  }

  private Reply lock(Request request, OpenRepo repo) throws IOException {
    String path = request.json(WantedJson.class).path();
    if (path == null) {
      throw new BadRequest("\"path\" is missing");
    }
    RepoPath parsed = Request.require(RepoPath.parse(path));
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    Lock lock =
        new Lock(
            HexFormat.of().formatHex(id), parsed.text(), owner(repo), name(repo), time.instant());
    Query same = new Query("", Optional.of(parsed.text()), Optional.empty(), 1);
    return database.write(tx -> {
      repo.confirmWrite(tx, "lfs.lock", request.id().both());
      if (store.insert(tx, repo.repo().key(), lock)) {
        return BatchEndpoint.lfs(Status.CREATED, new OneJson(LockJson.of(lock), null, null));
      }
      Lock before = store.list(tx, repo.repo().key(), same).getFirst();
      String message = before.path() + " is locked by " + before.ownerName();
      OneJson body = new OneJson(LockJson.of(before), message, message);
      return Problem.conflict(message).reply(BatchEndpoint.lfs(Status.CONFLICT, body));
    });
  }

  private Reply list(Request request, OpenRepo repo) {
    int limit = request.number("limit", MAX_LIMIT, 1, Integer.MAX_VALUE);
    Query query =
        new Query(
            request.query("cursor").orElse(""),
            request.query("path"),
            request.query("id"),
            Math.min(limit, MAX_LIMIT));
    List<Lock> locks = database.read(tx -> store.list(tx, repo.repo().key(), query));
    return BatchEndpoint.lfs(
        Status.OK, new ListJson(locks.stream().map(LockJson::of).toList(), next(locks, query)));
  }

  private Reply verify(Request request, OpenRepo repo) throws IOException {
    VerifyJson body = request.json(VerifyJson.class);
    int limit = body.limit() == null || body.limit() < 1 ? MAX_LIMIT : body.limit();
    Query query =
        new Query(
            body.cursor() == null ? "" : body.cursor(),
            Optional.empty(),
            Optional.empty(),
            Math.min(limit, MAX_LIMIT));
    List<Lock> locks = database.read(tx -> store.list(tx, repo.repo().key(), query));
    String me = owner(repo);
    Map<Boolean, List<LockJson>> mine =
        locks.stream()
            .collect(
                java.util.stream.Collectors.partitioningBy(
                    lock -> lock.owner().equals(me),
                    java.util.stream.Collectors.mapping(
                        LockJson::of, java.util.stream.Collectors.toList())));
    return BatchEndpoint.lfs(
        Status.OK,
        new VerifiedJson(
            mine.getOrDefault(true, List.of()),
            mine.getOrDefault(false, List.of()),
            next(locks, query)));
  }

  private static @Nullable String next(List<Lock> locks, Query query) {
    return locks.size() < query.limit() ? null : locks.getLast().id();
  }

  private Reply unlock(Request request, OpenRepo repo) throws IOException {
    boolean force = Boolean.TRUE.equals(request.json(UnlockJson.class).force());
    Query one = new Query("", Optional.empty(), Optional.of(request.variable("id")), 1);
    return database.write(tx -> {
      repo.confirmWrite(tx, "lfs.unlock", request.id().both());
      List<Lock> found = store.list(tx, repo.repo().key(), one);
      if (found.isEmpty()) {
        return refusal(Status.NOT_FOUND, "there is no such lock");
      }
      Lock lock = found.getFirst();
      if (!lock.owner().equals(owner(repo)) && !force) {
        return refusal(Status.FORBIDDEN, lock.path() + " is locked by " + lock.ownerName());
      }
      store.delete(tx, repo.repo().key(), lock.id());
      return BatchEndpoint.lfs(Status.OK, new OneJson(LockJson.of(lock), null, null));
    });
  }

  private static Reply refusal(int status, String message) {
    return Problem.of(status, message).reply(Map.of("message", message));
  }

  private static String owner(OpenRepo repo) {
    return switch (repo.caller().actor()) {
      case Person person -> person.id().hex();
      case Workload workload -> workload.issuer() + " " + workload.subject();
      case Operator _, Anonymous _ -> throw new IllegalStateException("nobody locks");
    };
  }

  private static String name(OpenRepo repo) {
    return switch (repo.caller().actor()) {
      case Person person -> person.name().text();
      case Workload _ -> Workload.NAME;
      case Operator _, Anonymous _ -> throw new IllegalStateException("nobody locks");
    };
  }
}
