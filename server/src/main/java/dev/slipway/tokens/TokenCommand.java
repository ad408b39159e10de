package dev.slipway.tokens;

import dev.slipway.access.Actor;
import dev.slipway.access.Scope;
import dev.slipway.console.Terminal;
import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.tokens.NewTokenResult.Created;
import dev.slipway.tokens.NewTokenResult.NoSuchUser;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway token}: makes access tokens for users. */
@Command(name = "token", description = "Makes access tokens for users.")
public final class TokenCommand {

  private final Supplier<Tokens> tokens;
  private final Terminal terminal;

  /** Works on what is supplied once a command runs. */
  public TokenCommand(Supplier<Tokens> tokens, Terminal terminal) {
    this.tokens = tokens;
    this.terminal = terminal;
  }

  @Command(name = "create", description = "Prints a new token, alone; it is shown this once.")
  int create(
      @Parameters(paramLabel = "USER") String user,
      @Option(names = "--name", required = true, paramLabel = "N") String name,
      @Option(names = "--role", required = true, paramLabel = "read|write") String role,
      @Option(names = "--expires", paramLabel = "30d", description = "<n>m, <n>h or <n>d")
          Optional<String> expires) {
    Optional<Scope> scope = Tokens.scopeOf(role);
    if (scope.isEmpty() || name.isBlank() || name.length() > NewToken.MAX_NAME_CHARACTERS) {
      terminal.say("slipway: --role is read or write; --name has 1 to 96 characters");
      return Terminal.WRONG_USAGE;
    }
    Optional<Duration> lifetime = expires.flatMap(Lifetime::parse);
    if (expires.isPresent() && lifetime.isEmpty()) {
      terminal.say("slipway: --expires is <n>m, <n>h or <n>d, not " + expires.get());
      return Terminal.WRONG_USAGE;
    }
    return switch (Namespace.parse(user)) {
      case Malformed<Namespace>(var problem) -> terminal.refuse(problem);
      case Value<Namespace>(var owner) -> make(owner, new NewToken(name, scope.get(), lifetime));
    };
  }

  private int make(Namespace user, NewToken wanted) {
    return switch (tokens.get().create(new Actor.Operator(), user, wanted)) {
      case Created(_, var secret) -> {
        terminal.print(secret.reveal());
        yield Terminal.DONE;
      }
      case NoSuchUser(var name) -> terminal.refuse("there is no user " + name);
    };
  }
}
