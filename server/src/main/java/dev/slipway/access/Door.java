package dev.slipway.access;

import dev.slipway.names.RepoKey;

/**
 * What of a repository decides who may enter.
 *
 * @param isPrivate seen by members of its owner alone
 * @param isGated its files are read by those alone who were let in
 * @param membersAreGated whether the gate also stands before members of the owner
 * @param isDisabled closed to everybody by the operator
 * @param publishing whose commits it takes now
 */
public record Door(
    RepoKey key,
    boolean isPrivate,
    boolean isGated,
    boolean membersAreGated,
    boolean isDisabled,
    PublishingMode publishing) {}
