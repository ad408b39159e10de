package dev.slipway.commits;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;

/** What is wrong with a file of a commit. */
sealed interface FileFlaw {

  /** A file and a folder cannot both be at its path. */
  record InTheWay() implements FileFlaw {}

  /** It comes inline and has more bytes than git keeps. */
  record TooLarge(ByteCount limit) implements FileFlaw {}

  /** It holds the rules of the root, which a file in LFS needs and which cannot be extended. */
  record UnusableRules(String problem) implements FileFlaw {}

  /** It comes inline and is not in the encoding that its line says. */
  record WrongEncoding() implements FileFlaw {}

  /** It comes inline, begins like a pointer of LFS and is none. */
  record BrokenPointer() implements FileFlaw {}

  /** The repository does not hold its blob, whoever else may. */
  record BlobMissing(BlobId blob) implements FileFlaw {}

  /** Its blob has this size, and the client says another. */
  record WrongSize(ByteCount held) implements FileFlaw {}
}
