package dev.slipway.lfs;

import dev.slipway.access.TokenId;
import dev.slipway.http.PublicUrl;
import dev.slipway.lfs.LfsTicket.PartOf;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.Parsed;
import dev.slipway.names.RepoKey;
import dev.slipway.signing.AddressSigner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes signed addresses and reads them: clients send no other credentials there. */
final class LfsAddresses {

  private static final String NONE = "-";

  private final AddressSigner signer;
  private final PublicUrl publicUrl;

  LfsAddresses(AddressSigner signer, PublicUrl publicUrl) {
    this.signer = signer;
    this.publicUrl = publicUrl;
  }

  /** What an address is for; one is never taken for another. */
  enum Purpose {
    UPLOAD("upload", LfsLimits.UPLOAD_LIFETIME),
    PART("part", LfsLimits.UPLOAD_LIFETIME),
    COMPLETE("complete", LfsLimits.UPLOAD_LIFETIME),
    DOWNLOAD("download", LfsLimits.DOWNLOAD_LIFETIME);

    private final String word;
    private final Duration lifetime;

    Purpose(String word, Duration lifetime) {
      this.word = word;
      this.lifetime = lifetime;
    }

    /** The segment after {@code /lfs/}. */
    String word() {
      return word;
    }

    Duration lifetime() {
      return lifetime;
    }
  }

  String address(Purpose purpose, LfsTicket ticket) {
    String sealed =
        signer.seal(
            "lfs " + purpose.word(),
            purpose.lifetime(),
            List.of(
                ticket.repo().hex(),
                ticket.object().id().hex(),
                String.valueOf(ticket.object().size().bytes()),
                ticket.token().map(TokenId::hex).orElse(NONE),
                ticket.upload().map(PartOf::upload).orElse(NONE),
                ticket.upload().map(part -> String.valueOf(part.number())).orElse(NONE)));
    return publicUrl.at("/lfs/" + purpose.word() + "/" + sealed);
  }

  Parsed<LfsTicket> read(Purpose purpose, String sealed) {
    return signer.open("lfs " + purpose.word(), sealed).then(fields -> Parsed.of(ticket(fields)));
  }

  /** Our own signature stands under these fields. */
  private static LfsTicket ticket(List<String> fields) {
    Optional<TokenId> token = present(fields.get(3)).map(TokenId::new);
    Optional<PartOf> part =
        present(fields.get(4)).map(upload -> new PartOf(upload, Integer.parseInt(fields.get(5))));
    return new LfsTicket(
        new RepoKey(fields.get(0)),
        new LfsObject(new BlobId(fields.get(1)), new ByteCount(Long.parseLong(fields.get(2)))),
        token,
        part);
  }

  private static Optional<String> present(String field) {
    return field.equals(NONE) ? Optional.empty() : Optional.of(field);
  }
}
