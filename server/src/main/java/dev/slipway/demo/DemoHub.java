package dev.slipway.demo;

import dev.slipway.accounts.Accounts;
import dev.slipway.exchange.Explanation;
import dev.slipway.publishing.IssuerRegistry;
import dev.slipway.tokens.Tokens;

/**
 * A hub that runs, with what its operator's commands work on.
 *
 * @param url its public URL
 */
public record DemoHub(
    String url,
    Accounts accounts,
    Tokens tokens,
    IssuerRegistry issuers,
    Explanation explanation) {}
