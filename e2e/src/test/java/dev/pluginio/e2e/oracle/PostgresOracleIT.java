package dev.pluginio.e2e.oracle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.e2e.defect.Defect;
import dev.pluginio.e2e.driver.Postgres;
import dev.pluginio.e2e.driver.SampleHost;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same on a real PostgreSQL, whose constraints can also refuse a transaction at the commit itself. */
@SuppressWarnings("NullAway.Init") // filled before the tests
class PostgresOracleIT {

    private static final int CASES = Integer.getInteger("oracle.cases", 2000);

    private static final String REFUSE = """
            create function refuse() returns trigger language plpgsql as $$
            begin
                if new.title like '%s%%' then
                    raise exception 'not this one' using errcode = '23505';
                end if;
                return null;
            end $$;
            create constraint trigger refuse after insert or update on articles
                deferrable initially deferred for each row execute function refuse();
            """.formatted(Operations.REFUSED);

    private static Postgres postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = Postgres.start();
    }

    @AfterAll
    static void stopPostgres() {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void everybodyHearsWhatReadersMaySee() {
        String database = postgres.newDatabase();
        Dice dice = Seed.dice();
        try (SampleHost host =
                        postgres.in(database, OracleIT.host(OracleIT.READERS)).start();
                Company company = new Company(host, dice)) {
            postgres.execute(database, REFUSE);
            System.out.println(new Oracle(host, OracleIT.READERS, company, dice, true).run(CASES * 2 / 10));
        }
    }

    /** Guards B18: a commit that fails is the only thing that tells a frame that was sent too early. */
    @Test
    void aPluginThatSendsBeforeTheCommitDoesNotPass(@TempDir Path folder) {
        String database = postgres.newDatabase();
        Dice dice = Seed.dice();
        SampleHost.Setup setup = OracleIT.host(OracleIT.READERS)
                .plugin(Defect.SENDS_BEFORE_THE_COMMIT.into(folder))
                .expectingErrors();
        try (SampleHost host = postgres.in(database, setup).start();
                Company company = new Company(host, dice)) {
            postgres.execute(database, REFUSE);
            assertThatThrownBy(() -> new Oracle(host, OracleIT.READERS, company, dice, true).run(1000))
                    .hasRootCauseInstanceOf(Mismatch.class);
        }
    }
}
