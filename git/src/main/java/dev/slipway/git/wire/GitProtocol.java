package dev.slipway.git.wire;

import java.util.Arrays;
import java.util.List;

/** Which version of the protocol a client speaks when it fetches; pushes know only the first. */
public enum GitProtocol {
  /** References are all advertised first. */
  V0(List.of()),
  /** The client asks for what it wants to know. */
  V2(List.of("version=2"));

  /** The name of the request header whose value {@link #ofHeader} reads. */
  public static final String HEADER = "Git-Protocol";

  private final List<String> parameters;

  GitProtocol(List<String> parameters) {
    this.parameters = parameters;
  }

  /** Reads the value of the header; an unknown or empty one means the first version. */
  public static GitProtocol ofHeader(String value) {
    boolean isSecond = Arrays.asList(value.strip().split(":")).contains("version=2");
    return isSecond ? V2 : V0;
  }

  List<String> parameters() {
    return parameters;
  }
}
