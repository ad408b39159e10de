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
      CountDownLatch stopped = new CountDownLatch(1);
      // Registered before anything is said: whoever reads that the hub runs may stop it at once.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, stopped), "stop"));
      running.start();
      greet(hub);
      stopped.await();
      return Terminal.DONE;
    } catch (BindException e) {
      return terminal.refuse("cannot listen on " + hub.settings().listen() + ": " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Terminal.REFUSED;
    }
  }

  private static void stop(RunningHub running, CountDownLatch stopped) {
    running.close();
    stopped.countDown();
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
