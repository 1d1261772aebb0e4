package dev.pluginio.sample.entries;

import dev.pluginio.api.content.Entry;
import java.util.List;

/**
 * A page of entries.
 *
 * @param entries the entries on it
 * @param page its number; the first is 1
 * @param pageSize how many entries a page has at the most
 * @param total how many entries there are on all pages
 */
public record EntryPage(List<Entry> entries, int page, int pageSize, long total) {

    /**
     * How many pages there are.
     *
     * @return 0 if there are no entries
     */
    public long pageCount() {
        return (total + pageSize - 1) / pageSize;
    }
}
