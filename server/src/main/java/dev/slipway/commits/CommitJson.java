package dev.slipway.commits;

/** The answer to a commit. */
record CommitJson(boolean success, String commitOid, String commitUrl, String hookOutput) {}
