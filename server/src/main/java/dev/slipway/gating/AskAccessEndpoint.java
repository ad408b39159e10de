package dev.slipway.gating;

import dev.slipway.access.Actor.Person;
import dev.slipway.access.Permission;
import dev.slipway.access.Scope;
import dev.slipway.http.BadRequest;
import dev.slipway.http.FormBody;
import dev.slipway.http.Json;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoRoutes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a reader does at a gate: {@code ask-access}, and taking the request back. */
final class AskAccessEndpoint {

  private static final int MAX_FIELDS = 50;
  private static final int MAX_FIELD_CHARACTERS = 2000;

  private final GuestList guests;
  private final PublicUrl publicUrl;

  AskAccessEndpoint(GuestList guests, PublicUrl publicUrl) {
    this.guests = guests;
    this.publicUrl = publicUrl;
  }

  void register(RepoRoutes routes) {
    routes.web(Method.POST, "/ask-access", Permission.READ_METADATA, this::ask);
    routes.api(Method.POST, "/user-access-request/cancel", Permission.READ_METADATA, this::cancel);
  }

  private Reply ask(Request request, OpenRepo repo) throws IOException {
    Optional<Person> person = reader(repo);
    if (person.isEmpty()) {
      return refused(request);
    }
    String fields = fields(request);
    return switch (guests.ask(repo, person.get().id(), fields, request.id().both())) {
      case GuestResult.Done _, GuestResult.AlreadySo _ ->
          Reply.redirect(Status.SEE_OTHER, publicUrl.at("/" + repo.repo().id().path()));
      case GuestResult.NotGated _ -> AccessRequestEndpoint.notGated();
      case GuestResult.NoSuchRequest _, GuestResult.NoSuchUser _ ->
          throw new IllegalStateException("asking needs no request and no other user");
    };
  }

  private Reply cancel(Request request, OpenRepo repo) {
    Optional<Person> person = reader(repo);
    if (person.isEmpty()) {
      return refused(request);
    }
    GuestResult result = guests.cancel(repo, person.get().id(), request.id().both());
    return result instanceof GuestResult.Done
        ? Reply.json(Map.of("ok", true))
        : AccessRequestEndpoint.reply(result);
  }

  /** Asking binds a person: a CI job does not ask in their name. */
  private static Optional<Person> reader(OpenRepo repo) {
    return repo.caller().actor() instanceof Person person && person.scope() != Scope.GATED_REPOS
        ? Optional.of(person)
        : Optional.empty();
  }

  private static Reply refused(Request request) {
    return request.caller().isAnonymous()
        ? Problem.signIn().reply()
        : Problem.forbidden("Only a person can ask for access.").reply();
  }

  private static String fields(Request request) throws IOException {
    FormBody form =
        request.mediaType().equals("application/json")
            ? new FormBody(jsonFields(request))
            : request.form();
    Map<String, Object> fields = new LinkedHashMap<>();
    form.fields().forEach((name, values) -> fields.put(name, values.getFirst()));
    boolean tooMuch =
        fields.size() > MAX_FIELDS
            || fields.entrySet().stream()
                .anyMatch(field ->
                    field.getKey().length() > MAX_FIELD_CHARACTERS
                        || field.getValue().toString().length() > MAX_FIELD_CHARACTERS);
    if (tooMuch) {
      throw new BadRequest("the form has at most 50 fields of at most 2000 characters");
    }
    return new String(Json.write(fields), StandardCharsets.UTF_8);
  }

  private static Map<String, List<String>> jsonFields(Request request) throws IOException {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    Map<?, ?> body = request.json(Map.class);
    body.forEach((name, value) -> fields.put(String.valueOf(name), List.of(String.valueOf(value))));
    return fields;
  }
}
