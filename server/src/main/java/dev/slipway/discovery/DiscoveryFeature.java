package dev.slipway.discovery;

import dev.slipway.exchange.ExchangeFeature;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Route;
import dev.slipway.trust.Audience;
import java.util.List;

/** The door of the discovery room. */
public final class DiscoveryFeature {

  private final MetadataEndpoint endpoint;

  /**
   * Tells of an exchange.
   *
   * @param audiences what an ID token may name; our own address first
   */
  public DiscoveryFeature(PublicUrl publicUrl, List<Audience> audiences, ExchangeFeature exchange) {
    this.endpoint =
        new MetadataEndpoint(
            publicUrl, audiences, ExchangeFeature.dryRunAudience(audiences), exchange.grantTypes());
  }

  /** {@code /.well-known/…}. */
  public List<Route> routes() {
    return endpoint.routes();
  }
}
