package dev.slipway.commits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.commits.CommitLine.DeletedEntry;
import dev.slipway.commits.CommitLine.DeletedFile;
import dev.slipway.commits.CommitLine.DeletedFolder;
import dev.slipway.commits.CommitLine.Header;
import dev.slipway.commits.CommitLine.InlineFile;
import dev.slipway.commits.CommitLine.LfsFile;
import dev.slipway.http.BadRequest;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitReaderTest {

  private static final String HEADER = "{\"key\":\"header\",\"value\":{\"summary\":\"s\"}}\n";
  private static final String OID = "a".repeat(64);

  @TempDir Path spool;
  private InlineBody content;

  @BeforeEach
  void open() {
    content = new InlineBody(spool);
  }

  @AfterEach
  void close() throws IOException {
    content.close();
    try (var left = Files.list(spool)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void reads_each_kind_of_line() {
    var lines =
        read(
            """
            {"key": "header", "value": {"summary": " s ", "description": "", "parentCommit": "%s"}}
            {"key":"lfsFile","value":{"path":"w.bin","algo":"sha256","oid":"%s","size":3}}
            {"key":"lfsFile","value":{"path":"v.bin","oldPath":"u.bin","oid":"%s"}}

            {"key":"deletedFile","value":{"path":"a"}}
            {"key":"deletedFolder","value":{"path":"b/c/"}}
            {"key":"deletedFolder","value":{"path":"d"}}
            {"value":{"path":"e"},"key":"deletedEntry"}\
            """
                .formatted("1".repeat(40), OID, OID));

    assertThat(lines)
        .containsExactly(
            new Header("s", "", Optional.of(new CommitId("1".repeat(40)))),
            new LfsFile(
                new RepoPath("w.bin"),
                Optional.empty(),
                new BlobId(OID),
                Optional.of(new ByteCount(3))),
            new LfsFile(
                new RepoPath("v.bin"),
                Optional.of(new RepoPath("u.bin")),
                new BlobId(OID),
                Optional.empty()),
            new DeletedFile(new RepoPath("a")),
            new DeletedFolder(new RepoPath("b/c")),
            new DeletedFolder(new RepoPath("d")),
            new DeletedEntry(new RepoPath("e")));
  }

  @Test
  void joins_summary_and_description_as_git_does() {
    assertThat(new Header("s", "", Optional.empty()).message()).isEqualTo("s");
    assertThat(new Header("s", "more", Optional.empty()).message()).isEqualTo("s\n\nmore");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":\"aMOkCg==\",\"path\":\"p\",\"encoding\":\"base64\"}",
        "{\"encoding\":\"base64\",\"path\":\"p\",\"content\":\"aMOkCg\"}",
        "{\"path\":\"p\",\"content\":\"h\u00e4\\n\"}",
        "{\"content\":\"h\\u00e4\\n\",\"encoding\":\"utf-8\",\"path\":\"p\"}",
        "{\"content\":\"h\u00e4\\n\",\"encoding\":null,\"new\":{\"a\":[1]},\"path\":\"p\"}"
      })
  void reads_contents_in_whatever_order_their_members_stand(String value) throws IOException {
    assertThat(contentOf(value)).isEqualTo("h\u00e4\n".getBytes(UTF_8));
  }

  @Test
  void joins_a_surrogate_pair_that_was_escaped() throws IOException {
    assertThat(contentOf("{\"path\":\"p\",\"content\":\"\\ud83d\\ude00\"}"))
        .isEqualTo("\uD83D\uDE00".getBytes(UTF_8));
  }

  @Test
  void reads_an_empty_file() throws IOException {
    assertThat(contentOf("{\"path\":\"p\",\"content\":\"\",\"encoding\":\"base64\"}")).isEmpty();
  }

  @Test
  void spools_what_is_long() throws IOException {
    byte[] bytes = new byte[1_000_000];
    new java.util.Random(7).nextBytes(bytes);
    String text = Base64.getEncoder().encodeToString(bytes);

    byte[] read =
        contentOf("{\"path\":\"p\",\"content\":\"" + text + "\",\"encoding\":\"base64\"}");

    assertThat(read).isEqualTo(bytes);
  }

  @Test
  void reads_a_line_of_sixty_megabytes_to_its_end_and_keeps_none_of_it() throws IOException {
    InputStream body =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    stream(HEADER + "{\"key\":\"file\",\"value\":{\"content\":\""),
                    new Repeated('A', 60_000_000),
                    stream("\",\"path\":\"p\",\"encoding\":\"base64\"}}\n"),
                    stream("{\"key\":\"deletedFile\",\"value\":{\"path\":\"q\"}}"))));
    var reader = new NdjsonReader(new MemberReader(body), content);

    reader.next();
    var file = (InlineFile) reader.next().orElseThrow();

    assertThat(file.content().body().isTooLong()).isTrue();
    assertThat(reader.next()).contains(new DeletedFile(new RepoPath("q")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "{",
        "[]",
        "null",
        "\"text\"",
        "{}",
        "{\"key\":\"header\"}",
        "{\"key\":\"header\",\"value\":null}",
        "{\"key\":\"header\",\"value\":[]}",
        "{\"key\":\"header\",\"value\":{}}",
        "{\"key\":\"header\",\"value\":{\"summary\":\"\"}}",
        "{\"key\":\"header\",\"value\":{\"summary\":\" \\n\"}}",
        "{\"key\":\"header\",\"value\":{\"summary\":\"a\\u0000b\"}}",
        "{\"key\":\"header\",\"value\":{\"summary\":7}}",
        "{\"key\":\"header\",\"value\":{\"summary\":\"s\",\"description\":false}}",
        "{\"key\":\"header\",\"value\":{\"summary\":\"s\",\"parentCommit\":\"main\"}}",
        "{\"key\":\"header\",\"value\":{\"summary\":\"s\",\"parentCommit\":{}}}",
        "{\"key\":1,\"value\":{\"summary\":\"s\"}}",
        "{\"key\":\"deletedFile\",\"value\":{\"path\":\"a\"}}"
      })
  void refuses_a_beginning_that_is_no_header(String body) {
    assertRefused(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"key\":\"header\",\"value\":{\"summary\":\"twice\"}}",
        "{\"key\":\"other\",\"value\":{\"path\":\"a\"}}",
        "{\"key\":\"file\",\"value\":{\"path\":\"a\"}}",
        "{\"key\":\"file\",\"value\":{\"content\":\"\"}}",
        "{\"key\":\"file\",\"value\":{\"path\":\"a\",\"content\":7}}",
        "{\"key\":\"file\",\"value\":{\"path\":\"a\",\"content\":{\"a\":1}}}",
        "{\"key\":\"file\",\"value\":{\"path\":\"a\",\"content\":\"\",\"encoding\":\"hex\"}}",
        "{\"key\":\"file\",\"value\":{\"path\":\"a\",\"content\":\"\",\"encoding\":1}}",
        "{\"key\":\"file\",\"value\":{\"path\":\"a\",\"content\":\"\\ud83d\"}}",
        "{\"key\":\"file\",\"value\":{\"path\":\"a\",\"content\":\"\\ude00x\"}}",
        "{\"key\":\"file\",\"value\":{\"path\":\"../a\",\"content\":\"\"}}",
        "{\"key\":\"file\",\"value\":{\"path\":\"/a\",\"content\":\"\"}}",
        "{\"key\":\"file\",\"value\":{\"path\":\".git/config\",\"content\":\"\"}}",
        "{\"key\":\"file\",\"value\":{\"path\":\"a\\\\b\",\"content\":\"\"}}",
        "{\"key\":\"file\",\"value\":{\"path\":7,\"content\":\"\"}}",
        "{\"key\":\"lfsFile\",\"value\":{\"path\":\"a\"}}",
        "{\"key\":\"lfsFile\",\"value\":{\"path\":\"a\",\"oid\":\"abc\"}}",
        "{\"key\":\"lfsFile\",\"value\":{\"path\":\"a\",\"oid\":\"OID\",\"algo\":\"md5\"}}",
        "{\"key\":\"lfsFile\",\"value\":{\"path\":\"a\",\"oid\":\"OID\",\"size\":-1}}",
        "{\"key\":\"lfsFile\",\"value\":{\"path\":\"a\",\"oid\":\"OID\",\"size\":\"1\"}}",
        "{\"key\":\"lfsFile\",\"value\":{\"path\":\"a\",\"oid\":\"OID\",\"size\":1.5}}",
        "{\"key\":\"lfsFile\",\"value\":{\"path\":\"a\",\"oid\":\"OID\",\"size\":9223372036854775808}}",
        "{\"key\":\"deletedFile\",\"value\":{}}",
        "{\"key\":\"deletedFolder\",\"value\":{\"path\":\"/\"}}",
        "{\"key\":\"deletedFile\",\"value\":{\"path\":\"a\"}",
        "{\"key\":\"deletedFile\",\"value\":{\"path\":\"a",
        "{\"key\":\"deletedFile\",,}",
        "garbage"
      })
  void refuses_a_line_that_is_not_as_it_should_be(String line) {
    assertRefused(HEADER + line.replace("OID", OID));
  }

  @Test
  void refuses_texts_beyond_their_limits() {
    assertRefused(
        "{\"key\":\"header\",\"value\":{\"summary\":\"%s\"}}".formatted("s".repeat(5_000)));
    assertRefused(
        HEADER
            + "{\"key\":\"deletedFile\",\"value\":{\"path\":\"%s\"}}".formatted("p".repeat(9_999)));
  }

  @Test
  void refuses_what_is_nested_without_end() {
    assertRefused(HEADER + "{\"new\":" + "[".repeat(1_000));
  }

  @Test
  void reads_one_object_whose_header_may_stand_anywhere() throws IOException {
    var reader =
        new OneObjectReader(
            new MemberReader(
                stream(
                    """
                    {"files": [{"path": "a", "content": "eA==", "encoding": "base64"}],
                     "deletedEntries": [{"path": "b/"}], "lfsFiles": null, "new": [{}],
                     "summary": "s", "description": "d"}\
                    """)),
            content);

    var file = (InlineFile) reader.next().orElseThrow();
    try (InputStream bytes = file.content().open()) {
      assertThat(bytes.readAllBytes()).containsExactly('x');
    }
    assertThat(reader.next()).contains(new DeletedEntry(new RepoPath("b")));
    assertThat(reader.next()).contains(new Header("s", "d", Optional.empty()));
    assertThat(reader.next()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"summary\":\"s\",\"files\":{}}",
        "{\"summary\":\"s\",\"files\":[1]}",
        "{\"summary\":\"s\",\"files\":[{}]}",
        "{\"summary\":\"s\",\"files\":["
      })
  void refuses_one_object_that_is_not_as_it_should_be(String body) {
    assertRefused(new OneObjectReader(new MemberReader(stream(body)), content));
  }

  private byte[] contentOf(String value) throws IOException {
    var reader = ndjson(HEADER + "{\"key\":\"file\",\"value\":" + value + "}");
    reader.next();
    var file = (InlineFile) reader.next().orElseThrow();
    try (InputStream bytes = file.content().open()) {
      return bytes.readAllBytes();
    }
  }

  private List<CommitLine> read(String body) {
    return drain(ndjson(body));
  }

  private static List<CommitLine> drain(CommitReader reader) {
    List<CommitLine> lines = new ArrayList<>();
    for (var line = reader.next(); line.isPresent(); line = reader.next()) {
      lines.add(line.get());
    }
    return lines;
  }

  private CommitReader ndjson(String body) {
    return new NdjsonReader(new MemberReader(stream(body)), content);
  }

  private void assertRefused(String body) {
    assertRefused(ndjson(body));
  }

  private static void assertRefused(CommitReader reader) {
    assertThatThrownBy(() -> drain(reader)).isInstanceOf(BadRequest.class);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  /** One byte many times. */
  private static final class Repeated extends InputStream {

    private final byte value;
    private long left;

    Repeated(char value, long count) {
      this.value = (byte) value;
      this.left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? value : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
      if (left <= 0) {
        return -1;
      }
      int read = (int) Math.min(left, count);
      java.util.Arrays.fill(bytes, offset, offset + read, value);
      left -= read;
      return read;
    }
  }
}
