package dev.pluginio.config;

/** The section {@code io} of the file. */
record IoSection(
        @Setting("Whether the plugin starts. If false, nothing else of this section is looked at.")
        boolean enabled,

        @Setting(value = "What is sent, to whom, and how clients connect.", required = true)
        IoOptions config) {

    IoSection() {
        this(true, new IoOptions());
    }
}
