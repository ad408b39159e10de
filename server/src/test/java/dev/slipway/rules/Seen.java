package dev.slipway.rules;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was logged since somebody last asked. */
final class Seen extends AppenderBase<ILoggingEvent> {

  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

  @Override
  protected void append(ILoggingEvent event) {
    events.add(event);
  }

  void forget() {
    events.clear();
  }

  /** Every line, with what was thrown. */
  List<String> lines() {
    return events.stream().map(Seen::line).toList();
  }

  private static String line(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return event.getFormattedMessage() + (thrown == null ? "" : " " + thrown.getMessage());
  }

  /** What exchanges were refused for, each as its line says. */
  List<String> exchanges() {
    return events.stream()
        .filter(event -> event.getLoggerName().endsWith(".TokenExchange"))
        .map(ILoggingEvent::getFormattedMessage)
        .map(line -> line.substring(line.lastIndexOf(": ") + 2))
        .toList();
  }
}
