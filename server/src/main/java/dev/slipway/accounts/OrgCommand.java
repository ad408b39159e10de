package dev.slipway.accounts;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.accounts.AccountResult.AddedWithCode;
import dev.slipway.accounts.AccountResult.Done;
import dev.slipway.accounts.AccountResult.Refused;
import dev.slipway.console.Terminal;
import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway org}: adds organisations, and their members. */
@Command(name = "org", description = "Adds organisations and their members.")
public final class OrgCommand {

  private static final Actor OPERATOR = new Actor.Operator();
  private static final Map<String, Role> ROLES =
      Map.of(
          "read", Role.READ,
          "contributor", Role.CONTRIBUTOR,
          "write", Role.WRITE,
          "admin", Role.ADMIN,
          "none", Role.NONE);

  private final Supplier<Accounts> accounts;
  private final Terminal terminal;

  /** Works on what is supplied once a command runs. */
  public OrgCommand(Supplier<Accounts> accounts, Terminal terminal) {
    this.accounts = accounts;
    this.terminal = terminal;
  }

  @Command(name = "add", description = "Adds an organisation.")
  int add(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--owner", required = true, paramLabel = "USER") String owner) {
    return onNamed(name, owner, (org, user) -> accounts.get().addOrg(OPERATOR, org, user));
  }

  @Command(name = "member", description = "Makes a user a member with a role.")
  int member(
      @Parameters(paramLabel = "ORG") String org,
      @Parameters(paramLabel = "USER") String user,
      @Option(
              names = "--role",
              required = true,
              paramLabel = "ROLE",
              description = "read, contributor, write, admin; none ends the membership.")
          String role) {
    Role wanted = ROLES.get(role);
    if (wanted == null) {
      terminal.say("slipway: a role is read, contributor, write, admin or none, not " + role);
      return Terminal.WRONG_USAGE;
    }
    return onNamed(
        org,
        user,
        (account, member) -> accounts.get().setMember(OPERATOR, account, member, wanted));
  }

  private int onNamed(
      String org, String user, BiFunction<Namespace, Namespace, AccountResult> change) {
    Parsed<AccountResult> result =
        Namespace.parse(org)
            .then(account ->
                Namespace.parse(user).then(member -> Parsed.of(change.apply(account, member))));
    return switch (result) {
      case Malformed<AccountResult>(var problem) -> terminal.refuse(problem);
      case Value<AccountResult>(var done) -> report(done);
    };
  }

  private int report(AccountResult result) {
    return switch (result) {
      case Done(var account) -> {
        terminal.say(account.name() + ": done");
        yield Terminal.DONE;
      }
      case AddedWithCode _ -> throw new IllegalStateException("an organisation has no password");
      case Refused(var reason) -> terminal.refuse(reason);
    };
  }
}
