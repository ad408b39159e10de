package dev.slipway.xetstore;

import dev.slipway.access.TokenId;
import dev.slipway.names.Parsed;
import dev.slipway.names.RepoKey;
import dev.slipway.signing.AddressSigner;
import dev.slipway.xet.PackedRange;
import dev.slipway.xet.hashing.XetHash;
import java.util.List;
import java.util.Optional;

/**
 * What the address of a range allows: to read these bytes of a stored xorb and no others.
 *
 * @param grant whose it is
 */
record RangeTicket(XetGrant grant, XetHash xorb, PackedRange range) {

  private static final String PURPOSE = "xet range";
  private static final String NONE = "-";

  String seal(AddressSigner signer) {
    return signer.seal(
        PURPOSE,
        XetLimits.ADDRESS_LIFETIME,
        List.of(
            grant.repo().hex(),
            grant.token().map(TokenId::hex).orElse(NONE),
            xorb.toString(),
            String.valueOf(range.offset()),
            String.valueOf(range.end())));
  }

  /** Our own signature stands under the fields of what this accepts. */
  static Parsed<RangeTicket> open(AddressSigner signer, String sealed) {
    return signer.open(PURPOSE, sealed).then(fields -> Parsed.of(of(fields)));
  }

  private static RangeTicket of(List<String> fields) {
    Optional<TokenId> token =
        Optional.of(fields.get(1)).filter(id -> !id.equals(NONE)).map(TokenId::new);
    return new RangeTicket(
        new XetGrant(new RepoKey(fields.get(0)), false, token),
        XetHash.parse(fields.get(2)).orThrow(),
        new PackedRange(Long.parseLong(fields.get(3)), Long.parseLong(fields.get(4))));
  }
}
