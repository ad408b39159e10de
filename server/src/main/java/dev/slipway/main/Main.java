package dev.slipway.main;

import dev.slipway.accounts.OrgCommand;
import dev.slipway.accounts.UserCommand;
import dev.slipway.attempts.AttemptsCommand;
import dev.slipway.console.Terminal;
import dev.slipway.doctor.DoctorCommand;
import dev.slipway.exchange.ExplainCommand;
import dev.slipway.keywatch.IssuerKeysCommand;
import dev.slipway.provenance.ProvenanceCommand;
import dev.slipway.provenance.VerifyCommand;
import dev.slipway.publishing.IssuerCommand;
import dev.slipway.publishing.PublisherCommand;
import dev.slipway.settings.RepoCommand;
import dev.slipway.tokens.TokenCommand;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import picocli.CommandLine;

/** The process: one command, one exit code. */
public final class Main {

  private Main() {}

  /** Runs the command of these arguments and ends the process. */
  public static void main(String[] arguments) {
    Terminal terminal = new Terminal(utf8(System.out), utf8(System.err), System.in);
    int code;
    try (OpenHub open = new OpenHub(System.getenv(), InstantSource.system())) {
      code = commands(open, terminal).execute(arguments);
    }
    terminal.out().flush();
    System.exit(code);
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  /** The tree of commands; nothing is opened before one of them runs. */
  static CommandLine commands(OpenHub open, Terminal terminal) {
    CommandLine root =
        new CommandLine(new RootCommand(open, terminal))
            .addSubcommand(new ServeCommand(open, terminal))
            .addSubcommand(new DemoCommand(open.time(), terminal))
            .addSubcommand(new DoctorCommand(new Checkups(open)::all, terminal))
            .addSubcommand(
                new UserCommand(
                    () -> open.hub().accounts(), () -> open.settings().publicUrl(), terminal))
            .addSubcommand(new OrgCommand(() -> open.hub().accounts(), terminal))
            .addSubcommand(
                new RepoCommand(() -> open.hub().settingsChanges(), open.time(), terminal))
            .addSubcommand(new TokenCommand(() -> open.hub().tokens(), terminal))
            .addSubcommand(issuer(open, terminal))
            .addSubcommand(publisher(open, terminal))
            .addSubcommand(new ExplainCommand(() -> open.hub().explanation(), terminal))
            .addSubcommand(new VerifyCommand(() -> open.hub().provenance(), open.time(), terminal))
            .addSubcommand(new ProvenanceCommand(() -> open.hub().provenance(), terminal));
    return root.setExecutionExceptionHandler(new CommandFailure(terminal));
  }

  private static CommandLine publisher(OpenHub open, Terminal terminal) {
    return new CommandLine(
            new PublisherCommand(
                () -> open.hub().publishers(),
                () -> open.hub().sessions(),
                () -> open.hub().database(),
                () -> open.hub().targets(),
                open.time(),
                terminal))
        .addSubcommand(
            new AttemptsCommand(
                () -> open.hub().attempts(),
                () -> open.hub().database(),
                () -> open.hub().targets(),
                terminal));
  }

  /** One command for people, whose parts live in two rooms. */
  private static CommandLine issuer(OpenHub open, Terminal terminal) {
    CommandLine issuer = new CommandLine(new IssuerCommand(() -> open.hub().issuers(), terminal));
    new CommandLine(
            new IssuerKeysCommand(
                () -> open.hub().issuers(), () -> open.hub().keyWatch(), open.time(), terminal))
        .getSubcommands()
        .forEach(issuer::addSubcommand);
    return issuer;
  }
}
