package dev.slipway.http;

import java.io.IOException;

/** The client closed the connection before its answer was written. */
public final class ClientGone extends IOException {

  private static final long serialVersionUID = 1L;

  /** Keeps what the connection said. */
  public ClientGone(IOException cause) {
    super("the client went away", cause);
  }
}
