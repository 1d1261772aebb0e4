package dev.pluginio.session.handlers;

import dev.pluginio.api.access.Authentication;

/**
 * What an authentication strategy of a plugin decided.
 *
 * @param authentication the decision; its payload, if it admits, holds nothing but JSON values
 * @param plugin whose handlers may see that payload
 */
public record Verdict(Authentication authentication, String plugin) {

    static Verdict of(Authentication decided, Bound<?> strategy) {
        Authentication plain = decided instanceof Authentication.Admitted admitted
                ? new Authentication.Admitted(admitted.principal(), Plain.copy(admitted.auth()))
                : decided;
        return new Verdict(plain, strategy.guest().plugin());
    }
}
