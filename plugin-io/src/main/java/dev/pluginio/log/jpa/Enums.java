package dev.pluginio.log.jpa;

import java.util.Optional;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.boot.registry.classloading.spi.ClassLoadingException;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** Finds the host's enums as Hibernate finds the host's classes. */
final class Enums {

    private final ClassLoaderService classes;

    Enums(SessionFactoryImplementor factory) {
        this.classes = factory.getServiceRegistry().requireService(ClassLoaderService.class);
    }

    /** The enum of this name; empty if the host has none. */
    Optional<Class<?>> find(String name) {
        try {
            Class<?> found = classes.classForName(name);
            return found.isEnum() ? Optional.of(found) : Optional.empty();
        } catch (ClassLoadingException e) {
            return Optional.empty();
        }
    }
}
