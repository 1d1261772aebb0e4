package dev.pluginio.sample.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.problem.Problem;
import dev.pluginio.sample.store.Database;
import dev.pluginio.sample.store.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two administrators who send each other away at the same moment do not both succeed. */
@SuppressWarnings("NullAway.Init") // made before each test
class LastAdministratorTest {

    private static final int ROUNDS = 25;

    @TempDir
    private Path folder;

    private final ExecutorService both = Executors.newFixedThreadPool(2);
    private Database database;
    private Roles roles;
    private Users users;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseSettings.file(folder), AccessEntities.all(), new StatementWatch());
        AccessChanges changes = new AccessChanges(Duration.ofMillis(200));
        KnownPermissions known = new KnownPermissions(new ContentModel());
        roles = new Roles(database, known, changes);
        users = new Users(database, new Passwords(), changes);
        new FirstUsers(roles, users, known).makeRoles();
        users.createFirst(
                Map.of("one", RoleKind.ADMINISTRATOR, "two", RoleKind.ADMINISTRATOR), "correct horse battery");
    }

    @AfterEach
    void close() {
        both.shutdownNow();
        database.close();
    }

    private String role(RoleKind kind) {
        return roles.all().stream()
                .filter(role -> role.kind() == kind)
                .findFirst()
                .orElseThrow()
                .id();
    }

    @Test
    void staysWhereBothDemoteEachOther() throws Exception {
        Optional<String> editor = Optional.of(role(RoleKind.EDITOR));
        Optional<String> administrator = Optional.of(role(RoleKind.ADMINISTRATOR));
        for (int round = 0; round < ROUNDS; round++) {
            onlyOneSucceeds(id -> users.edit(id, editor, Optional.empty()));
            users.all().forEach(user -> users.edit(user.id(), administrator, Optional.empty()));
        }
    }

    private void onlyOneSucceeds(Consumer<String> sendAway) throws Exception {
        List<UserView> administrators = users.all();
        CyclicBarrier together = new CyclicBarrier(2);
        Future<Boolean> one = both.submit(trying(together, sendAway, administrators.get(0)));
        Future<Boolean> two = both.submit(trying(together, sendAway, administrators.get(1)));
        assertThat(List.of(one.get(30, TimeUnit.SECONDS), two.get(30, TimeUnit.SECONDS)))
                .containsExactlyInAnyOrder(true, false);
        String role = role(RoleKind.ADMINISTRATOR);
        assertThat(users.all().stream().filter(user -> user.roleId().equals(role) && !user.blocked()))
                .hasSize(1);
    }

    private static Callable<Boolean> trying(CyclicBarrier together, Consumer<String> sendAway, UserView user) {
        return () -> {
            together.await(30, TimeUnit.SECONDS);
            try {
                sendAway.accept(user.id());
                return true;
            } catch (Problem refused) {
                return false;
            }
        };
    }
}
