package dev.pluginio.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.Action;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.TablePolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AccessCacheTest {

    private final TablePolicy policy = new TablePolicy();
    private final AtomicLong nanos = new AtomicLong();
    private final AccessCache cache = new AccessCache(policy, nanos::get);

    private boolean mayRead(Role role) {
        return cache.rights().permissions().get(role).allows(Blog.ARTICLE, Action.FIND);
    }

    @Test
    void asksTheHostOnceUntilSomethingChanges() {
        policy.role("reader", Permissions.all());
        Rights rights = cache.rights();
        int questions = policy.questions();

        assertThat(cache.rights()).isSameAs(rights);
        assertThat(policy.questions()).isEqualTo(questions);
    }

    @Test
    void knowsNewPermissionsOnceTheHostSaidSo() {
        Role reader = policy.role("reader", Permissions.all());
        assertThat(mayRead(reader)).isTrue();

        policy.set(reader, Permissions.none());
        assertThat(mayRead(reader)).isTrue();
        cache.invalidate(new AccessChange.RoleChanged(reader.id()));

        assertThat(mayRead(reader)).isFalse();
    }

    @Test
    void asksOnlyAboutWhatChanged() {
        Role reader = policy.role("reader", Permissions.all());
        for (int i = 0; i < 100; i++) {
            policy.role("other" + i, Permissions.none());
        }
        cache.rights();
        int questions = policy.questions();

        cache.invalidate(new AccessChange.RoleChanged(reader.id()));
        cache.rights();

        assertThat(policy.questions() - questions).isEqualTo(3); // the roles, the tokens, one role's permissions
    }

    @Test
    void permitsNothingWhileTheHostCannotTellAndAsksAgainLater() {
        Role reader = policy.role("reader", Permissions.all());
        policy.fail(true);
        assertThat(mayRead(reader)).isFalse();
        int questions = policy.questions();

        policy.fail(false);
        assertThat(mayRead(reader)).isFalse();
        assertThat(policy.questions()).isEqualTo(questions);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));

        assertThat(mayRead(reader)).isTrue();
    }

    @Test
    void forgetsARoleThatIsGone() {
        Role reader = policy.role("reader", Permissions.all());
        cache.rights();
        policy.remove(reader);
        cache.invalidate(new AccessChange.RoleChanged(reader.id()));

        assertThat(cache.rights().has(reader)).isFalse();
    }
}
