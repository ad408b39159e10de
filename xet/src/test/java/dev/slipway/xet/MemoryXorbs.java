package dev.slipway.xet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.xet.hashing.XetHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Xorbs in memory; the first body of a xorb is kept, as in a real store. */
public final class MemoryXorbs implements XorbSource {

  private final Map<XetHash, byte[]> bodies = new HashMap<>();
  private final Map<XetHash, XorbIndex> indexes = new HashMap<>();
  private final XorbVerifier verifier = new XorbVerifier();

  /** How many reads there were. */
  private int opened;

  /** The store after an upload, and after those that it stands on. */
  public static MemoryXorbs after(JsonNode vectorCase) {
    var xorbs = new MemoryXorbs();
    xorbs.addNeedsOf(vectorCase);
    xorbs.addXorbsOf(vectorCase);
    return xorbs;
  }

  public static MemoryXorbs after(String vectorCase) {
    return after(Vectors.caseNamed(vectorCase));
  }

  public void addNeedsOf(JsonNode vectorCase) {
    for (JsonNode need : Vectors.list(vectorCase.path("needs"))) {
      addXorbsOf(Vectors.caseNamed(need.asString()));
    }
  }

  public void addXorbsOf(JsonNode vectorCase) {
    for (JsonNode xorb : Vectors.list(vectorCase.get("xorbs"))) {
      add(Vectors.hash(xorb, "hash"), Vectors.file(Vectors.text(xorb, "body")));
    }
  }

  public XorbIndex add(XetHash hash, byte[] body) {
    var stored = new ByteArrayOutputStream();
    XorbVerdict verdict = verify(hash, body, stored);
    assertThat(verdict).isInstanceOf(XorbVerdict.Genuine.class);
    XorbIndex index = ((XorbVerdict.Genuine) verdict).index();
    bodies.putIfAbsent(hash, stored.toByteArray());
    indexes.putIfAbsent(hash, index);
    return index;
  }

  public XorbVerdict verify(XetHash hash, byte[] body, ByteArrayOutputStream out) {
    try {
      return verifier.verify(hash, new ByteArrayInputStream(body), out);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  public byte[] body(XetHash hash) {
    return Optional.ofNullable(bodies.get(hash)).orElseThrow();
  }

  public XorbIndex index(XetHash hash) {
    return find(hash).orElseThrow();
  }

  public List<XetHash> hashes() {
    return indexes.keySet().stream().sorted().toList();
  }

  public int opened() {
    return opened;
  }

  @Override
  public Optional<XorbIndex> find(XetHash xorb) {
    return Optional.ofNullable(indexes.get(xorb));
  }

  @Override
  public InputStream open(XetHash xorb, PackedRange range) {
    opened++;
    return new ByteArrayInputStream(body(xorb), (int) range.offset(), (int) range.length());
  }
}
