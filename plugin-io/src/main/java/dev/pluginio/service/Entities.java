package dev.pluginio.service;

import dev.pluginio.delivery.EntityDelivery;
import dev.pluginio.session.Session;
import dev.pluginio.session.entities.Subscriptions;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is there for entries and their subscribers.
 *
 * @param clients a client's stay, by its socket id
 * @param subscriptions who is subscribed to what
 * @param delivery sends to subscribers who may read an entry
 */
public record Entities(
        Function<String, Optional<Session>> clients, Subscriptions subscriptions, EntityDelivery delivery) {}
