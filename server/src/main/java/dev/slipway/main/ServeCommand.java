package dev.slipway.main;

import dev.slipway.console.Terminal;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code slipway serve}: runs the hub until SIGTERM. */
@Command(name = "serve", description = "Runs the hub.")
final class ServeCommand implements java.util.concurrent.Callable<Integer> {

  private final OpenHub open;
  private final Terminal terminal;

  ServeCommand(OpenHub open, Terminal terminal) {
    this.open = open;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Hub hub = open.hub();
    try {
      RunningHub running = new RunningHub(hub);
      greet(hub);
      CountDownLatch stopped = new CountDownLatch(1);
      Thread stop =
          new Thread(
              () -> {
                running.close();
                stopped.countDown();
              },
              "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      stopped.await();
      return Terminal.DONE;
    } catch (BindException e) {
      return terminal.refuse("cannot listen on " + hub.settings().listen() + ": " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Terminal.REFUSED;
    }
  }

  private void greet(Hub hub) {
    String url = hub.settings().publicUrl().origin();
    terminal.say("Slipway serves " + url + " from " + hub.settings().data());
    hub.accounts()
        .setUpCode()
        .ifPresent(code ->
            terminal.say(
                "There is no user yet. Make the first administrator at "
                    + url
                    + "/set-up?code="
                    + code));
  }
}
