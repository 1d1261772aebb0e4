package dev.pluginio.session.entities;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.allowed;

import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.EntityHouse;
import dev.pluginio.testing.TableSource;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Emission;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** Articles that clients subscribe to: readers see what is published, editors all, and nobody nothing. */
abstract class SubscriptionsTesting {

    final TableSource source = new TableSource();
    EntityHouse house = house(Duration.ofSeconds(20));

    private EntityHouse house(Duration timeout) {
        EntityHouse made = new EntityHouse(
                Blog.CATALOG, source, new SubscriptionSettings(3, timeout), Blog.articles(PermissionRule.FIND));
        made.role("reader", allowed("api::article.article.find"));
        made.role("editor", Permissions.all());
        made.role("nobody", Permissions.none());
        return made;
    }

    /** Has entries be read within this time. */
    void rebuild(Duration timeout) {
        house.close();
        house = house(timeout);
    }

    @AfterEach
    void stop() {
        house.close();
    }

    static Map<String, Object> entity(Object id) {
        return Map.of("uid", ARTICLE, "id", id);
    }

    static Map<String, Object> snapshot(Object id) {
        return Map.of("uid", ARTICLE, "id", id, "snapshot", true);
    }

    /** Sends {@code comment 1} to those who are subscribed to an article. */
    Reach comment(Object id) {
        return house.log
                .afterAppended(() -> house.delivery.send(
                        ARTICLE, id, new Emission("comment", "1".getBytes(), Audience.everyone("/")), Set.of()))
                .join();
    }
}
