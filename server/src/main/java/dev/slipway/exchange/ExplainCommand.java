package dev.slipway.exchange;

import dev.slipway.attempts.Shown;
import dev.slipway.console.Terminal;
import dev.slipway.exchange.Explanation.Answer;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.Resource;
import dev.slipway.trust.ClaimMatch;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code slipway explain}: why an ID token would be accepted or not. JSON for programs, prose for
 * people.
 */
@Command(
    name = "explain",
    description = "Says why an ID token would or would not be accepted; mints nothing.")
public final class ExplainCommand implements Callable<Integer> {

  private final Supplier<Explanation> explanation;
  private final Terminal terminal;

  @Parameters(paramLabel = "RESOURCE")
  private String resource = "";

  @Option(
      names = "--token-stdin",
      required = true,
      description = "Reads the ID token from standard input.")
  private boolean tokenStdin;

  /** Works on what is supplied once the command runs. */
  public ExplainCommand(Supplier<Explanation> explanation, Terminal terminal) {
    this.explanation = explanation;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (!tokenStdin) {
      return Terminal.WRONG_USAGE;
    }
    String token = terminal.readSecret();
    return switch (Resource.parse(resource)) {
      case Malformed<Resource>(var problem) -> terminal.refuse(problem);
      case Value<Resource>(var parsed) -> {
        Explanation open = explanation.get();
        yield print(open.explain(parsed, token), new ExplainJson(open.advice()));
      }
    };
  }

  private int print(Answer answer, ExplainJson json) {
    terminal.printJson(json.everything(answer));
    terminal.say(answer.accepted() ? "The ID token would be accepted." : "It would be refused.");
    answer.token().ifPresent(flaw -> terminal.say("The token: " + flaw.sentence()));
    answer.resource().ifPresent(flaw -> terminal.say("The resource: " + flaw.sentence()));
    if (answer.resource().isEmpty() && answer.publishers().isEmpty()) {
      terminal.say(resource + " has no trusted publisher.");
    }
    answer.publishers().forEach(this::say);
    json.fix(answer).ifPresent(fix -> terminal.say("Try this: " + fix + "."));
    return answer.accepted() ? Terminal.DONE : Terminal.REFUSED;
  }

  private void say(PublisherAnswer answer) {
    String name = answer.publisher().name();
    String title = name.isEmpty() ? answer.publisher().id() : name;
    terminal.say("Publisher " + title + (answer.accepted() ? " accepts it:" : " refuses it:"));
    answer.problem().ifPresent(problem -> terminal.say("  " + problem.sentence()));
    answer.claims().forEach(claim -> terminal.say("  " + sentence(claim)));
  }

  private static String sentence(ClaimMatch claim) {
    String expected = claim.expected().map(text -> ", expected " + text).orElse("");
    String found = claim.found().map(text -> ", found " + Shown.of(text)).orElse("");
    return (claim.isMatch() ? "ok   " : "WRONG ")
        + claim.claim()
        + ": "
        + ExplainJson.verdict(claim)
        + expected
        + found;
  }
}
