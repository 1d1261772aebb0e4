package dev.pluginio.api.host;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets the plugin see the host's SQL, so that it can warn of bulk statements that nobody announced. One line when the
 * host builds its {@code EntityManagerFactory}, before the plugin is there:
 *
 * <pre>{@code
 * settings.put("hibernate.session_factory.statement_inspector", (StatementInspector) watch::inspect);
 * }</pre>
 *
 * @since 0.1
 */
public final class StatementWatch {

    private volatile @Nullable Consumer<String> watcher;

    /** Makes a watch that nobody looks at yet. */
    public StatementWatch() {}

    /**
     * Shows a statement to the watcher, if there is one. Costs nothing while the plugin does not run.
     *
     * @param sql the statement about to be executed
     * @return the same statement
     */
    public String inspect(String sql) {
        Consumer<String> current = watcher;
        if (current != null) {
            current.accept(sql);
        }
        return sql;
    }

    /**
     * Names the watcher; the plugin's to call.
     *
     * @param watcher sees every statement, on the thread that executes it, and must throw nothing; null for none
     */
    public void watch(@Nullable Consumer<String> watcher) {
        this.watcher = watcher;
    }
}
