package dev.pluginio.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.realtime.EntitySubscriptionResult;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.EntityHouse;
import dev.pluginio.testing.Logged;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TableSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What trusted code is told that asks for entries which nobody can be subscribed to. */
class EntityCallsTest {

    private final EntityHouse house =
            new EntityHouse(Blog.CATALOG, new TableSource(), EntityHouse.patient(), Blog.articles(PermissionRule.FIND));
    private final IoService io = house.service();

    @AfterEach
    void stop() {
        house.close();
    }

    private static <T> T got(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void tellsThatATypeIsNotListed() throws Exception {
        house.role("reader", Permissions.all());
        RecordingClient client = house.connect("reader");

        EntitySubscriptionResult result = got(io.subscribeToEntity(client.id(), Blog.TAG, 1));
        assertThat(result.success()).isFalse();
        assertThat(result.error())
                .isEqualTo("nobody can subscribe to 'api::tag.tag', which does not stand under"
                        + " 'contentTypes:' in the plugins file");

        assertThat(Logged.warnings(EntityCalls.class.getName(), () -> {
                    assertThat(io.emitToEntity(Blog.TAG, 1, "tag:hint", 1)
                                    .toCompletableFuture()
                                    .join())
                            .isEqualTo(Reach.NOBODY);
                    io.getEntityRoomSockets(Blog.TAG, 1).toCompletableFuture().join();
                }))
                .singleElement()
                .asString()
                .contains("api::tag.tag", "reaches nobody");
        assertThatThrownBy(() -> io.emitToEntity("tag", 1, "tag:hint", 1))
                .hasMessageContaining("there is no content type 'tag'")
                .hasMessageContaining("api::tag.tag");
    }
}
