package dev.pluginio.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** How much is logged is as the configuration says, and as it was when the plugin has stopped. */
class LogLevelsTest {

    private final LoggerContext logback = new LoggerContext();
    private final Logger logger = logback.getLogger(LogLevels.LOGGER);
    private final Logger below = logback.getLogger("dev.pluginio.session.Sessions");

    @Test
    void setsTheLevelOfLogbackAndPutsTheOldOneBack() {
        logger.setLevel(Level.WARN);
        try (LogLevels levels = new LogLevels(logback)) {
            levels.reconfigure(org.slf4j.event.Level.DEBUG);
            assertThat(below.isDebugEnabled()).isTrue();
            levels.reconfigure(org.slf4j.event.Level.ERROR);
            assertThat(below.isWarnEnabled()).isFalse();
            levels.reconfigure(null);
            assertThat(logger.getLevel()).isEqualTo(Level.WARN);
            levels.reconfigure(org.slf4j.event.Level.TRACE);
            assertThat(below.isTraceEnabled()).isTrue();
        }
        assertThat(logger.getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void leavesALoggerWithoutALevelAsItWas() {
        try (LogLevels levels = new LogLevels(logback)) {
            levels.reconfigure(org.slf4j.event.Level.TRACE);
        }
        assertThat(logger.getLevel()).isNull();
        try (LogLevels levels = new LogLevels(logback)) {
            levels.reconfigure(null);
        }
        assertThat(logger.getLevel()).isNull();
    }

    @Test
    void leavesWhatSomebodyElseHasSetMeanwhile() {
        try (LogLevels levels = new LogLevels(logback)) {
            levels.reconfigure(org.slf4j.event.Level.TRACE);
            logger.setLevel(Level.OFF);
        }
        assertThat(logger.getLevel()).isEqualTo(Level.OFF);
    }

    @Test
    void setsTheLevelOfTheLoggersOfTheJdk() {
        java.util.logging.Logger jdk = java.util.logging.Logger.getLogger(LogLevels.LOGGER);
        jdk.setLevel(null); // there is one in the JVM, which other tests use too
        try (LogLevels levels = new LogLevels(logback, new Backend.Jdk())) {
            levels.reconfigure(org.slf4j.event.Level.DEBUG);
            assertThat(jdk.getLevel()).isEqualTo(java.util.logging.Level.FINE);
        }
        assertThat(jdk.getLevel()).isNull();
    }

    @Test
    void saysOnceThatItDoesNotKnowWhatTheHostLogsWith() {
        ILoggerFactory unknown = name -> logger;
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger ours = (Logger) LoggerFactory.getLogger(LogLevels.class);
        log.start();
        ours.addAppender(log);
        try (LogLevels levels = new LogLevels(unknown)) {
            levels.reconfigure(null);
            assertThat(log.list).isEmpty();
            levels.reconfigure(org.slf4j.event.Level.DEBUG);
        } finally {
            ours.detachAppender(log);
        }
        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage()).contains("logging.level", "dev.pluginio"));
    }
}
