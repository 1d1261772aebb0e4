package dev.pluginio.sample.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.AccessChange.ApiTokenChanged;
import dev.pluginio.api.access.AccessChange.RoleChanged;
import dev.pluginio.api.access.AccessChange.UserChanged;
import dev.pluginio.api.access.AccessChange.UserChanged.Cause;
import dev.pluginio.api.access.PermissionPolicy.Registration;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.store.Database;
import dev.pluginio.sample.store.DatabaseSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // made before each test
class AccessChangesTest {

    private static final String FIND = "api::tag.tag.find";

    @TempDir
    private Path folder;

    private final List<AccessChange> heard = new ArrayList<>();
    private final List<Boolean> allowedWhenHeard = new ArrayList<>();
    private Database database;
    private StoredPolicy policy;
    private Roles roles;
    private Users users;
    private ApiTokens tokens;

    @BeforeEach
    void open() {
        ContentModel model = new ContentModel();
        database = Database.open(DatabaseSettings.file(folder), AccessEntities.all(), new StatementWatch());
        AccessChanges changes = new AccessChanges(Duration.ofMillis(200));
        KnownPermissions known = new KnownPermissions(model);
        policy = new StoredPolicy(database, changes, Clock.systemUTC());
        roles = new Roles(database, known, changes);
        users = new Users(database, new Passwords(), changes);
        tokens = new ApiTokens(database, known, changes, Clock.systemUTC(), new SecureRandom());
        new FirstUsers(roles, users, known).makeRoles();
        policy.addListener(change -> {
            heard.add(change);
            if (change instanceof RoleChanged role) {
                allowedWhenHeard.add(
                        policy.permissionsOf(new Role(role.id(), "any")).allows("api::tag.tag", Action.FIND));
            }
            return CompletableFuture.completedStage(null);
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tellsOfARoleWhenTheNewRightsHold() {
        String id = roles.create("Custom", Set.of()).id();
        roles.edit(id, Optional.empty(), Optional.of(Set.of(FIND)));
        roles.remove(id);
        assertThat(heard).containsExactly(new RoleChanged(id), new RoleChanged(id), new RoleChanged(id));
        assertThat(allowedWhenHeard).containsExactly(false, true, false);
    }

    @Test
    void tellsOfUsersAndTokens() {
        String editors = roles.all().get(2).id();
        String user = users.create("somebody", "some@example.com", "long enough", editors)
                .id();
        users.edit(user, Optional.empty(), Optional.of(true));
        users.edit(user, Optional.empty(), Optional.of(false));
        users.logOut(user);
        users.changePassword(user, "long enough too");
        users.remove(user);
        String token = tokens.create(new NewToken("t", TokenKind.READ_ONLY, Set.of(), Optional.empty()))
                .token()
                .id();
        tokens.revoke(token);
        assertThat(heard)
                .containsExactly(
                        new UserChanged(user),
                        new UserChanged(user, Cause.BLOCKED),
                        new UserChanged(user),
                        new UserChanged(user, Cause.LOGGED_OUT),
                        new UserChanged(user, Cause.PASSWORD_CHANGED),
                        new UserChanged(user, Cause.DELETED),
                        new ApiTokenChanged(token),
                        new ApiTokenChanged(token));
    }

    @Test
    void isNotKeptFromTellingByAListenerThatThrowsOrNeverFinishes() {
        policy.addListener(change -> {
            throw new IllegalStateException("as the test wants it");
        });
        policy.addListener(change -> new CompletableFuture<>());
        List<AccessChange> last = new ArrayList<>();
        Registration registration = policy.addListener(change -> {
            last.add(change);
            return CompletableFuture.completedStage(null);
        });
        roles.create("Custom", Set.of());
        registration.close();
        roles.create("Another", Set.of());
        assertThat(last).hasSize(1);
        assertThat(heard).hasSize(2);
    }

    @Test
    void permitsNothingToARoleThatIsGone() {
        assertThat(policy.permissionsOf(new Role("999", "gone")).allows("api::tag.tag", Action.FIND))
                .isFalse();
        assertThat(policy.roles()).extracting(Role::name).contains("Public", "Administrator");
    }
}
