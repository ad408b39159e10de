package dev.slipway.lfs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of the batch API. Clients crash on {@code null} headers and on empty actions. */
final class LfsJson {

  private LfsJson() {}

  record BatchJson(
      @Nullable String operation,
      @Nullable List<String> transfers,
      @Nullable List<@Nullable WantedJson> objects,
      @JsonProperty("hash_algo") @Nullable String hashAlgo,
      @Nullable RefJson ref) {}

  record RefJson(@Nullable String name) {}

  record WantedJson(@Nullable String oid, @Nullable Long size) {}

  record BatchAnswerJson(
      String transfer, @JsonProperty("hash_algo") String hashAlgo, List<ObjectJson> objects) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ObjectJson(
      String oid,
      long size,
      @Nullable Boolean authenticated,
      @Nullable Map<String, ActionJson> actions,
      @Nullable ErrorJson error) {}

  record ActionJson(
      String href, Map<String, String> header, @JsonProperty("expires_in") long expiresIn) {}

  record ErrorJson(int code, String message) {}

  record CompletionJson(@Nullable String oid, @Nullable List<@Nullable PartJson> parts) {}

  record PartJson(@Nullable Integer partNumber, @Nullable String etag) {}
}
