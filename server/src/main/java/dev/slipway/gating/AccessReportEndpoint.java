package dev.slipway.gating;

import dev.slipway.access.GateStatus;
import dev.slipway.access.Permission;
import dev.slipway.gating.AccessRequestStore.Page;
import dev.slipway.gating.AccessRequestStore.Place;
import dev.slipway.http.Method;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.http.WireTime;
import dev.slipway.names.Ascii;
import dev.slipway.repos.Gate;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoRoutes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /{id}/user-access-report}: everybody who asked at a gate, as a table. */
final class AccessReportEndpoint {

  private static final int PAGE = 1_000;
  private static final String JSON = "json";

  /** What a spreadsheet would take for a formula: who asks for access fills in the cells. */
  private static final String FORMULAS = "=+-@\t\r";

  private final GuestList guests;
  private final PublicUrl publicUrl;

  AccessReportEndpoint(GuestList guests, PublicUrl publicUrl) {
    this.guests = guests;
    this.publicUrl = publicUrl;
  }

  void register(RepoRoutes routes) {
    routes.web(Method.GET, "/user-access-report", Permission.MANAGE, this::report);
  }

  private Reply report(Request request, OpenRepo repo) {
    if (repo.repo().gate() == Gate.OPEN) {
      return AccessRequestEndpoint.notGated();
    }
    List<AccessRequest> all = new ArrayList<>();
    for (GateStatus status :
        List.of(GateStatus.PENDING, GateStatus.ACCEPTED, GateStatus.REJECTED)) {
      all.addAll(all(repo, status));
    }
    return isJson(request) ? json(all) : csv(all);
  }

  private static boolean isJson(Request request) {
    return request.query("format").filter(JSON::equals).isPresent()
        || request.header("Accept").filter(type -> type.contains("application/json")).isPresent();
  }

  private List<AccessRequest> all(OpenRepo repo, GateStatus status) {
    List<AccessRequest> all = new ArrayList<>();
    Optional<Place> behind = Optional.empty();
    while (true) {
      List<AccessRequest> page =
          guests.list(repo, status, new Page(PAGE, behind, Optional.empty(), ""));
      all.addAll(page);
      if (page.size() < PAGE) {
        return all;
      }
      AccessRequest last = page.getLast();
      behind = Optional.of(new Place(last.requestedAt(), last.guest().id().hex()));
    }
  }

  private Reply json(List<AccessRequest> all) {
    String avatar = publicUrl.at("/assets/avatar.svg");
    return Reply.json(all.stream().map(guest -> AccessRequestJson.of(guest, avatar)).toList());
  }

  private static Reply csv(List<AccessRequest> all) {
    StringBuilder table = new StringBuilder();
    table.append("user,fullname,email,status,timestamp,reviewedAt,grantedBy,fields\r\n");
    for (AccessRequest request : all) {
      AccessRequest.Guest guest = request.guest();
      Stream<String> cells =
          Stream.of(
              guest.name(),
              guest.fullName(),
              guest.email().orElse(""),
              Ascii.lowerCase(request.status().name()),
              WireTime.print(request.requestedAt()),
              time(request.reviewedAt()),
              request.grantedBy().orElse(""),
              request.fields());
      table
          .append(cells.map(AccessReportEndpoint::cell).collect(Collectors.joining(",")))
          .append("\r\n");
    }
    return Reply.bytes(
            Status.OK, "text/csv; charset=utf-8", table.toString().getBytes(StandardCharsets.UTF_8))
        .header("Content-Disposition", "attachment; filename=\"user-access-report.csv\"");
  }

  private static String time(Optional<Instant> at) {
    return at.map(WireTime::print).orElse("");
  }

  private static String cell(String text) {
    String plain = !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return "\"" + plain.replace("\"", "\"\"") + "\"";
  }
}
