package dev.pluginio.log.jpa;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * A keepsake of an earlier process that somebody asks for.
 *
 * @param isMine whether a note is the one that is asked for
 * @param result completes with the note
 */
record Taking(String name, Predicate<String> isMine, CompletableFuture<Optional<String>> result) {}
