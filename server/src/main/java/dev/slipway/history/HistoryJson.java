package dev.slipway.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.access.Actor;
import dev.slipway.git.history.CommitDetails;
import dev.slipway.git.storage.GitRef;
import dev.slipway.http.WireTime;
import dev.slipway.provenance.Provenance.Written;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of the history room. */
final class HistoryJson {

  private HistoryJson() {}

  /** The answer of {@code refs}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RefsJson(
      List<RefJson> branches,
      List<RefJson> converts,
      List<RefJson> tags,
      @Nullable List<RefJson> pullRequests) {}

  /** One reference; a tag's target is the commit that it leads to in the end. */
  record RefJson(String name, String ref, String targetCommit) {

    static RefJson of(GitRef ref, String root) {
      String full = ref.name().text();
      return new RefJson(full.substring(root.length()), full, ref.commit().hex());
    }
  }

  /** One line of {@code commits}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CommitJson(
      String id,
      String title,
      String message,
      String date,
      List<AuthorJson> authors,
      @Nullable PushedByJson pushedBy,
      @Nullable FormattedJson formatted) {

    /** A commit that a job brought is the job's, whoever its author says to be. */
    static CommitJson of(
        CommitDetails commit, @Nullable Written job, String avatar, boolean formatted) {
      String author = commit.author().name();
      return new CommitJson(
          commit.id().hex(),
          commit.title(),
          commit.message(),
          WireTime.print(commit.committer().at()),
          List.of(new AuthorJson(job == null ? author : Actor.Workload.NAME, avatar)),
          job == null ? null : PushedByJson.of(job, author),
          formatted
              ? new FormattedJson(Html.escape(commit.title()), Html.escape(commit.message()))
              : null);
    }
  }

  /** Who wrote a commit, as the commit itself says. */
  record AuthorJson(String user, String avatar) {}

  /** The job that brought a commit; {@code author} is what the commit itself says. */
  record PushedByJson(
      String user, String issuer, String subject, String publisher, String runUrl, String author) {

    static PushedByJson of(Written job, String author) {
      return new PushedByJson(
          Actor.Workload.NAME,
          job.issuer().text(),
          job.subject().text(),
          job.publisher(),
          job.runUrl(),
          author);
    }
  }

  /** Title and message as HTML. */
  record FormattedJson(String title, String message) {}

  /** The body of {@code POST branch}. */
  record BranchJson(
      @Nullable String startingPoint, @Nullable Boolean emptyBranch, @Nullable Boolean overwrite) {}

  /** The body of {@code POST tag}. */
  record TagJson(@Nullable String tag, @Nullable String message) {}

  /** The body of {@code super-squash}. */
  record SquashJson(@Nullable String message) {}
}
