package dev.slipway.main;

import dev.slipway.console.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code slipway} itself: the settings that every command takes as flags. */
@Command(
    name = "slipway",
    description = "A self-hosted model hub that CI publishes to without a stored secret.",
    mixinStandardHelpOptions = true,
    version = "slipway 0.1.0",
    scope = ScopeType.INHERIT)
final class RootCommand implements Callable<Integer> {

  private final OpenHub open;
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  RootCommand(OpenHub open, Terminal terminal) {
    this.open = open;
    this.terminal = terminal;
  }

  @Option(names = "--port", paramLabel = "8080", scope = ScopeType.INHERIT)
  void port(String port) {
    open.flag("SLIPWAY_PORT", port);
  }

  @Option(names = "--listen", paramLabel = "127.0.0.1", scope = ScopeType.INHERIT)
  void listen(String address) {
    open.flag("SLIPWAY_LISTEN", address);
  }

  @Option(names = "--data", paramLabel = "./data", scope = ScopeType.INHERIT)
  void data(String folder) {
    open.flag("SLIPWAY_DATA", folder);
  }

  @Option(names = "--public-url", paramLabel = "URL", scope = ScopeType.INHERIT)
  void publicUrl(String url) {
    open.flag("SLIPWAY_PUBLIC_URL", url);
  }

  @Option(names = "--audience", paramLabel = "URL", scope = ScopeType.INHERIT)
  void audiences(java.util.List<String> audiences) {
    open.flag("SLIPWAY_AUDIENCES", String.join(",", audiences));
  }

  @Override
  public Integer call() {
    CommandLine.usage(spec.commandLine(), terminal.err());
    return Terminal.WRONG_USAGE;
  }
}
