package dev.pluginio.sample.access;

import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An API token as it is stored: a hash of its secret only. */
@Entity
@Table(name = "api_tokens")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class TokenRecord {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "api_tokens")
    @SequenceGenerator(name = "api_tokens", sequenceName = "api_tokens_seq", allocationSize = 1)
    private @Nullable Long id;

    private String name;

    @Enumerated(EnumType.STRING)
    private TokenKind kind;

    @SuppressWarnings("UnusedVariable") // tokens are found by it
    private String secretHash;

    private Instant createdAt;
    private @Nullable Instant expiresAt;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "api_token_permissions", joinColumns = @JoinColumn(name = "token_id"))
    @Column(name = "permission")
    private Set<String> permissions = new HashSet<>();

    TokenRecord() {}

    TokenRecord(NewToken token, String secretHash, Instant createdAt) {
        this.name = token.name();
        this.kind = token.kind();
        this.secretHash = secretHash;
        this.createdAt = createdAt;
        this.expiresAt = token.expiresAt().orElse(null);
        this.permissions = new HashSet<>(token.permissions());
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    ApiToken token() {
        return new ApiToken(String.valueOf(id), name, Optional.ofNullable(expiresAt));
    }

    Permissions allowed() {
        return switch (kind) {
            case FULL_ACCESS -> Permissions.all();
            case READ_ONLY -> (uid, action) -> action.equals(Action.FIND);
            case CUSTOM -> Permissions.of(permissions);
        };
    }

    TokenView view() {
        return new TokenView(
                String.valueOf(id),
                name,
                kind.word(),
                new TreeSet<>(permissions),
                createdAt,
                Optional.ofNullable(expiresAt));
    }
}
