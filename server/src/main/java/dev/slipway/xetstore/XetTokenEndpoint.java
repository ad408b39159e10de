package dev.slipway.xetstore;

import dev.slipway.access.Permission;
import dev.slipway.contents.XetAddresses;
import dev.slipway.files.RevisionReader;
import dev.slipway.git.GitRepository;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;

/**
 * {@code …/xet-read-token/{rev}} and {@code …/xet-write-token/{rev}}: here the gate is asked, and
 * the store believes the token. Some versions of the clients read it from the headers, others from
 * the body.
 */
final class XetTokenEndpoint {

  private static final String READ = "/xet-read-token";
  private static final String WRITE = "/xet-write-token";

  private final RepoGit git;
  private final XetTokens tokens;
  private final XetAddresses addresses;

  XetTokenEndpoint(RepoGit git, XetTokens tokens, XetAddresses addresses) {
    this.git = git;
    this.tokens = tokens;
    this.addresses = addresses;
  }

  void register(RepoRoutes routes) {
    routes.api(
        Method.GET,
        READ + "/{rest*}",
        Permission.READ_CONTENT,
        (request, repo) -> at(request, repo, false));
    routes.api(
        Method.GET,
        WRITE + "/{rest*}",
        Permission.WRITE,
        (request, repo) -> at(request, repo, true));
    routes.bucketApi(
        Method.GET, READ, Permission.READ_CONTENT, (_, bucket) -> issue(bucket, false));
    routes.bucketApi(Method.GET, WRITE, Permission.WRITE, (_, bucket) -> issue(bucket, true));
  }

  private Reply at(Request request, OpenRepo repo, boolean toWrite) {
    if (request.flag("create_pr")) {
      return Problem.of(Status.NOT_IMPLEMENTED, "This hub has no pull requests yet.").reply();
    }
    try (GitRepository repository = git.read(repo)) {
      RevisionReader.whole(repository, request.rest());
    }
    return issue(repo, toWrite);
  }

  private Reply issue(OpenRepo repo, boolean toWrite) {
    XetTokens.Issued issued = tokens.issue(repo, toWrite);
    long expires = issued.expiresAt().getEpochSecond();
    return Reply.json(new XetTokenJson(issued.text(), expires, addresses.store()))
        .header("X-Xet-Cas-Url", addresses.store())
        .header("X-Xet-Access-Token", issued.text())
        .header("X-Xet-Token-Expiration", String.valueOf(expires))
        .header("Cache-Control", "no-store");
  }

  /** The body; {@code exp} in seconds since 1970. */
  private record XetTokenJson(String accessToken, long exp, String casUrl) {}
}
