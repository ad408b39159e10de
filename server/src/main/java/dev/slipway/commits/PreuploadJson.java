package dev.slipway.commits;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of {@code preupload}. */
final class PreuploadJson {

  private PreuploadJson() {}

  /** What is asked. */
  record QuestionJson(
      @Nullable List<FileJson> files, @Nullable String gitIgnore, @Nullable String gitAttributes) {}

  /** A file that will be uploaded, and how it begins. */
  record FileJson(@Nullable String path, @Nullable Long size, @Nullable String sample) {}

  /** What is answered. */
  record AnswerJson(List<ModeJson> files, String commitOid) {}

  /** How a file is to be uploaded, and what is there now. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ModeJson(String path, String uploadMode, boolean shouldIgnore, @Nullable String oid) {}
}
