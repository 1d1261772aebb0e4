package dev.pluginio.e2e.oracle;

import dev.pluginio.e2e.driver.SampleHost;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every listener hears of operations at random is exactly what the contract says. The number of operations is the
 * system property {@code oracle.cases}; a failure tells the seed, which the property {@code oracle.seed} repeats.
 */
class OracleIT {

    private static final int CASES = Integer.getInteger("oracle.cases", 2000);

    /** One reads to hear; relations two steps deep, all of everything. */
    static final Rules READERS = new Rules(
            true,
            Exposure.of(
                    Kind.ARTICLE,
                    Populate.of(Map.of(
                            "author",
                            Populate.VALUES,
                            "category",
                            Populate.VALUES.fields("name"),
                            "tags",
                            Populate.VALUES,
                            "comments",
                            Populate.of(Map.of("author", Populate.VALUES))))),
            Exposure.of(Kind.COMMENT, Populate.everything(Kind.COMMENT)).toSubscribers(),
            Exposure.of(Kind.AUTHOR, Populate.VALUES),
            Exposure.of(Kind.CATEGORY, Populate.VALUES),
            Exposure.of(Kind.TAG, Populate.VALUES).toSubscribers());

    /** One does to hear; nothing of drafts; some types and actions are not sent at all. */
    static final Rules DOERS = new Rules(
            false,
            Exposure.of(Kind.ARTICLE, Populate.everything(Kind.ARTICLE).fields("title", "slug", "publishedAt"))
                    .withoutDrafts()
                    .named("story"),
            Exposure.of(
                            Kind.COMMENT,
                            Populate.of(Map.of(
                                    "article",
                                    Populate.of(Map.of("author", Populate.VALUES))
                                            .fields("title"))))
                    .only("create", "delete"),
            Exposure.of(Kind.AUTHOR, Populate.VALUES).toSubscribers());

    @Test
    void everybodyHearsWhatReadersMaySee() {
        run(READERS, CASES * 6 / 10);
    }

    @Test
    void everybodyHearsOfPublishedContentWhatTheyMayDo() {
        run(DOERS, CASES * 3 / 10);
    }

    /** A host with this configuration, where the probe's rule for articles holds. */
    static SampleHost.Setup host(Rules rules) {
        return SampleHost.setup().config(rules.configured()).environment("PROBE_NOTES", "on");
    }

    private static void run(Rules rules, int cases) {
        Dice dice = Seed.dice();
        try (SampleHost host = host(rules).start();
                Company company = new Company(host, dice)) {
            System.out.println(new Oracle(host, rules, company, dice).run(cases));
        }
    }
}
