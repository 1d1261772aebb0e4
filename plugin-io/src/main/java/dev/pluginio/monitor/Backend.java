package dev.pluginio.monitor;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.event.Level;

/** What a host logs with. Its classes are the host's, so they are only spoken to by reflection. */
interface Backend {

    /** The level that a logger itself has; null if it has that of the one above it. */
    @Nullable
    Object level(String logger) throws ReflectiveOperationException;

    /** Gives a logger a level; null for that of the one above it. */
    void set(String logger, @Nullable Object level) throws ReflectiveOperationException;

    /** What a level is here. */
    Object named(Level level) throws ReflectiveOperationException;

    /** The one that is behind a factory; empty if it is not known here. */
    static Optional<Backend> of(ILoggerFactory factory) {
        return switch (factory.getClass().getName()) {
            case "ch.qos.logback.classic.LoggerContext" -> Optional.of(new Logback(factory));
            case "org.apache.logging.slf4j.Log4jLoggerFactory" ->
                Optional.of(new Log4j(factory.getClass().getClassLoader()));
            case "org.slf4j.jul.JDK14LoggerFactory" -> Optional.of(new Jdk());
            default -> Optional.empty();
        };
    }

    private static Object level(ClassLoader loader, String type, Level level) throws ReflectiveOperationException {
        return Objects.requireNonNull(
                loader.loadClass(type).getMethod("toLevel", String.class).invoke(null, level.name()));
    }

    /** Logback. */
    record Logback(ILoggerFactory factory) implements Backend {

        private static final String LEVEL = "ch.qos.logback.classic.Level";

        private ClassLoader loader() {
            return factory.getClass().getClassLoader();
        }

        @Override
        public @Nullable Object level(String logger) throws ReflectiveOperationException {
            Object found = factory.getLogger(logger);
            return found.getClass().getMethod("getLevel").invoke(found);
        }

        @Override
        public void set(String logger, @Nullable Object level) throws ReflectiveOperationException {
            Object found = factory.getLogger(logger);
            found.getClass().getMethod("setLevel", loader().loadClass(LEVEL)).invoke(found, level);
        }

        @Override
        public Object named(Level level) throws ReflectiveOperationException {
            return Backend.level(loader(), LEVEL, level);
        }
    }

    /** Log4j 2. A logger has a level of its own if the configuration names it. */
    record Log4j(ClassLoader loader) implements Backend {

        private static final String LEVEL = "org.apache.logging.log4j.Level";

        private Object context() throws ReflectiveOperationException {
            return Objects.requireNonNull(loader.loadClass("org.apache.logging.log4j.LogManager")
                    .getMethod("getContext", boolean.class)
                    .invoke(null, false));
        }

        private static Object call(Object target, Class<?> type, String method) throws ReflectiveOperationException {
            return Objects.requireNonNull(type.getMethod(method).invoke(target));
        }

        private Object configuration() throws ReflectiveOperationException {
            Object context = context();
            return call(context, context.getClass(), "getConfiguration");
        }

        private Class<?> configurationType() throws ReflectiveOperationException {
            return loader.loadClass("org.apache.logging.log4j.core.config.Configuration");
        }

        @Override
        public @Nullable Object level(String logger) throws ReflectiveOperationException {
            Map<?, ?> named = (Map<?, ?>) call(configuration(), configurationType(), "getLoggers");
            Object found = named.get(logger);
            return found == null ? null : call(found, found.getClass(), "getLevel");
        }

        @Override
        public void set(String logger, @Nullable Object level) throws ReflectiveOperationException {
            if (level != null) {
                loader.loadClass("org.apache.logging.log4j.core.config.Configurator")
                        .getMethod("setLevel", String.class, loader.loadClass(LEVEL))
                        .invoke(null, logger, level);
                return;
            }
            configurationType().getMethod("removeLogger", String.class).invoke(configuration(), logger);
            Object context = context();
            context.getClass().getMethod("updateLoggers").invoke(context);
        }

        @Override
        public Object named(Level level) throws ReflectiveOperationException {
            return Backend.level(loader, LEVEL, level);
        }
    }

    /** The loggers of the JDK, which forgets those that nobody holds. */
    final class Jdk implements Backend {

        private java.util.logging.@Nullable Logger held;

        private java.util.logging.Logger logger(String name) {
            java.util.logging.Logger logger = java.util.logging.Logger.getLogger(name);
            held = logger;
            return logger;
        }

        @Override
        public @Nullable Object level(String logger) {
            return logger(logger).getLevel();
        }

        @Override
        public void set(String logger, @Nullable Object level) {
            logger(logger).setLevel((java.util.logging.@Nullable Level) level);
        }

        @Override
        public Object named(Level level) {
            return switch (level) {
                case ERROR -> java.util.logging.Level.SEVERE;
                case WARN -> java.util.logging.Level.WARNING;
                case INFO -> java.util.logging.Level.INFO;
                case DEBUG -> java.util.logging.Level.FINE;
                case TRACE -> java.util.logging.Level.FINEST;
            };
        }
    }
}
