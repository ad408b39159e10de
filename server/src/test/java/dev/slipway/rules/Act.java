package dev.slipway.rules;

import dev.slipway.main.AttackHub;

/** What an attacker does; the last answer counts. */
@FunctionalInterface
interface Act {

  Answer on(AttackHub hub) throws Exception;
}
