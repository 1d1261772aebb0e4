package dev.pluginio.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B27: what is unknown or wrong stops the start, with file, line and key. */
class ConfigurationProblemsTest extends ConfigurationTesting {

    /** As the packed jar does by hand: what only the host can know is left out. */
    @Test
    void tellsWithoutTheHostWhatIsWrongWithTheFileItself() throws IOException {
        Path file = Files.writeString(folder.resolve("plugins.yml"), """
                io:
                  config:
                    contentTypes: [api::no-such.type]
                    namespaces: { /staff: { defaultStrategy: 'a b' } }
                    envelop: bare
                """);

        assertThat(IoConfiguration.problems(file, Map.of()))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("plugins.yml:4: io.config.namespaces./staff.defaultStrategy"))
                .anyMatch(problem -> problem.contains("plugins.yml:5: io.config.envelop"));
    }

    @Test
    void keepsATransactionTogetherOnlyWhereAllOfItComesAndSaysSo() {
        assertThat(config("contentTypes: [api::article.article]\ntransaction: atomic")
                        .problems())
                .isEmpty();
        assertThat(config("contentTypes: [{ uid: api::article.article, coalesce: true }]\n"
                                + "envelope: bare\ntransaction: atomic")
                        .problems())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("coalesce: cannot be with 'transaction: atomic'"))
                .anyMatch(problem -> problem.contains("io.config.transaction: 'atomic' needs 'envelope: data'"));
    }

    @Test
    void tellsAllProblemsOfBothStepsAtOnceInTheOrderOfTheFile() {
        SampleFile file = SampleFile.in(folder, """
                io:
                  enable: true
                  config:
                    contentTypes:
                      - api::artikle.article
                      - uid: api::article.article
                        actions: [create, destroy]
                        populat: [author]
                        populate: [autor]
                        fields: [titel]
                    socket:
                      serverOptions:
                        port: abc
                        cors: { origin: 'example.com' }
                """);

        assertThat(file.problems())
                .containsExactly(
                        "plugins.yml:2: io.enable: is not known here; did you mean 'enabled'?",
                        "plugins.yml:5: io.config.contentTypes[0].uid: the host has no content type"
                                + " 'api::artikle.article'; did you mean 'api::article.article'?",
                        "plugins.yml:7: io.config.contentTypes[1].actions[1]: must be one of create, update, delete,"
                                + " publish, unpublish, but is 'destroy'",
                        "plugins.yml:8: io.config.contentTypes[1].populat: is not known here; did you mean 'populate'?",
                        "plugins.yml:9: io.config.contentTypes[1].populate.autor: api::article.article has no relation"
                                + " 'autor'; did you mean 'author'?",
                        "plugins.yml:10: io.config.contentTypes[1].fields.titel: api::article.article has no attribute"
                                + " 'titel'; did you mean 'title'?",
                        "plugins.yml:13: io.config.socket.serverOptions.port: must be a whole number, but is 'abc'",
                        "plugins.yml:14: io.config.socket.serverOptions.cors.origin: must be '*', or scheme://host or"
                                + " scheme://host:port with nothing after it, such as 'https://www.example.com'");
        assertThatThrownBy(file::settings)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        "plugin-io found 8 problems in " + file.path() + ":\n  - " + file.path() + ":2: ");
    }

    @Test
    void tellsWhatIsNoNetworkAndNoLimit() {
        assertThat(config("""
                        contentTypes: []
                        socket:
                          limits:
                            allow: [10.0.0.0/8, 10.0.0.0/33]
                            deny: ['1:2:3:4:5:6:7:8:9']
                            exempt: [localhost]
                            trustProxy: -1
                            packetsPerSecond: many
                        """).problems())
                .containsExactly(
                        "plugins.yml:6: io.config.socket.limits.allow[1]: must be an IP address, or a network such as"
                                + " '10.0.0.0/8' or '2001:db8::/32'",
                        "plugins.yml:7: io.config.socket.limits.deny.1:2:3:4:5:6:7:8:9: must be an IP address, or a"
                                + " network such as '10.0.0.0/8' or '2001:db8::/32'",
                        "plugins.yml:8: io.config.socket.limits.exempt[0]: must be an IP address, or a network such as"
                                + " '10.0.0.0/8' or '2001:db8::/32'",
                        "plugins.yml:9: io.config.socket.limits.trustProxy: must be at least 0",
                        "plugins.yml:10: io.config.socket.limits.packetsPerSecond: must be a whole number, but is 'many'");
    }

    @Test
    void tellsWhatIsWrongWithNamespaces() {
        SampleFile file = config("""
                contentTypes: []
                namespaces:
                  "/a b": {}
                  /odd:
                    defaultStrategy: "two words"
                    strategy: jwt
                """);

        assertThat(file.problems())
                .containsExactly(
                        "plugins.yml:5: io.config.namespaces./a b: must be named by letters, digits and '_', '-', '.',"
                                + " '~', with a slash before, such as '/custom'",
                        "plugins.yml:7: io.config.namespaces./odd.defaultStrategy: must be the name of a strategy:"
                                + " letters, digits, '_' and '-', such as 'jwt'",
                        "plugins.yml:8: io.config.namespaces./odd.strategy: is not known here; there are:"
                                + " defaultStrategy, authentication, strategies, roles, allow, deny, handlers");
        assertThat(config("contentTypes: []\nnamespaces: { /good: {}, good: {} }")
                        .problems())
                .containsExactly("plugins.yml:4: io.config.namespaces.good: is the same namespace as '/good'; keep one"
                        + " of them");
        assertThat(config("contentTypes: []\nnamespaces: [/custom]").problems())
                .containsExactly("plugins.yml:4: io.config.namespaces: must be a section of names, but is a list");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "port: 65536 | must be at most 65535",
                "port: -1 | must be at least 0",
                "port: 13.38 | must be a whole number, but is '13.38'",
                "port: '1338' | must be a whole number, but is '1338' as a text; take the quotes away",
                "port: 010 | must be a whole number, but is '010'",
                "port: 99999999999999999999 | is too large a number: '99999999999999999999'",
                "port: | has no value; give it one, or leave the key out",
                "port: [1338] | must be a single value, but is a list",
                "host: 1 | must be a text, but is '1'; put it in quotes if it is meant",
                "host: '' | must be a host name or an IP address, such as '127.0.0.1'",
                "path: socket.io/ | must begin with a slash and not end with one, such as '/socket.io'",
                "pingTimeout: 5 minutes | must be a number of milliseconds, or a text such as '500ms', '25s', '2m' or '1h',"
                        + " but is '5 minutes'",
                "pingTimeout: 20 | must be at least 100 ms",
                "maxHttpBufferSize: 1TB | must be a number of bytes, or a text such as '500KB' or '1MB',"
                        + " but is '1TB'",
                "maxHttpBufferSize: 1000MB | must be at most 100000000 bytes",
                "cors: yes | must be a section of keys, but is 'yes'",
                "cors: { origin: 'http://a.example/' } | must be '*', or scheme://host or scheme://host:port with"
                        + " nothing after it, such as 'https://www.example.com'",
                "cors: { origin: '*', credentials: true } | is only for origins that are listed one by one, never for"
                        + " all; list them under origin",
                "cors: { credentials: true } | is only for origins that are listed one by one, never for all; list them"
                        + " under origin",
                "cors: { origin: [] , origin: [] } | stands here again (first in line 6); keep one of them",
                "transports: [websocket] | is not known here; there are: host, port, path, cors, pingInterval,"
                        + " pingTimeout, connectTimeout, maxHttpBufferSize, httpCompression, perMessageDeflate, tls",
            })
    void tellsWhatIsWrongWithAServerOption(String option, String problem) {
        assertThat(serverOptions(option).problems())
                .singleElement()
                .asString()
                .startsWith("plugins.yml:6: io.config.socket.serverOptions.")
                .endsWith(": " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "fields: [internalNotes] | fields.internalNotes: 'internalNotes' of api::article.article is private"
                        + " and never sent; leave it out",
                "fields: [author] | fields.author: 'author' of api::article.article is a relation; name it in populate",
                "fields: [title, title] | fields[1]: 'title' stands in this list twice; keep one of them",
                "fields: title | fields: must be a list, but is 'title'",
                "populate: [title] | populate.title: 'title' of api::article.article is no relation and is sent without"
                        + " being named here",
                "populate: [reviewer] | populate.reviewer: 'reviewer' of api::article.article is private and never"
                        + " sent; leave it out",
                "populate: [author.articles] | populate.author.articles: api::article.article has no relation"
                        + " 'author.articles'; write the relations of a relation under its populate",
                "populate: author | populate: must be '*', a list of relations, or a section of relations; one relation"
                        + " is a list too",
                "populate: { author: false } | populate.author: must be true, or a section with 'fields' and"
                        + " 'populate'; to leave it out, do not name it",
                "populate: { author: { fields: [email] } } | populate.author.fields.email: 'email' of"
                        + " api::author.author is private and never sent; leave it out",
                "populate: { author: { populate: { articles: { field: [title] } } } } |"
                        + " populate.author.populate.articles.field: is not known here; did you mean 'fields'?",
                "excludeFields: [id] | excludeFields.id: 'id' is part of every entry and cannot be left out",
                "excludeFields: [nothing] | excludeFields.nothing: api::article.article has no attribute 'nothing';"
                        + " there are: title, slug, body, views, publishedAt, createdAt, updatedAt, internalNotes,"
                        + " author, category, tags, comments, reviewer",
                "actions: create | actions: must be a list, but is 'create'",
                "eventPrefix: 'my post' | eventPrefix: must be a letter followed by letters, digits and any of"
                        + " _ . : / - (100 at most)",
                "onlyPublished: yes | onlyPublished: must be true or false, but is 'yes'",
                "permission: read | permission: must be one of action, find, but is 'read'",
                "private: [body] | private: is only for types with 'entity'; mark the attributes of this one with"
                        + " @Private, or name them in excludeFields",
            })
    void tellsWhatIsWrongWithAContentType(String option, String problem) {
        assertThat(config("contentTypes:\n  - uid: api::article.article\n    " + option)
                        .problems())
                .first()
                .asString()
                .isEqualTo("plugins.yml:5: io.config.contentTypes[0]." + problem);
    }

    @Test
    void tellsWhatIsWrongBetweenContentTypes() {
        assertThat(config("""
                                contentTypes:
                                  - api::article.article
                                  - api::article.article
                                  - { uid: 'api::tag.tag', eventPrefix: article }
                                  - { uid: 'api::comment.comment', onlyPublished: true, actions: [publish] }
                                  - { uid: 'api::author.author', fields: [name], excludeFields: [articles] }
                                  - { uid: 'api::category.category', entity: Category, private: [notes] }
                                  - { uid: 'api::order.order', entity: Order }
                                """).problems())
                .containsExactly(
                        "plugins.yml:5: io.config.contentTypes[1].uid: 'api::article.article' is listed twice (first in"
                                + " line 4); keep one of them",
                        "plugins.yml:6: io.config.contentTypes[2].eventPrefix: the events of api::tag.tag would be named"
                                + " 'article:…' like those of api::article.article; give one of them another"
                                + " eventPrefix",
                        "plugins.yml:7: io.config.contentTypes[3].onlyPublished: api::comment.comment has no drafts;"
                                + " leave the key out",
                        "plugins.yml:7: io.config.contentTypes[3].actions.publish: api::comment.comment has no drafts,"
                                + " so no 'publish'; leave it out",
                        "plugins.yml:8: io.config.contentTypes[4].excludeFields: cannot stand beside 'fields'; keep one"
                                + " of them",
                        "plugins.yml:9: io.config.contentTypes[5].private.notes: api::category.category has no"
                                + " attribute 'notes'; there are: name, slug",
                        "plugins.yml:10: io.config.contentTypes[6].entity: the host has no entity 'Order'; give its"
                                + " entity name or its class's full name");
    }

    /** The uid is there, but of a class of the host's choice. */
    @Test
    void tellsThatAListedEntityIsMissingThoughAnotherClassHasItsUid() {
        assertThat(config("""
                                contentTypes:
                                  - uid: api::category.category
                                    entity: Kategory
                                """).problems())
                .containsExactly(
                        "plugins.yml:5: io.config.contentTypes[0].entity: the host has no entity 'Kategory'; give"
                                + " its entity name or its class's full name");
    }

    @Test
    void tellsOtherProblemsTooWhenContentTypesCannotBeMade() {
        IoConfiguration configuration = config("contentTypes: [{ uid: 'api::a.a', entity: A }]\nshap: flat")
                .load(Map.of());

        assertThat(configuration.refused("there is no entity 'A'").problems())
                .extracting(problem -> problem.replace(folder + "/", ""))
                .containsExactly(
                        "plugins.yml:3: io.config.contentTypes: there is no entity 'A'",
                        "plugins.yml:4: io.config.shap: is not known here; did you mean 'shape'?");
    }
}
