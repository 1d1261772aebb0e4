package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentChangesTest {

    private final RecentChanges changes = new RecentChanges();

    @Test
    void knowsWhatChangedSince() {
        long before = changes.now();
        changes.note("1");
        long after = changes.now();

        assertThat(changes.hasChanged("1", before)).isTrue();
        assertThat(changes.hasChanged("1", after)).isFalse();
        assertThat(changes.hasChanged("2", before)).isFalse();
    }

    @Test
    void suspectsEverybodyOfWhatItHasForgotten() {
        long before = changes.now();
        for (int user = 0; user < 20_000; user++) {
            changes.note("user" + user);
        }

        assertThat(changes.hasChanged("somebody else", before)).isTrue();
        assertThat(changes.hasChanged("somebody else", changes.now())).isFalse();
    }
}
