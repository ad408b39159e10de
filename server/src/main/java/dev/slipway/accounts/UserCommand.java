package dev.slipway.accounts;

import dev.slipway.access.Actor;
import dev.slipway.accounts.AccountResult.AddedWithCode;
import dev.slipway.accounts.AccountResult.Done;
import dev.slipway.accounts.AccountResult.Refused;
import dev.slipway.console.Terminal;
import dev.slipway.http.PublicUrl;
import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway user}: adds, locks and unlocks users. */
@Command(name = "user", description = "Adds users, locks and unlocks them.")
public final class UserCommand {

  private static final Actor OPERATOR = new Actor.Operator();

  private final Supplier<Accounts> accounts;
  private final Supplier<PublicUrl> publicUrl;
  private final Terminal terminal;

  /** Works on what these supply once a command runs. */
  public UserCommand(
      Supplier<Accounts> accounts, Supplier<PublicUrl> publicUrl, Terminal terminal) {
    this.accounts = accounts;
    this.publicUrl = publicUrl;
    this.terminal = terminal;
  }

  @Command(name = "add", description = "Adds a user; prints a one-time password link.")
  int add(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--email", required = true, paramLabel = "E") String email,
      @Option(names = "--admin", description = "The user operates the hub.") boolean admin,
      @Option(names = "--password-stdin", description = "Reads the password from stdin.")
          boolean passwordStdin)
      throws IOException {
    Optional<String> password =
        passwordStdin ? Optional.of(terminal.readSecret()) : Optional.empty();
    return onNamed(
        name, user -> accounts.get().addUser(OPERATOR, new NewUser(user, email, admin, password)));
  }

  @Command(name = "lock", description = "Stops everything that the user's tokens can do.")
  int lock(@Parameters(paramLabel = "NAME") String name) {
    return onNamed(name, user -> accounts.get().setLocked(OPERATOR, user, true));
  }

  @Command(name = "unlock", description = "Ends a lock.")
  int unlock(@Parameters(paramLabel = "NAME") String name) {
    return onNamed(name, user -> accounts.get().setLocked(OPERATOR, user, false));
  }

  private int onNamed(String name, Function<Namespace, AccountResult> change) {
    return switch (Namespace.parse(name)) {
      case Malformed<Namespace>(var problem) -> terminal.refuse(problem);
      case Value<Namespace>(var user) -> report(change.apply(user));
    };
  }

  private int report(AccountResult result) {
    return switch (result) {
      case Done(var account) -> {
        terminal.say(account.name() + ": done");
        yield Terminal.DONE;
      }
      case AddedWithCode(var account, var code) -> {
        terminal.say(account.name() + " chooses a password, once, within 7 days, at:");
        terminal.print(publicUrl.get().at("/password/" + code));
        yield Terminal.DONE;
      }
      case Refused(var reason) -> terminal.refuse(reason);
    };
  }
}
