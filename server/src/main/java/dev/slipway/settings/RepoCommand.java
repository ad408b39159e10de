package dev.slipway.settings;

import dev.slipway.access.PublishingMode;
import dev.slipway.access.PublishingPolicy;
import dev.slipway.access.PublishingPolicy.Pause;
import dev.slipway.console.Terminal;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoId;
import dev.slipway.settings.PolicyWish.Lasting;
import dev.slipway.settings.PolicyWish.Pausing;
import dev.slipway.settings.SettingsResult.Done;
import dev.slipway.settings.SettingsResult.NoSuchOrg;
import dev.slipway.settings.SettingsResult.NoSuchRepo;
import dev.slipway.settings.SettingsResult.NotAllowed;
import dev.slipway.settings.SettingsResult.Pointless;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway repo}: what the operator may do to a repository in an emergency. */
@Command(name = "repo", description = "Sets whose commits a repository takes.")
public final class RepoCommand {

  private static final Pattern MINUTES = Pattern.compile("([1-9][0-9]?)m");

  private final Supplier<SettingsChanges> changes;
  private final InstantSource time;
  private final Terminal terminal;

  /** Works on what is supplied once a command runs. */
  public RepoCommand(Supplier<SettingsChanges> changes, InstantSource time, Terminal terminal) {
    this.changes = changes;
    this.time = time;
    this.terminal = terminal;
  }

  @Command(
      name = "policy",
      description = "Takes commits of everybody who may write, or of trusted publishers alone.")
  int policy(
      @Parameters(paramLabel = "RESOURCE") String resource,
      @Parameters(paramLabel = "off|warn|enforce") String word,
      @Option(
              names = "--for",
              paramLabel = "30m",
              description = "A pause of at most 60m, after which the policy is as it was.")
          Optional<String> length,
      @Option(names = "--reason", defaultValue = "", description = "Stands in the audit.")
          String reason) {
    Optional<PublishingMode> mode = PublishingMode.ofWord(word);
    Optional<Duration> pause = length.flatMap(RepoCommand::minutes);
    if (mode.isEmpty() || reason.length() > PolicyWish.MAX_REASON_CHARACTERS) {
      return misused(
          "a policy is off, warn or enforce; --reason has at most "
              + PolicyWish.MAX_REASON_CHARACTERS
              + " characters");
    }
    if (length.isPresent() && (pause.isEmpty() || mode.get() == PublishingMode.ENFORCE)) {
      return misused("--for is 1m to 60m, and goes with off or warn");
    }
    PolicyWish wish =
        pause
            .<PolicyWish>map(
                given -> new Pausing(new Pause(mode.get(), time.instant().plus(given)), reason))
            .orElseGet(() -> new Lasting(mode.get(), reason));
    return switch (RepoId.parse(resource)) {
      case Malformed<RepoId>(var problem) -> terminal.refuse(problem);
      case Value<RepoId>(var id) -> report(id, changes.get().changeByOperator(id, wish));
    };
  }

  private static Optional<Duration> minutes(String text) {
    Matcher matcher = MINUTES.matcher(text);
    return matcher.matches()
        ? Optional.of(Duration.ofMinutes(Long.parseLong(matcher.group(1))))
            .filter(length -> length.compareTo(PolicyWish.LONGEST_PAUSE) <= 0)
        : Optional.empty();
  }

  private int misused(String problem) {
    terminal.say("slipway: " + problem);
    return Terminal.WRONG_USAGE;
  }

  private int report(RepoId id, SettingsResult result) {
    return switch (result) {
      case Done(var policy) -> {
        terminal.say(id + ": " + sentence(policy));
        yield Terminal.DONE;
      }
      case NotAllowed(var reason) -> terminal.refuse(reason);
      case Pointless(var reason) -> terminal.refuse(reason);
      case NoSuchRepo _, NoSuchOrg _ -> terminal.refuse("there is no " + id);
    };
  }

  private static String sentence(PublishingPolicy policy) {
    String lasting = policy.lasting().word();
    String own =
        policy.own() == policy.lasting()
            ? lasting
            : policy.own().word() + ", but its organisation says " + lasting;
    return policy
        .pause()
        .map(pause -> pause.mode().word() + " until " + pause.until() + ", then " + own)
        .orElse(own);
  }
}
