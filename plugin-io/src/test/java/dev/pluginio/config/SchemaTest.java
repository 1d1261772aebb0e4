package dev.pluginio.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** B27: editors know the same keys as the plugin. */
class SchemaTest {

    static final Path CONFIG = Path.of("..", "config");
    private static final Path SCHEMA = CONFIG.resolve("plugins.schema.json");
    private static final String RENEW = "mvn test -pl plugin-io -am -Dtest=SchemaTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dschema.renew=true";

    private static final JsonSchema VALIDATOR =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(new SchemaWriter().schema());

    /** What the schema finds wrong with a file. */
    static Set<ValidationMessage> messages(String yaml) {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        JsonNode json = new ObjectMapper().valueToTree(tree);
        return VALIDATOR.validate(json);
    }

    @Test
    void isWhatTheCodeSays() throws IOException {
        String schema = new SchemaWriter().schema();
        if (Boolean.getBoolean("schema.renew")) {
            Files.writeString(SCHEMA, schema);
        }

        assertThat(Files.readString(SCHEMA))
                .as("%s does not fit the code any more; renew it by: %s", SCHEMA, RENEW)
                .isEqualTo(schema);
    }

    @Test
    void isItselfAValidSchema() throws JsonProcessingException {
        JsonSchema draft7 =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(SchemaLocation.of(SchemaId.V7));

        assertThat(draft7.validate(new ObjectMapper().readTree(new SchemaWriter().schema())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io: { config: { contentTypes: [] } }",
                "io: { enabled: false }",
                "{ upload: { any: thing }, io: { enabled: '${IO:true}', config: { contentTypes: ['api::a.a'] } } }",
                "io: { config: { contentTypes: [{ uid: 'api::a.a', populate: '*' }] } }",
                "io: { config: { contentTypes: [{ uid: 'api::a.a', populate: [a, b] }] } }",
                "io: { config: { contentTypes: [{ uid: 'api::a.a', populate: { a: { populate: { b: true } } } }] } }",
                "io: { config: { contentTypes: [], socket: { serverOptions: { pingTimeout: 5s, cors: { origin: '*' } } } } }",
                "io: { config: { contentTypes: [], socket: { serverOptions: { port: '${IO_PORT:1}', host: '${H}' } } } }",
            })
    void acceptsWhatThePluginAccepts(String file) {
        assertThat(messages(file)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upload: {}",
                "io: { config: {} }",
                "io: { config: { contentTypes: [], events: {} } }",
                "io: { config: { contentTypes: [article] } }",
                "io: { config: { contentTypes: [{ uid: 'api::a.a', populat: '*' }] } }",
                "io: { config: { contentTypes: [{ uid: 'api::a.a', populate: { a: false } }] } }",
                "io: { config: { contentTypes: [{ uid: 'api::a.a', actions: [destroy] }] } }",
                "io: { config: { contentTypes: [], socket: { serverOptions: { port: 65536 } } } }",
                "io: { config: { contentTypes: [], socket: { serverOptions: { port: '1338' } } } }",
                "io: { config: { contentTypes: [], socket: { serverOptions: { cors: { origin: 'a.example' } } } } }",
            })
    void refusesWhatThePluginRefuses(String file) {
        assertThat(messages(file)).isNotEmpty();
    }
}
