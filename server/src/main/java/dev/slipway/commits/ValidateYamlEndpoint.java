package dev.slipway.commits;

import dev.slipway.cards.CardAdvice;
import dev.slipway.cards.FrontMatter;
import dev.slipway.http.BadRequest;
import dev.slipway.http.LimitedInput;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.names.RepoType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code validate-yaml}: whether the metadata of a README can be read, and what its author may want
 * to know. The answer is JSON whatever happens, because clients read it before the status.
 */
final class ValidateYamlEndpoint {

  List<Route> routes() {
    return List.of(
        new Route(Method.POST, "/api/validate-yaml", RouteAccess.ANYONE, this::validate));
  }

  private Reply validate(Request request) {
    LimitedInput body = new LimitedInput(request.body(), CommitLimits.README_BODY);
    MemberReader members = new MemberReader(body);
    if (!members.nextObject()) {
      throw new BadRequest("the body is empty");
    }
    String content = "";
    RepoType type = RepoType.MODEL;
    for (Optional<String> name = members.nextName(); name.isPresent(); name = members.nextName()) {
      switch (name.get()) {
        case "content" -> content = members.beginning("content", CommitLimits.README_CHARACTERS);
        case "repoType" -> type = type(members.text("repoType", CommitLimits.WORD_CHARACTERS));
        default -> members.skip();
      }
    }
    return answer(FrontMatter.of(content), type);
  }

  private static RepoType type(Optional<String> word) {
    return RepoType.ofWord(word.orElse("model"))
        .orElseThrow(() -> new BadRequest("\"repoType\" is model, dataset, space or kernel"));
  }

  private static Reply answer(FrontMatter front, RepoType type) {
    List<Map<String, String>> warnings =
        CardAdvice.on(front, type).stream().map(ValidateYamlEndpoint::message).toList();
    return switch (front) {
      case FrontMatter.Absent _, FrontMatter.Card _ ->
          Reply.json(Map.of("errors", List.of(), "warnings", warnings));
      case FrontMatter.Unreadable(var problem) ->
          Problem.badRequest("Invalid metadata in README.md")
              .reply(Map.of("errors", List.of(message(problem)), "warnings", warnings));
    };
  }

  private static Map<String, String> message(String text) {
    return Map.of("message", text);
  }
}
