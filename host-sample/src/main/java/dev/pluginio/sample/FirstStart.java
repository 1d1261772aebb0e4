package dev.pluginio.sample;

import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.sample.access.FirstUsers;
import dev.pluginio.sample.access.RoleKind;
import dev.pluginio.sample.access.RoleView;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.entries.EntryWriter;
import dev.pluginio.sample.entries.FirstContent;
import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens when the database is empty. */
record FirstStart(Settings settings, AccessParts access, EntryWriter writer, ContentModel model, SecureRandom random) {

    private static final Logger log = LoggerFactory.getLogger(FirstStart.class);

    void run() {
        FirstUsers users = new FirstUsers(access.roles(), access.users(), access.known());
        users.makeRoles();
        if (access.users().all().isEmpty()) {
            // before there is anybody who could have deleted it, so that a start that was cut short is made up for
            new FirstContent(writer, model, administrator()).make();
            makeAccounts(users);
        } else if (settings.demoPassword().isPresent()) {
            log.info("There are accounts already, so DEMO_PASSWORD is ignored");
        }
    }

    private void makeAccounts(FirstUsers users) {
        if (settings.isLoopback() || settings.demoPassword().isPresent()) {
            users.makeDemoAccounts(
                    settings.demoPassword(), settings.dataFolder().resolve("demo-password.txt"), random);
        } else {
            log.warn(
                    "Nobody can log in: other machines reach {}, so there are no accounts with a password that is"
                            + " not yours. Set DEMO_PASSWORD and start again",
                    settings.host());
        }
    }

    private Principal administrator() {
        RoleView role = access.roles().all().stream()
                .filter(candidate -> candidate.kind() == RoleKind.ADMINISTRATOR)
                .findFirst()
                .orElseThrow();
        return new Principal.User("0", "first start", new Role(role.id(), role.name()), Optional.empty());
    }
}
