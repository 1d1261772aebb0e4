package dev.pluginio.testkit.guide;

import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.realtime.AuthStrategy;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the guide shows. */
public final class Badge implements AuthStrategy {
    /** Where the badges are. */
    interface Badges {
        CompletionStage<Holder> find(@Nullable Object number);
    }

    /** Who has a badge. */
    record Holder(boolean isValid, Principal user, String desk) {}

    private final Badges badges;

    Badge(Badges badges) {
        this.badges = badges;
    }

    @Override
    public String name() {
        return "badge"; // auth: { strategy: 'badge', number: '…' }, or the defaultStrategy of a namespace
    }

    @Override
    public CompletionStage<Authentication> authenticate(AuthRequest untrusted) {
        return badges.find(untrusted.auth().get("number"))
                .thenApply(badge -> badge.isValid()
                        ? new Authentication.Admitted(badge.user(), Map.of("desk", badge.desk()))
                        : new Authentication.Refused("invalid_badge", "This badge is not valid"));
    }
}
