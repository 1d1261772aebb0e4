package dev.pluginio.sample.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.problem.Problem;
import dev.pluginio.sample.store.Database;
import dev.pluginio.sample.store.DatabaseSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // made before each test
class LoginTest {

    private static final String PASSWORD = "correct horse battery";

    private record Check(String password, String hash) {
        /** All that decides how long it takes: {@code $argon2id$v=…$m=…,t=…,p=…}, and how long salt and hash are. */
        String cost() {
            int salt = hash.lastIndexOf('$', hash.lastIndexOf('$') - 1);
            return hash.substring(0, salt) + " " + hash.length();
        }
    }

    @TempDir
    private Path folder;

    private final List<Check> checks = new ArrayList<>();
    private Database database;
    private Login login;
    private Users users;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseSettings.file(folder), AccessEntities.all(), new StatementWatch());
        AccessChanges changes = new AccessChanges(Duration.ofMillis(200));
        KnownPermissions known = new KnownPermissions(new ContentModel());
        Roles roles = new Roles(database, known, changes);
        Passwords passwords = new Passwords((password, hash) -> {
            checks.add(new Check(password, hash));
            return Passwords.isRight(password, hash);
        });
        users = new Users(database, passwords, changes);
        new FirstUsers(roles, users, known).makeRoles();
        String role = roles.all().get(2).id();
        users.create("ann", "ann@example.com", PASSWORD, role);
        Clock clock = Clock.systemUTC();
        Jwts jwts = new Jwts(JwtKey.in(folder.resolve("jwt.key"), new SecureRandom()), Duration.ofHours(1), clock);
        login = new Login(database, passwords, jwts, new LoginLimit(10, 60, clock));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Equally slow by construction: the same check, at the same cost, of what was typed. */
    @Test
    void checksAPasswordOfAnUnknownNameAsItChecksAWrongOne() {
        assertThatThrownBy(() -> login.login("ann", "a guess", "here")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> login.login("nobody", "a guess", "here")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> login.login("nobody@example.com", "a guess", "here"))
                .isInstanceOf(Problem.class);

        assertThat(checks).hasSize(3).allSatisfy(check -> {
            assertThat(check.password()).isEqualTo("a guess");
            assertThat(check.cost()).isEqualTo(checks.get(0).cost()).startsWith("$argon2id$");
        });
    }

    /** Neither can a client tell from the time it takes that a user is blocked. */
    @Test
    void checksAPasswordOfABlockedUserToo() {
        users.edit(users.all().get(0).id(), Optional.empty(), Optional.of(true));

        assertThatThrownBy(() -> login.login("ann", PASSWORD, "here")).isInstanceOf(Problem.class);

        assertThat(checks).hasSize(1);
    }

    @Test
    void letsInWhoKnowsThePassword() {
        assertThat(login.login("ann", PASSWORD, "here").user().username()).isEqualTo("ann");
    }
}
