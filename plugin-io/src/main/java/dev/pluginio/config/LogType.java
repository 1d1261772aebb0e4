package dev.pluginio.config;

/** Where events are kept. */
enum LogType {
    MEMORY
}
