package dev.slipway.gating;

import dev.slipway.access.UserId;
import dev.slipway.accounts.Account;
import dev.slipway.accounts.AccountStore;
import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed;
import dev.slipway.sql.Tx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a request names a user: by name, or by id. */
sealed interface GuestName {

  record ByName(Namespace name) implements GuestName {}

  record ById(UserId id) implements GuestName {}

  static Parsed<GuestName> parse(@Nullable String user, @Nullable String userId) {
    if (user != null) {
      return Namespace.parse(user).then(name -> Parsed.of(new ByName(name)));
    }
    return userId == null
        ? Parsed.malformed("\"user\" or \"userId\" is missing")
        : Parsed.of(new ById(new UserId(userId)));
  }

  default Optional<Account> find(Tx tx, AccountStore accounts) {
    return switch (this) {
      case ByName(var name) -> accounts.find(tx, name);
      case ById(var id) -> accounts.find(tx, id);
    };
  }
}
