package dev.pluginio.config;

/** The section {@code io} of the file. */
record IoSection(
        @Setting("Whether the plugin starts. If false, nothing else of this section is looked at.")
        boolean enabled,

        @Setting("What is sent, to whom, and how clients connect; only a plugin that does not start needs none.")
        IoOptions config) {

    IoSection() {
        this(true, new IoOptions());
    }
}
