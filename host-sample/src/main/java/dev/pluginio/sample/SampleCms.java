package dev.pluginio.sample;

import dev.pluginio.api.host.BulkChanges;
import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.sample.access.AccessEntities;
import dev.pluginio.sample.access.DataFolder;
import dev.pluginio.sample.admin.AdminRoutes;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.entries.BulkWriter;
import dev.pluginio.sample.entries.DocumentIds;
import dev.pluginio.sample.entries.EntryReader;
import dev.pluginio.sample.entries.EntryWriter;
import dev.pluginio.sample.plugins.CmsExtension;
import dev.pluginio.sample.plugins.PluginHost;
import dev.pluginio.sample.rest.ContentRoutes;
import dev.pluginio.sample.rest.HttpServer;
import dev.pluginio.sample.rest.LoginRoutes;
import dev.pluginio.sample.rest.Requests;
import dev.pluginio.sample.store.Database;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running CMS: builds the parts, starts them in order and stops them in reverse. */
public final class SampleCms implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SampleCms.class);

    private final Settings settings;
    private final Database database;
    private final ContentModel model;
    private final AccessParts access;
    private final EntryReader reader;
    private final EntryWriter writer;
    private final BulkWriter bulk;
    private final PluginHost plugins;
    private final HttpServer http;

    private SampleCms(Settings settings, Database database, ContentModel model, StatementWatch watch, Clock clock) {
        SecureRandom random = new SecureRandom();
        this.settings = settings;
        this.database = database;
        this.model = model;
        this.access = AccessParts.build(database, model, settings.dataFolder(), clock, random);
        this.reader = new EntryReader(database, model, access.policy());
        this.writer = new EntryWriter(database, model, access.policy(), new DocumentIds(random), clock);
        this.plugins = new PluginHost(settings.pluginsFolder(), extension(watch));
        this.bulk = new BulkWriter(database, model, access.policy(), clock, () -> plugins.extension(BulkChanges.class));
        new FirstStart(settings, access, writer, model, random).run();
        this.plugins.start();
        try {
            this.http = startHttp();
        } catch (RuntimeException e) {
            plugins.close();
            throw e;
        }
    }

    /**
     * Starts a CMS.
     *
     * @param settings how it is set up
     * @return the CMS; to be closed
     */
    public static SampleCms start(Settings settings) {
        // whole milliseconds, as in the database and on the wire
        return start(settings, Clock.tickMillis(ZoneOffset.UTC));
    }

    static SampleCms start(Settings settings, Clock clock) {
        StatementWatch watch = new StatementWatch();
        ContentModel model = new ContentModel();
        List<Class<?>> entities = new ArrayList<>(model.entities());
        entities.addAll(AccessEntities.all());
        DataFolder.make(settings.dataFolder());
        Database database = Database.open(settings.database(), entities, watch);
        try {
            SampleCms cms = new SampleCms(settings, database, model, watch, clock);
            log.info("The CMS is at {}, its administration at {}/admin", cms.url(), cms.url());
            return cms;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private CmsExtension extension(StatementWatch watch) {
        return new CmsExtension(
                access.authenticator(), access.policy(), database.factory(), reader, watch, settings.pluginsConfig());
    }

    private HttpServer startHttp() {
        Requests requests = new Requests(access.authenticator());
        return HttpServer.start(
                settings.host(),
                settings.httpPort(),
                settings.ioPort(),
                List.of(
                        new LoginRoutes(requests, access.login(), access.users(), settings.ioPort()),
                        new ContentRoutes(requests, model, reader, writer, bulk),
                        new AdminRoutes(requests, access.roles(), access.users(), access.tokens(), access.known())));
    }

    /**
     * Where the CMS is.
     *
     * @return such as {@code http://127.0.0.1:1337}
     */
    public String url() {
        return http.url();
    }

    /** Stops taking requests, then stops the plugins, then closes the database; each also if one before it fails. */
    @Override
    public void close() {
        try (database;
                plugins;
                http) {
            log.info("The CMS stops");
        }
        log.info("The CMS has stopped");
    }
}
