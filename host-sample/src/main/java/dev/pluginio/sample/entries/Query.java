package dev.pluginio.sample.entries;

import java.util.List;

/**
 * What is asked for: checked, and allowed.
 *
 * @param selection what to read of each entry
 * @param filters all of which must hold
 * @param sort first by the first
 * @param paging which part
 */
record Query(Selection selection, List<Filter> filters, List<Sort> sort, Paging paging) {

    /** An order by one field. */
    record Sort(String field, boolean descending) {}

    /** A part of the entries; the first page is 1. */
    record Paging(int page, int pageSize) {
        int start() {
            return (page - 1) * pageSize;
        }
    }
}
