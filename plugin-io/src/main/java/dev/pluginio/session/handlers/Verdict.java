package dev.pluginio.session.handlers;

import dev.pluginio.api.access.Authentication;

/**
 * What an authentication strategy of a plugin decided.
 *
 * @param authentication the decision; its payload, if it admits, holds nothing but JSON values
 * @param plugin whose handlers may see that payload
 */
public record Verdict(Authentication authentication, String plugin) {}
