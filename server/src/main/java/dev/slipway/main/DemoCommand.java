package dev.slipway.main;

import dev.slipway.console.Terminal;
import dev.slipway.demo.Demonstration;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway demo}: the whole story on this machine, with data that does not stay. */
@Command(
    name = "demo",
    description = "Tells the whole story on this machine, with temporary data, at a free port.")
final class DemoCommand implements Callable<Integer> {

  private final InstantSource time;
  private final Terminal terminal;

  @Option(names = "--exit", description = "Ends, instead of leaving the hub running.")
  private boolean exit;

  DemoCommand(InstantSource time, Terminal terminal) {
    this.time = time;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try (DemoStage stage = DemoStage.set(time)) {
      String url = stage.hub().url();
      terminal.print("A hub at " + url + ", and a CI provider's issuer, both on this machine.");
      Demonstration story =
          new Demonstration(stage.hub(), stage.issuer(), stage.folder(), terminal);
      boolean wentAsTold = story.tell();
      terminal.print("");
      terminal.print(
          wentAsTold ? "Everything went as told." : "That was not as it should be: see the ✗.");
      if (!exit) {
        linger(url);
      }
      return wentAsTold ? Terminal.DONE : Terminal.REFUSED;
    }
  }

  private void linger(String url) {
    terminal.print("The hub runs on. Look at what was published, in a browser:");
    terminal.print("   " + url + "/acme/awesome-model/raw/main/README.md");
    terminal.print("   " + url + "/api/models/acme/awesome-model");
    terminal.print("Ctrl-C ends it and removes its data.");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
