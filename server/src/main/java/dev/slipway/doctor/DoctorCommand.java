package dev.slipway.doctor;

import dev.slipway.console.Terminal;
import dev.slipway.doctor.Finding.Level;
import dev.slipway.names.Ascii;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway doctor}: looks at the installation and names what to do. */
@Command(
    name = "doctor",
    description = "Checks settings, address, clock, database, storage, disk and issuers.")
public final class DoctorCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(DoctorCommand.class);

  private final Supplier<List<Checkup>> checkups;
  private final Terminal terminal;

  @Option(names = "--json", description = "Prints objects.")
  private boolean json;

  /** Looks through what is supplied once the command runs. */
  public DoctorCommand(Supplier<List<Checkup>> checkups, Terminal terminal) {
    this.checkups = checkups;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>();
    for (Checkup checkup : checkups.get()) {
      List<Finding> found = look(checkup);
      findings.addAll(found);
      if (!json) {
        found.forEach(this::print);
      }
    }
    if (json) {
      terminal.rows(findings.stream().map(DoctorCommand::row).toList(), true);
    }
    return findings.stream().anyMatch(finding -> finding.level() == Level.FAIL)
        ? Terminal.REFUSED
        : Terminal.DONE;
  }

  /** A part that breaks must not keep the others from being looked at. */
  private static List<Finding> look(Checkup checkup) {
    try {
      return checkup.look();
    } catch (RuntimeException e) {
      LOG.debug("looking failed", e);
      Throwable cause = e.getCause();
      String why = cause == null ? "" : ": " + cause.getMessage();
      return List.of(
          Finding.fail(
              "unexpected", e.getMessage() + why, "see to what it names, then look again"));
    }
  }

  private void print(Finding finding) {
    terminal.print(
        "%-5s %-9s %s".formatted(word(finding.level()), finding.subject(), finding.text()));
    if (!finding.advice().isEmpty()) {
      terminal.print("%-15s -> %s".formatted("", finding.advice()));
    }
  }

  private static Map<String, Object> row(Finding finding) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("subject", finding.subject());
    row.put("level", word(finding.level()));
    row.put("text", finding.text());
    row.put("advice", finding.advice());
    return row;
  }

  private static String word(Level level) {
    return Ascii.lowerCase(level.name());
  }
}
