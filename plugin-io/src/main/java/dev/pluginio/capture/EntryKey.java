package dev.pluginio.capture;

/**
 * Which entry a change is about.
 *
 * @param uid the content type's uid
 * @param id the primary key, as the host knows it
 */
public record EntryKey(String uid, Object id) {

    // written out: Java 17 keeps the class whose generated equals was linked last, and with it our class loader
    @Override
    public boolean equals(Object other) {
        return other instanceof EntryKey key && id.equals(key.id) && uid.equals(key.uid);
    }

    @Override
    public int hashCode() {
        return 31 * uid.hashCode() + id.hashCode();
    }
}
