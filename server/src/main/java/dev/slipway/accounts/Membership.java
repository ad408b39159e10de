package dev.slipway.accounts;

import dev.slipway.access.Role;

/** An organisation that somebody belongs to, and what they are in it. */
public record Membership(Account org, Role role) {}
