package dev.slipway.main;

import dev.slipway.console.Terminal;
import dev.slipway.main.OpenHub.WrongSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What a command says when it could not be done: one line for people, the rest for the log. */
final class CommandFailure implements IExecutionExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(CommandFailure.class);

  private final Terminal terminal;

  CommandFailure(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof WrongSettings wrong) {
      terminal.refuse(wrong.line());
      return Terminal.WRONG_USAGE;
    }
    LOG.debug("{} failed", command.getCommandName(), failure);
    Throwable cause = failure.getCause();
    return terminal.refuse(failure.getMessage() + (cause == null ? "" : ": " + cause.getMessage()));
  }
}
