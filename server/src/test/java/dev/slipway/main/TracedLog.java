package dev.slipway.main;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Everything that the hub logs while this is open, at whatever level. */
final class TracedLog implements AutoCloseable {

  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.slipway");
  private final Level usual = logger.getLevel();
  private final ListAppender<ILoggingEvent> seen = new ListAppender<>();

  TracedLog() {
    seen.start();
    logger.setLevel(Level.TRACE);
    logger.addAppender(seen);
  }

  /** What was logged until it was closed; to be read after that. */
  List<ILoggingEvent> events() {
    return seen.list;
  }

  /** The same as text. */
  List<String> lines() {
    return seen.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(seen);
    logger.setLevel(usual);
  }
}
