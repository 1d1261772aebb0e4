package dev.pluginio.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sets levels step by step, and tells after each what is logged: run in a class loader that has one of the libraries that
 * hosts log with.
 */
public final class LogSteps implements Callable<List<String>> {

    private final ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    private final Logger ours = LoggerFactory.getLogger("dev.pluginio.session.Sessions");
    private final List<String> told = new ArrayList<>();

    @Override
    public List<String> call() throws ReflectiveOperationException {
        told.add(factory.getClass().getName());
        tell("at first");
        try (LogLevels levels = new LogLevels(factory)) {
            for (Level level : Level.values()) {
                levels.reconfigure(level);
                tell(level.toString());
            }
            levels.reconfigure(null);
            tell("as before");
            hostSets("WARN");
            levels.reconfigure(Level.TRACE);
            tell("over the host's");
        }
        tell("the host's again");
        try (LogLevels levels = new LogLevels(factory)) {
            levels.reconfigure(Level.TRACE);
            hostSets("ERROR");
            tell("the host's since");
        }
        tell("the host's still");
        told.add("others: " + finest(LoggerFactory.getLogger("org.example")));
        return told;
    }

    private void tell(String when) {
        told.add(when + ": " + finest(ours));
    }

    private static String finest(Logger logger) {
        for (Level level : List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR)) {
            if (logger.isEnabledForLevel(level)) {
                return level.toString();
            }
        }
        return "OFF";
    }

    /** As a host does, by its own library; these classes are in the loader of one library each. */
    private void hostSets(String level) throws ReflectiveOperationException {
        switch (factory.getClass().getName()) {
            case "ch.qos.logback.classic.LoggerContext" -> {
                Class<?> type = Class.forName("ch.qos.logback.classic.Level");
                Logger logger = factory.getLogger(LogLevels.LOGGER);
                logger.getClass()
                        .getMethod("setLevel", type)
                        .invoke(logger, type.getField(level).get(null));
            }
            case "org.apache.logging.slf4j.Log4jLoggerFactory" -> {
                Class<?> type = Class.forName("org.apache.logging.log4j.Level");
                Class.forName("org.apache.logging.log4j.core.config.Configurator")
                        .getMethod("setLevel", String.class, type)
                        .invoke(null, LogLevels.LOGGER, type.getField(level).get(null));
            }
            default -> {
                java.util.logging.Logger logger = java.util.logging.Logger.getLogger(LogLevels.LOGGER);
                logger.setLevel(
                        level.equals("WARN") ? java.util.logging.Level.WARNING : java.util.logging.Level.SEVERE);
            }
        }
    }
}
