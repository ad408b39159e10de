package dev.slipway.lfs;

import dev.slipway.contents.XetAddresses;
import dev.slipway.lfs.LfsJson.ActionJson;
import dev.slipway.lfs.LfsJson.RefJson;
import dev.slipway.repos.OpenRepo;
import dev.slipway.xetstore.XetTokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The transfer {@code xet}: the batch hands out a token of the store in place of addresses. */
final class XetTransfer {

  /** What clients that know it offer. */
  static final String NAME = "xet";

  private static final String BRANCHES = "refs/heads/";
  private static final String MAIN = "main";

  private final XetTokens tokens;
  private final XetAddresses addresses;

  XetTransfer(XetTokens tokens, XetAddresses addresses) {
    this.tokens = tokens;
    this.addresses = addresses;
  }

  /** The same for every object: JavaScript's client takes it from any of them. */
  ActionJson upload(OpenRepo repo, @Nullable RefJson ref) {
    XetTokens.Issued token = tokens.issue(repo, true);
    Map<String, String> header = new LinkedHashMap<>();
    header.put("X-Xet-Cas-Url", addresses.store());
    header.put("X-Xet-Access-Token", token.text());
    header.put("X-Xet-Token-Expiration", String.valueOf(token.expiresAt().getEpochSecond()));
    return new ActionJson(
        addresses.writeToken(repo.repo().id(), revision(ref)),
        header,
        LfsLimits.UPLOAD_LIFETIME.toSeconds());
  }

  private static String revision(@Nullable RefJson ref) {
    String name = ref == null || ref.name() == null ? MAIN : ref.name();
    String branch = name.startsWith(BRANCHES) ? name.substring(BRANCHES.length()) : name;
    return URLEncoder.encode(branch, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
