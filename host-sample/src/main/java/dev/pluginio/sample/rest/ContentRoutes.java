package dev.pluginio.sample.rest;

import dev.pluginio.api.content.Entry;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.content.ModelType;
import dev.pluginio.sample.entries.BulkWriter;
import dev.pluginio.sample.entries.EntryPage;
import dev.pluginio.sample.entries.EntryReader;
import dev.pluginio.sample.entries.EntryWriter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Content over HTTP: the same routes for every content type. */
public final class ContentRoutes implements Consumer<RoutesConfig> {

    private static final String ID = "documentId";

    private final Requests requests;
    private final ContentModel model;
    private final EntryReader reader;
    private final EntryWriter writer;
    private final BulkWriter bulk;

    /**
     * Makes the routes.
     *
     * @param requests tells who asks
     * @param model the content types
     * @param reader reads entries
     * @param writer writes entries
     * @param bulk writes many
     */
    public ContentRoutes(
            Requests requests, ContentModel model, EntryReader reader, EntryWriter writer, BulkWriter bulk) {
        this.requests = requests;
        this.model = model;
        this.reader = reader;
        this.writer = writer;
        this.bulk = bulk;
    }

    @Override
    public void accept(RoutesConfig routes) {
        for (ModelType type : model.types()) {
            String all = "/api/" + type.path();
            String one = all + "/{" + ID + "}";
            routes.get(all, ctx -> list(ctx, type));
            routes.get(one, ctx -> one(ctx, type));
            routes.post(all, ctx -> create(ctx, type));
            routes.post(all + "/bulk", ctx -> createAll(ctx, type));
            routes.put(all, ctx -> updateAll(ctx, type));
            routes.put(one, ctx -> update(ctx, type));
            routes.delete(all, ctx -> deleteAll(ctx, type));
            routes.delete(one, ctx -> delete(ctx, type));
            if (type.hasDrafts()) {
                routes.post(one + "/publish", ctx -> publish(ctx, type));
                routes.post(one + "/unpublish", ctx -> unpublish(ctx, type));
            }
        }
    }

    private void list(Context ctx, ModelType type) {
        EntryPage page = reader.list(requests.principal(ctx), type, Requests.query(ctx));
        Requests.answer(
                ctx,
                page.entries(),
                Map.of(
                        "pagination",
                        Map.of(
                                "page", page.page(),
                                "pageSize", page.pageSize(),
                                "pageCount", page.pageCount(),
                                "total", page.total())));
    }

    private void one(Context ctx, ModelType type) {
        Requests.answer(ctx, reader.one(requests.principal(ctx), type, ctx.pathParam(ID), Requests.query(ctx)));
    }

    private void create(Context ctx, ModelType type) {
        Entry entry = writer.create(requests.principal(ctx), type, Requests.data(ctx), Requests.query(ctx));
        Requests.answer(ctx.status(201), entry);
    }

    private void createAll(Context ctx, ModelType type) {
        List<Entry> entries = writer.createAll(requests.principal(ctx), type, Requests.data(ctx), Requests.query(ctx));
        Requests.answer(ctx.status(201), entries, Map.of("count", entries.size()));
    }

    private void update(Context ctx, ModelType type) {
        Requests.answer(
                ctx,
                writer.update(
                        requests.principal(ctx), type, ctx.pathParam(ID), Requests.data(ctx), Requests.query(ctx)));
    }

    private void updateAll(Context ctx, ModelType type) {
        List<Entry> entries = bulk.update(requests.principal(ctx), type, Requests.query(ctx), Requests.data(ctx));
        Requests.answer(ctx, entries, Map.of("count", entries.size()));
    }

    private void delete(Context ctx, ModelType type) {
        Requests.answer(ctx, writer.delete(requests.principal(ctx), type, ctx.pathParam(ID)));
    }

    private void deleteAll(Context ctx, ModelType type) {
        List<Entry> entries = bulk.delete(requests.principal(ctx), type, Requests.query(ctx));
        Requests.answer(ctx, entries, Map.of("count", entries.size()));
    }

    private void publish(Context ctx, ModelType type) {
        Requests.answer(ctx, writer.publish(requests.principal(ctx), type, ctx.pathParam(ID), Requests.query(ctx)));
    }

    private void unpublish(Context ctx, ModelType type) {
        Requests.answer(ctx, writer.unpublish(requests.principal(ctx), type, ctx.pathParam(ID), Requests.query(ctx)));
    }
}
