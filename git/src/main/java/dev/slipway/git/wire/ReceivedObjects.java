package dev.slipway.git.wire;

import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.names.ByteCount;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Looks at each object that a push brings, and at no other. */
final class ReceivedObjects {

  /** The largest object of any kind; only the tree of an enormous folder comes near. */
  static final ByteCount MAX_OBJECT = ByteCount.mib(32);

  private static final int MAX_PROBLEMS = 10;
  private static final int MAX_SHOWN_CHARACTERS = 80;
  private static final long MIB = 1024L * 1024;

  private final HubRepository repository;
  private final PushRules rules;
  private final Map<ObjectId, String> problems = new LinkedHashMap<>();
  private final Map<LfsPointer, ObjectId> pointers = new HashMap<>();

  ReceivedObjects(HubRepository repository, PushRules rules) {
    this.repository = repository;
    this.rules = rules;
  }

  /** What JGit checks while objects come in; old tools wrote what is tolerated here. */
  static ObjectChecker checker() {
    return new ObjectChecker()
        .setSafeForMacOS(true)
        .setAllowInvalidPersonIdent(true)
        .setAllowLeadingZeroFileMode(true)
        // Looked for below, where the answer can name it.
        .setIgnore(ObjectChecker.ErrorType.HAS_DOTGIT, true);
  }

  /** What is wrong with which objects, not necessarily with all of them; empty if all is well. */
  Map<ObjectId, String> inspect() throws IOException {
    List<ObjectId> ids = repository.pending().objectIds();
    try (ObjectReader reader = repository.newObjectReader()) {
      reader.setStreamFileThreshold(LfsPointer.SUSPECT_BYTES);
      for (ObjectId id : ids) {
        inspect(id, reader.open(id));
        if (problems.size() >= MAX_PROBLEMS) {
          return problems;
        }
      }
    }
    lookForBlobs();
    return problems;
  }

  private void inspect(ObjectId id, ObjectLoader loader) throws IOException {
    switch (loader.getType()) {
      case Constants.OBJ_BLOB -> inspectFile(id, loader);
      case Constants.OBJ_TREE -> inspectFolder(id, loader);
      default -> {}
    }
  }

  private void inspectFile(ObjectId id, ObjectLoader loader) {
    if (loader.getSize() > rules.maxFile().bytes()) {
      problems.put(
          id,
          "has %d MiB; files over %d MiB belong in Git LFS (https://git-lfs.com)"
              .formatted(loader.getSize() / MIB, rules.maxFile().bytes() / MIB));
      return;
    }
    if (loader.getSize() < LfsPointer.SUSPECT_BYTES) {
      inspectText(id, loader.getCachedBytes());
    }
  }

  private void inspectText(ObjectId id, byte[] text) {
    if (!LfsPointer.isSuspect(text)) {
      return;
    }
    switch (LfsPointer.parse(text)) {
      case Value<LfsPointer>(var pointer) -> pointers.put(pointer, id.copy());
      case Malformed<LfsPointer>(var problem) ->
          problems.put(id, "is a broken Git LFS pointer: " + problem);
    }
  }

  private void inspectFolder(ObjectId id, ObjectLoader loader) throws IOException {
    var tree = new CanonicalTreeParser();
    tree.reset(loader.getCachedBytes(Math.toIntExact(MAX_OBJECT.bytes())));
    for (; !tree.eof(); tree.next()) {
      byte[] name = new byte[tree.getNameLength()];
      tree.getName(name, 0);
      String problem = problem(name);
      if (!problem.isEmpty()) {
        problems.put(id, "has an entry \"" + shown(name) + "\", which is refused: " + problem);
        return;
      }
    }
  }

  /** A name for a terminal: nothing in it can move a cursor. */
  private static String shown(byte[] name) {
    StringBuilder shown = new StringBuilder();
    new String(name, StandardCharsets.UTF_8)
        .codePoints()
        .limit(MAX_SHOWN_CHARACTERS)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static String problem(byte[] name) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
      return switch (RepoPath.parse(text)) {
        case Value<RepoPath> _ -> "";
        case Malformed<RepoPath>(var problem) -> problem;
      };
    } catch (CharacterCodingException e) {
      return "a name is not UTF-8";
    }
  }

  private void lookForBlobs() {
    if (pointers.isEmpty()) {
      return;
    }
    for (LfsPointer missing : rules.missing(pointers.keySet())) {
      problems.put(
          pointers.getOrDefault(missing, ObjectId.zeroId()),
          "is in Git LFS, but its content %s was not uploaded (git lfs push --all)"
              .formatted(missing.blob()));
      if (problems.size() >= MAX_PROBLEMS) {
        return;
      }
    }
    repository.bring(pointers.keySet());
  }
}
