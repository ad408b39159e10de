package dev.slipway.accounts;

import dev.slipway.names.Namespace;
import java.util.Optional;

/**
 * A user who is about to be added.
 *
 * @param password absent if the user will choose one by a link
 */
public record NewUser(Namespace name, String email, boolean isAdmin, Optional<String> password) {

  @Override
  public String toString() {
    return "NewUser[" + name + "]";
  }
}
