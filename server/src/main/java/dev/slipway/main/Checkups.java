package dev.slipway.main;

import dev.slipway.doctor.AddressCheckup;
import dev.slipway.doctor.Checkup;
import dev.slipway.doctor.ClockCheckup;
import dev.slipway.doctor.DatabaseCheckup;
import dev.slipway.doctor.Finding;
import dev.slipway.doctor.IssuerCheckup;
import dev.slipway.doctor.StorageCheckup;
import dev.slipway.doctor.XorbCheckup;
import dev.slipway.main.OpenHub.WrongSettings;
import dev.slipway.trust.KeyCache;
import dev.slipway.trust.outbound.OutboundHttp;
import java.util.ArrayList;
import java.util.List;

/**
 * What the doctor looks at, as far as it is there: wrong settings leave nothing else to look at.
 */
final class Checkups {

  private final OpenHub open;
  private final OutboundHttp http = new OutboundHttp();

  Checkups(OpenHub open) {
    this.open = open;
  }

  List<Checkup> all() {
    List<Checkup> checkups = new ArrayList<>();
    try {
      Settings settings = open.settings();
      checkups.add(() -> List.of(describe(settings)));
      checkups.add(new AddressCheckup(settings.publicUrl(), settings.listen(), http));
      checkups.addAll(ofHub(open.hub()));
    } catch (WrongSettings e) {
      checkups.add(() ->
          List.of(Finding.fail("settings", e.line(), "correct it; the hub does not start so")));
    } catch (RuntimeException e) {
      checkups.add(() -> {
        throw e;
      });
    }
    return checkups;
  }

  private static Finding describe(Settings settings) {
    String audiences =
        settings.audiences().isEmpty()
            ? ""
            : "; further audiences: " + String.join(", ", settings.audiences());
    return Finding.ok(
        "settings",
        "data in %s, audience %s%s".formatted(settings.data(), settings.publicUrl(), audiences));
  }

  private List<Checkup> ofHub(Hub hub) {
    return List.of(
        new DatabaseCheckup(hub.database()),
        new StorageCheckup(hub.blobs(), hub.settings().data(), hub.random()),
        new XorbCheckup(hub.contents().scrub()::damaged),
        new ClockCheckup(open.time(), hub.settings().data(), hub.issuers(), http),
        new IssuerCheckup(
            hub.issuers(), new KeyCache(http, open.time()), hub.keyWatch(), open.time()));
  }
}
