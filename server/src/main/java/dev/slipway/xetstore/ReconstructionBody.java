package dev.slipway.xetstore;

import dev.slipway.http.Json;
import dev.slipway.xet.PackedRange;
import dev.slipway.xet.Reconstruction.Plan;
import dev.slipway.xet.Term;
import dev.slipway.xet.XorbFetch;
import dev.slipway.xet.hashing.XetHash;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a plan as JSON while it goes out: a sparse file has a hundred thousand terms. Every range
 * has an address of its own, so that no client asks for several at once.
 */
final class ReconstructionBody {

  /** The two shapes that clients know. */
  enum Form {
    V1,
    V2
  }

  /** Where bytes of a stored xorb are to be had. */
  interface Addresses {

    String of(XetHash xorb, PackedRange range);
  }

  private final Addresses addresses;

  ReconstructionBody(Addresses addresses) {
    this.addresses = addresses;
  }

  void write(Plan plan, Form form, OutputStream out) throws IOException {
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeNumberProperty("offset_into_first_range", plan.offsetIntoFirst());
      terms(json, plan);
      json.writeObjectPropertyStart(form == Form.V1 ? "fetch_info" : "xorbs");
      for (XorbFetch fetch : plan.fetches()) {
        json.writeArrayPropertyStart(fetch.xorb().toString());
        for (XorbFetch.Range range : fetch.ranges()) {
          String url = addresses.of(fetch.xorb(), range.bytes());
          switch (form) {
            case V1 -> first(json, range, url);
            case V2 -> second(json, range, url);
          }
        }
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  private static void terms(JsonGenerator json, Plan plan) {
    json.writeArrayPropertyStart("terms");
    for (Term term : plan.terms()) {
      json.writeStartObject();
      json.writeStringProperty("hash", term.xorb().toString());
      json.writeNumberProperty("unpacked_length", term.unpackedLength());
      pair(json, "range", term.chunkStart(), term.chunkEnd());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void first(JsonGenerator json, XorbFetch.Range range, String url) {
    json.writeStartObject();
    pair(json, "range", range.chunkStart(), range.chunkEnd());
    json.writeStringProperty("url", url);
    pair(json, "url_range", range.bytes().offset(), range.bytes().end() - 1);
    json.writeEndObject();
  }

  private static void second(JsonGenerator json, XorbFetch.Range range, String url) {
    json.writeStartObject();
    json.writeStringProperty("url", url);
    json.writeArrayPropertyStart("ranges");
    json.writeStartObject();
    pair(json, "chunks", range.chunkStart(), range.chunkEnd());
    pair(json, "bytes", range.bytes().offset(), range.bytes().end() - 1);
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void pair(JsonGenerator json, String name, long start, long end) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("start", start);
    json.writeNumberProperty("end", end);
    json.writeEndObject();
  }
}
