package dev.pluginio.sample.plugins;

import dev.pluginio.api.host.HostCms;
import org.pf4j.Plugin;
import org.pf4j.PluginWrapper;

/** Goes into a jar file, is loaded from there, and writes what happens into a system property. */
@SuppressWarnings("deprecation") // the host's manager is got from the wrapper
public final class RecordingPlugin extends Plugin {

    static final String RECORD = "dev.pluginio.sample.record";

    private final PluginWrapper self;

    /**
     * Made by PF4J.
     *
     * @param wrapper tells which plugin this is
     */
    public RecordingPlugin(PluginWrapper wrapper) {
        super(wrapper);
        this.self = wrapper;
    }

    @Override
    public void start() {
        if (self.getPluginId().startsWith("broken")) {
            throw new IllegalStateException("as the test wants it");
        }
        int hosts = self.getPluginManager().getExtensions(HostCms.class).size();
        record("start " + self.getPluginId() + " hosts=" + hosts);
    }

    @Override
    public void stop() {
        record("stop " + self.getPluginId());
    }

    private static void record(String line) {
        System.setProperty(RECORD, System.getProperty(RECORD, "") + line + "\n");
    }
}
