package dev.slipway.lfs;

import dev.slipway.access.Decision;
import dev.slipway.access.Permission;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.lfs.LfsAddresses.Purpose;
import dev.slipway.lfs.LfsJson.ActionJson;
import dev.slipway.lfs.LfsJson.BatchAnswerJson;
import dev.slipway.lfs.LfsJson.BatchJson;
import dev.slipway.lfs.LfsJson.ErrorJson;
import dev.slipway.lfs.LfsJson.ObjectJson;
import dev.slipway.lfs.LfsJson.WantedJson;
import dev.slipway.lfs.LfsTicket.PartOf;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoProblem;
import dev.slipway.repos.RepoRoutes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code …/info/lfs/objects/batch} and {@code …/verify}: what is to be sent where. */
final class BatchEndpoint {

  /** The media type of every LFS body. */
  static final String MEDIA_TYPE = "application/vnd.git-lfs+json";

  private static final Set<String> SHA256 = Set.of("sha256", "sha_256");

  private final HeldObjects objects;
  private final Uploads uploads;
  private final LfsAddresses addresses;
  private final XetTransfer xet;
  private final PublicUrl publicUrl;
  private final RepoProblem problems;

  BatchEndpoint(
      HeldObjects objects,
      Uploads uploads,
      LfsAddresses addresses,
      XetTransfer xet,
      PublicUrl publicUrl) {
    this.objects = objects;
    this.uploads = uploads;
    this.addresses = addresses;
    this.xet = xet;
    this.publicUrl = publicUrl;
    this.problems = new RepoProblem(publicUrl);
  }

  void register(RepoRoutes routes) {
    // What is wanted stands in the body; each operation asks for its own permission below.
    routes.git(Method.POST, "/info/lfs/objects/batch", Permission.READ_METADATA, this::batch);
    routes.git(Method.POST, "/info/lfs/objects/verify", Permission.WRITE, this::verify);
  }

  private Reply batch(Request request, OpenRepo repo) throws IOException {
    BatchJson body = request.json(BatchJson.class);
    if (body.hashAlgo() != null && !SHA256.contains(body.hashAlgo())) {
      throw new BadRequest("objects are named by SHA-256");
    }
    List<@Nullable WantedJson> wanted = body.objects() == null ? List.of() : body.objects();
    if (wanted.size() > LfsLimits.MAX_OBJECTS) {
      throw new BadRequest(
          Problem.of(
              Status.CONTENT_TOO_LARGE,
              "a batch has at most " + LfsLimits.MAX_OBJECTS + " objects"));
    }
    return switch (body.operation()) {
      case "upload" -> {
        Sending sending = new Sending(repo, credentials(request), request.id().both());
        yield permitted(
            repo,
            Permission.WRITE,
            allowed -> {
              announce(sending, allowed);
              return upload(sending, body, wanted);
            });
      }
      case "download" -> permitted(repo, Permission.READ_CONTENT, _ -> download(repo, wanted));
      case null, default -> throw new BadRequest("\"operation\" is upload or download");
    };
  }

  private interface Answer {

    BatchAnswerJson to(Decision.Allowed allowed);
  }

  private Reply permitted(OpenRepo repo, Permission needs, Answer answer) {
    Decision decision = repo.decide(needs);
    if (!(decision instanceof Decision.Allowed allowed)) {
      return problems.of(decision, repo.caller(), repo.repo().id()).reply();
    }
    // The body may have taken its time: nobody gets an address for a token that died meanwhile.
    repo.confirm(needs);
    return RepoRoutes.warned(allowed, lfs(Status.OK, answer.to(allowed)));
  }

  /** What the policy only warns of is noted for the batch, and not for each of its objects. */
  private void announce(Sending sending, Decision.Allowed allowed) {
    if (allowed.warning().isPresent()) {
      uploads.announce(sending.repo(), sending.requestId());
    }
  }

  static Reply lfs(int status, Object body) {
    return Reply.bytes(status, MEDIA_TYPE, dev.slipway.http.Json.write(body));
  }

