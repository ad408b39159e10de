package dev.slipway.repos;

import dev.slipway.access.Actor;
import dev.slipway.access.Actor.Anonymous;
import dev.slipway.access.Actor.Operator;
import dev.slipway.access.Actor.Person;
import dev.slipway.access.Actor.Workload;
import dev.slipway.git.history.Signature;
import dev.slipway.http.PublicUrl;
import java.net.URI;
import java.time.InstantSource;

/** Who stands in a commit that the hub makes. Private e-mail addresses never do. */
public final class Authors {

  private static final String SYSTEM = "system";

  private final String host;
  private final InstantSource time;

  /** Authors whose addresses end in the host of {@code publicUrl}. */
  public Authors(PublicUrl publicUrl, InstantSource time) {
    this.host = URI.create(publicUrl.origin()).getHost();
    this.time = time;
  }

  /** The author of what {@code actor} does now: a user's name, or {@code [OIDC]} for a CI job. */
  public Signature of(Actor actor) {
    return switch (actor) {
      case Person person -> signature(person.name().text());
      case Workload _ -> new Signature(Workload.NAME, address("oidc"), time.instant());
      case Operator _, Anonymous _ -> system();
    };
  }

  /** The author of what the hub does by itself. */
  public Signature system() {
    return signature(SYSTEM);
  }

  private Signature signature(String name) {
    return new Signature(name, address(name), time.instant());
  }

  private String address(String name) {
    return name + "@users.noreply." + host;
  }
}
