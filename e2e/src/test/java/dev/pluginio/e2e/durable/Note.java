package dev.pluginio.e2e.durable;

import dev.pluginio.api.content.annotation.ContentType;
import dev.pluginio.e2e.plainhost.PlainCms;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** What the host keeps: how often it was changed says which changes there were. */
@Entity(name = "Note")
@ContentType(PlainCms.UID)
public class Note {

    @Id
    public Long id = 0L;

    @Version
    public long version;

    public long hits;
}
