package dev.slipway.keywatch;

import dev.slipway.access.Actor;
import dev.slipway.console.Terminal;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.IssuerRegistry;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.trust.KeyCache;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of {@code slipway issuer} that are about an issuer's keys. */
public final class IssuerKeysCommand {

  private static final Actor OPERATOR = new Actor.Operator();

  private final Supplier<IssuerRegistry> issuers;
  private final Supplier<KeyWatch> watch;
  private final InstantSource time;
  private final Terminal terminal;

  /** Works on what is supplied once a command runs. */
  public IssuerKeysCommand(
      Supplier<IssuerRegistry> issuers,
      Supplier<KeyWatch> watch,
      InstantSource time,
      Terminal terminal) {
    this.issuers = issuers;
    this.watch = watch;
    this.time = time;
    this.terminal = terminal;
  }

  /** The commands, each to be added to {@code slipway issuer}. */
  public List<Object> all() {
    return List.of(new Show(), new Refresh(), new Distrust(), new Trust());
  }

  /** What is done with one issuer, if it is one that is registered. */
  private abstract class OfIssuer implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "URL")
    private String url = "";

    @Override
    public Integer call() {
      return switch (Issuer.parse(url)) {
        case Malformed<Issuer>(var problem) -> terminal.refuse(problem);
        case Value<Issuer>(var issuer) ->
            issuers
                .get()
                .find(issuer)
                .map(this::run)
                .orElseGet(() -> terminal.refuse("there is no issuer " + issuer));
      };
    }

    abstract int run(RegisteredIssuer issuer);
  }

  @Command(
      name = "show",
      description = "Says how an issuer is: health, keys, exceptions, who names it.")
  private final class Show extends OfIssuer {

    @Option(names = "--json", description = "Prints an object.")
    private boolean json;

    @Override
    int run(RegisteredIssuer issuer) {
      IssuerReport report = watch.get().report(issuer.issuer()).orElseThrow();
      ReportText text = new ReportText(report, time.instant());
      if (json) {
        terminal.printJson(text.members());
      } else {
        text.lines().forEach(terminal::print);
      }
      return Terminal.DONE;
    }
  }

  @Command(name = "refresh", description = "Fetches its keys now, here and in every hub that runs.")
  private final class Refresh extends OfIssuer {

    @Override
    int run(RegisteredIssuer issuer) {
      if (!issuer.isEnabled()) {
        return terminal.refuse(issuer.issuer() + " is disabled: it is asked for nothing");
      }
      if (issuer.pasted().isPresent()) {
        return terminal.refuse(
            "the keys of " + issuer.issuer() + " are pasted: it is asked for nothing");
      }
      issuers.get().refresh(OPERATOR, issuer.issuer());
      return watch
          .get()
          .fetch(issuer)
          .map(this::print)
          .orElseGet(() -> terminal.refuse(issuer.issuer() + " may not be reached"));
    }

    private int print(KeyCache.Health health) {
      for (KeyCache.KnownKey key : health.keys()) {
        terminal.print(ReportText.shown(key.id()) + "\t" + key.thumbprint());
      }
      if (health.isHealthy()) {
        terminal.say(health.issuer() + ": healthy, keys: " + health.keys().size());
        return Terminal.DONE;
      }
      return terminal.refuse(health.issuer() + ": unhealthy: " + health.failure().reason());
    }
  }

  @Command(
      name = "distrust",
      description = "Ends trust in a key; what its issuer's tokens led to dies at once.")
  private final class Distrust extends OfIssuer {

    @Parameters(index = "1", paramLabel = "KEY", description = "Its id (kid), or its thumbprint.")
    private String key = "";

    @Override
    int run(RegisteredIssuer issuer) {
      return switch (issuers.get().distrust(OPERATOR, issuer.issuer(), key)) {
        case Malformed<Integer>(var problem) -> terminal.refuse(problem);
        case Value<Integer>(var ended) -> {
          terminal.say(
              "%s: the key %s is trusted no more; access tokens that died: %d"
                  .formatted(issuer.issuer(), ReportText.shown(key), ended));
          if (!isSeen(issuer.issuer())) {
            terminal.say(
                "No hub has seen such a key there so far: compare slipway issuer show "
                    + issuer.issuer());
          }
          yield Terminal.DONE;
        }
      };
    }

    private boolean isSeen(Issuer issuer) {
      return watch.get().report(issuer).stream()
          .flatMap(report -> report.keys().stream())
          .anyMatch(seen -> seen.kid().equals(key) || seen.thumbprint().equals(key));
    }
  }

  @Command(name = "trust", description = "Trusts a key again.")
  private final class Trust extends OfIssuer {

    @Parameters(index = "1", paramLabel = "KEY", description = "As distrust was told.")
    private String key = "";

    @Override
    int run(RegisteredIssuer issuer) {
      if (!issuers.get().trust(OPERATOR, issuer.issuer(), key)) {
        return terminal.refuse("there is no distrusted key of that name");
      }
      terminal.say(issuer.issuer() + ": the key " + ReportText.shown(key) + " is trusted again");
      return Terminal.DONE;
    }
  }
}
