package dev.pluginio.config;

/** The section {@code io} of the file. */
record IoSection(
        @Setting(
                value = "Whether the plugin starts. If false, nothing else of this section is looked at.",
                restart = true)
        boolean enabled,

        @Setting("What is sent, to whom, and how clients connect; only a plugin that does not start needs none.")
        IoOptions config,

        @Setting("Whether changes of this file are applied as soon as it is saved.")
        boolean watch) {

    IoSection() {
        this(true, new IoOptions(), true);
    }
}
