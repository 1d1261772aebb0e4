create table pluginio_event (
    id bigint not null auto_increment primary key,
    seq bigint,
    happened_at bigint,
    uid varchar(255) not null,
    entry varchar(255) not null,
    action varchar(255) not null,
    words varchar(4000) not null,
    source varchar(16) not null,
    envelope varchar(16),
    asked boolean not null,
    payload longtext not null,
    unique index pluginio_event_seq (seq),
    index pluginio_event_entry (entry, seq)
) engine = innodb default character set utf8mb4 collate utf8mb4_bin;

create table pluginio_log (
    id integer not null primary key,
    epoch bigint not null,
    secret varchar(64) not null,
    head bigint not null,
    gap bigint not null,
    writer varchar(64) not null
) engine = innodb default character set utf8mb4 collate utf8mb4_bin;
