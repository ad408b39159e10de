package dev.slipway.git.wire;

import dev.slipway.git.storage.GitStorageException;
import dev.slipway.git.storage.HubRepository;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.UnpackException;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.transport.UploadPack.RequestPolicy;
import org.eclipse.jgit.transport.UploadPackInternalServerErrorException;

/**
 * Answers the requests of git clients for one repository. Streams are not closed here; request
 * bodies come inflated. Whoever calls has already decided that the client may read, and for {@link
 * #receivePack} and its advertisement that it may write.
 *
 * <p>An {@link IOException} means that the client went away, a {@link GitStorageException} that
 * something is wrong here; in both cases the answer is incomplete.
 */
public final class SmartHttp {

  /** The packet that ends a list. */
  private static final byte[] FLUSH = {'0', '0', '0', '0'};

  private static final long MAX_COMMAND_BYTES = 3L * 1024 * 1024;

  private final HubRepository repository;

  public SmartHttp(HubRepository repository) {
    this.repository = repository;
  }

  /** The answer to {@code GET info/refs?service=…}. */
  public void advertise(GitProgram service, GitProtocol protocol, OutputStream out)
      throws IOException {
    var lines = new PacketLineOut(out);
    var advertiser = new PacketLineOutRefAdvertiser(lines);
    switch (service) {
      case UPLOAD_PACK -> {
        try (UploadPack upload = upload(protocol)) {
          upload.sendAdvertisedRefs(advertiser, service.word());
        }
      }
      case RECEIVE_PACK -> {
        lines.writeString("# service=" + service.word() + "\n");
        lines.end();
        receive().sendAdvertisedRefs(advertiser);
      }
    }
  }

  /** The answer to {@code POST git-upload-pack}. */
  public void uploadPack(InputStream in, OutputStream out, GitProtocol protocol)
      throws IOException {
    try (UploadPack upload = upload(protocol)) {
      upload.upload(in, out, null);
    } catch (UploadPackInternalServerErrorException e) {
      rethrowUnlessTold(e.getCause());
    }
  }

  private UploadPack upload(GitProtocol protocol) {
    var upload = new UploadPack(repository);
    upload.setBiDirectionalPipe(false);
    upload.setExtraParameters(protocol.parameters());
    // A partial clone asks for old blobs by name, which JGit's walk for reachability does not find.
    // Who may
    // read a repository may read every object in it, as with git's own server in protocol version
    // 2.
    upload.setRequestPolicy(RequestPolicy.ANY);
    var packing = new PackConfig(repository);
    packing.setDeltaCompress(false); // maintenance looks for deltas, a request only uses them
    packing.setThreads(1);
    upload.setPackConfig(packing);
    return upload;
  }

  /**
   * The answer to {@code POST git-receive-pack}. What is refused leaves nothing behind.
   *
   * @throws EOFException if the request ends before it said anything: JGit would answer nothing,
   *     which a client takes for success
   */
  public PushReport receivePack(InputStream in, OutputStream out, PushRules rules)
      throws IOException {
    ReceivePack receive = receive();
    receive.setMaxPackSizeLimit(rules.maxPack().bytes());
    PushInspection inspection = new PushInspection(repository, rules);
    receive.setPreReceiveHook(inspection);
    var body = new PushbackInputStream(in, FLUSH.length);
    byte[] beginning = body.readNBytes(FLUSH.length);
    body.unread(beginning);
    try {
      receive.receive(body, out, null);
    } catch (UnpackException e) {
      rethrowUnlessTold(e.getCause());
    } catch (PackProtocolException e) {
      // The client spoke no git, and was told so.
      return new PushReport(repository.landed());
    }
    // A client that only asks whether it may push sends no command and the end of the list.
    if (!inspection.wasAsked() && !Arrays.equals(beginning, FLUSH)) {
      throw new EOFException("the push ends before its first command");
    }
    return new PushReport(repository.landed());
  }

  private ReceivePack receive() {
    var receive = new ReceivePack(repository);
    receive.setBiDirectionalPipe(false);
    receive.setAtomic(true);
    receive.setObjectChecker(ReceivedObjects.checker());
    receive.setMaxObjectSizeLimit(ReceivedObjects.MAX_OBJECT.bytes());
    receive.setMaxCommandBytes(MAX_COMMAND_BYTES);
    receive.setCheckReferencedObjectsAreReachable(true);
    return receive;
  }

  /** JGit has told the client; what is not the client's fault must still be noticed here. */
  private static void rethrowUnlessTold(@org.jspecify.annotations.Nullable Throwable cause) {
    switch (cause) {
      case null -> {}
      case RuntimeException ours -> throw ours;
      case Error ours -> throw ours;
      default -> {}
    }
  }
}