  /**
   * An upload to a repository.
   *
   * @param credentials the headers that make {@code verify} be asked by the same client: git-lfs
   *     sends none of its own once it was told that its actions are authenticated
   */
  private record Sending(OpenRepo repo, Map<String, String> credentials, String requestId) {}

  private static Map<String, String> credentials(Request request) {
    String name = "Authorization";
    return request.header(name).map(value -> Map.of(name, value)).orElse(Map.of());
  }

  private BatchAnswerJson upload(
      Sending sending, BatchJson body, List<@Nullable WantedJson> wanted) {
    List<Parsed<LfsObject>> parsed = wanted.stream().map(BatchEndpoint::parse).toList();
    Map<BlobId, ByteCount> held = objects.sizes(sending.repo().repo().key(), ids(parsed));
    List<String> offered = body.transfers() == null ? List.of() : body.transfers();
    boolean parts =
        offered.contains("multipart") && parsed.stream().anyMatch(object -> isLarge(object, held));
    Function<LfsObject, ObjectJson> send;
    String transfer;
    if (offered.contains(XetTransfer.NAME)) {
      ActionJson upload = xet.upload(sending.repo(), body.ref());
      transfer = XetTransfer.NAME;
      send = object -> toSend(object, Map.of("upload", upload));
    } else {
      transfer = parts ? "multipart" : "basic";
      send = object -> send(sending, object, parts);
    }
    List<ObjectJson> answers = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      answers.add(
          switch (parsed.get(i)) {
            case Malformed<LfsObject>(var problem) -> refused(wanted.get(i), problem);
            case Value<LfsObject>(var object) ->
                held.containsKey(object.id())
                    ? known(object, held.get(object.id()))
                    : send.apply(object);
          });
    }
    return new BatchAnswerJson(transfer, "sha256", answers);
  }

  private static boolean isLarge(Parsed<LfsObject> object, Map<BlobId, ByteCount> held) {
    return object instanceof Value<LfsObject>(var value)
        && value.size().exceeds(LfsLimits.PARTS_ABOVE)
        && !held.containsKey(value.id());
  }

  private static List<BlobId> ids(List<Parsed<LfsObject>> parsed) {
    List<BlobId> ids = new ArrayList<>();
    for (Parsed<LfsObject> object : parsed) {
      if (object instanceof Value<LfsObject>(var value)) {
        ids.add(value.id());
      }
    }
    return ids;
  }

  private static Parsed<LfsObject> parse(@Nullable WantedJson wanted) {
    if (wanted == null || wanted.oid() == null || wanted.size() == null || wanted.size() < 0) {
      return Parsed.malformed("an object has an \"oid\" and a \"size\"");
    }
    long size = wanted.size();
    return size > LfsLimits.MAX_OBJECT.bytes()
        ? Parsed.malformed("an object has at most " + LfsLimits.MAX_OBJECT)
        : BlobId.parse(wanted.oid()).then(id -> Parsed.of(new LfsObject(id, new ByteCount(size))));
  }

  private static ObjectJson refused(@Nullable WantedJson wanted, String problem) {
    String oid = wanted == null || wanted.oid() == null ? "" : wanted.oid();
    long size = wanted == null || wanted.size() == null ? 0 : wanted.size();
    ErrorJson error = new ErrorJson(Status.UNPROCESSABLE_CONTENT, problem);
    return new ObjectJson(oid, size, null, null, error);
  }

  /** No {@code actions} at all: that is how clients learn that nothing is to be sent. */
  private static ObjectJson known(LfsObject object, ByteCount size) {
    return isOther(object, size) ? otherSize(object, size) : known(object);
  }

  private static boolean isOther(LfsObject object, ByteCount size) {
    return !object.size().equals(size);
  }

  private static ObjectJson otherSize(LfsObject object, ByteCount size) {
    ErrorJson error =
        new ErrorJson(Status.UNPROCESSABLE_CONTENT, "the object of this name has " + size);
    return new ObjectJson(object.id().hex(), object.size().bytes(), null, null, error);
  }

  private static ObjectJson known(LfsObject object) {
    return new ObjectJson(object.id().hex(), object.size().bytes(), null, null, null);
  }

  private ObjectJson send(Sending sending, LfsObject object, boolean parts) {
    OpenRepo repo = sending.repo();
    ActionJson upload = parts ? inParts(repo, object) : whole(repo, object);
    ActionJson verify =
        new ActionJson(
            publicUrl.at("/" + repo.repo().id().path() + ".git/info/lfs/objects/verify"),
            sending.credentials(),
            LfsLimits.UPLOAD_LIFETIME.toSeconds());
    Map<String, ActionJson> actions = new LinkedHashMap<>();
    actions.put("upload", upload);
    actions.put("verify", verify);
    return toSend(object, actions);
  }

  private static ObjectJson toSend(LfsObject object, Map<String, ActionJson> actions) {
    return new ObjectJson(object.id().hex(), object.size().bytes(), true, actions, null);
  }

  private ActionJson whole(OpenRepo repo, LfsObject object) {
    return action(Purpose.UPLOAD, ticket(repo, object, Optional.empty()), Map.of());
  }

  private ActionJson inParts(OpenRepo repo, LfsObject object) {
    PartedUpload upload = uploads.begin(repo, object);
    Map<String, String> header = new LinkedHashMap<>();
    header.put("chunk_size", String.valueOf(upload.partSize().bytes()));
    for (int number = 1; number <= upload.parts(); number++) {
      LfsTicket part = ticket(repo, object, Optional.of(new PartOf(upload.id(), number)));
      header.put(String.format(Locale.ROOT, "%05d", number), addresses.address(Purpose.PART, part));
    }
    LfsTicket complete = ticket(repo, object, Optional.of(new PartOf(upload.id(), 0)));
    return action(Purpose.COMPLETE, complete, header);
  }

  private static LfsTicket ticket(OpenRepo repo, LfsObject object, Optional<PartOf> part) {
    return new LfsTicket(repo.repo().key(), object, repo.caller().token(), part);
  }

  private ActionJson action(Purpose purpose, LfsTicket ticket, Map<String, String> header) {
    return new ActionJson(
        addresses.address(purpose, ticket), header, purpose.lifetime().toSeconds());
  }

  private BatchAnswerJson download(OpenRepo repo, List<@Nullable WantedJson> wanted) {
    List<Parsed<LfsObject>> parsed = wanted.stream().map(BatchEndpoint::parse).toList();
    Map<BlobId, ByteCount> held = objects.sizes(repo.repo().key(), ids(parsed));
    List<ObjectJson> answers = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      answers.add(
          switch (parsed.get(i)) {
            case Malformed<LfsObject>(var problem) -> refused(wanted.get(i), problem);
            case Value<LfsObject>(var object) -> fetch(repo, object, held.get(object.id()));
          });
    }
    return new BatchAnswerJson("basic", "sha256", answers);
  }

  private ObjectJson fetch(OpenRepo repo, LfsObject object, @Nullable ByteCount size) {
    if (size == null) {
      ErrorJson missing = new ErrorJson(Status.NOT_FOUND, "The object does not exist here");
      return new ObjectJson(object.id().hex(), object.size().bytes(), null, null, missing);
    }
    if (isOther(object, size)) {
      return otherSize(object, size);
    }
    LfsTicket ticket = ticket(repo, object, Optional.empty());
    Map<String, ActionJson> actions =
        Map.of("download", action(Purpose.DOWNLOAD, ticket, Map.of()));
    return new ObjectJson(object.id().hex(), size.bytes(), true, actions, null);
  }

  private Reply verify(Request request, OpenRepo repo) throws IOException {
    return switch (parse(request.json(WantedJson.class))) {
      case Malformed<LfsObject>(var problem) -> Problem.badRequest(problem).reply();
      case Value<LfsObject>(var object) -> {
        Map<BlobId, ByteCount> held = objects.sizes(repo.repo().key(), List.of(object.id()));
        ByteCount size = held.get(object.id());
        yield size != null && size.equals(object.size())
            ? lfs(Status.OK, Map.of())
            : Problem.of(Status.NOT_FOUND, "The object was not uploaded")
                .reply(Map.of("message", "The object was not uploaded"));
      }
    };
  }
}
