package dev.pluginio.bench;

import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.function.Consumer;
import org.hibernate.Session;

/** Puts one row, as long as a row of the log, into a table of its own: one statement in the transaction of the host. */
final class OneRow implements Consumer<EntityManager> {

    private static final String PAYLOAD = "{\"title\":\"The sea rises\"}".repeat(24);

    private boolean hasTable;

    @Override
    public void accept(EntityManager entities) {
        entities.unwrap(Session.class).doWork(connection -> {
            if (!hasTable) { // the first transaction, alone, fills the database
                try (Statement statement = connection.createStatement()) {
                    statement.execute(
                            "create table by_hand (id bigserial primary key, uid varchar(255), payload text)");
                }
                hasTable = true;
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into by_hand (uid, payload) values (?, ?)")) {
                insert.setString(1, "api::article.article");
                insert.setString(2, PAYLOAD);
                insert.executeUpdate();
            }
        });
    }
}
