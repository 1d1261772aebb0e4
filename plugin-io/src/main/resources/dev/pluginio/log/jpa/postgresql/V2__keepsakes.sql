create table pluginio_keepsake (
    name text not null primary key,
    server text not null,
    left_at bigint,
    note text not null
);
create index pluginio_keepsake_left on pluginio_keepsake (left_at);

create table pluginio_server (
    id integer not null primary key,
    name text not null,
    alive_at bigint not null
);
