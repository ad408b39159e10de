package dev.slipway.demo;

import dev.slipway.console.Terminal;

/** Tells the story line by line, and ends it at the first line that is not true. */
final class Narration {

  private final Terminal terminal;
  private int chapters;

  Narration(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Begins a chapter. */
  void chapter(String title) {
    chapters++;
    terminal.print("");
    terminal.print(chapters + ". " + title);
  }

  /** A line that is so. */
  void done(String line) {
    terminal.print("   ✓ " + line);
  }

  /** A line that is so if {@code holds}; else {@code instead} says what happened. */
  void check(boolean holds, String line, Object instead) {
    if (!holds) {
      terminal.print("   ✗ " + line);
      terminal.print("     but: " + instead);
      throw new OtherwiseThanTold(line);
    }
    done(line);
  }

  /** More about the line before. */
  void detail(String text) {
    terminal.print("     " + text);
  }

  /** Leaves the story; caught in {@link Demonstration} and nowhere else. */
  static final class OtherwiseThanTold extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OtherwiseThanTold(String line) {
      super(line);
    }
  }
}
