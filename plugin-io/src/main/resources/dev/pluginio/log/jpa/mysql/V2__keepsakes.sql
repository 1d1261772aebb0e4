create table pluginio_keepsake (
    name varchar(64) not null primary key,
    server varchar(64) not null,
    left_at bigint,
    note longtext not null
) engine = innodb default character set utf8mb4 collate utf8mb4_bin;
create index pluginio_keepsake_left on pluginio_keepsake (left_at);

create table pluginio_server (
    id integer not null primary key,
    name varchar(64) not null,
    alive_at bigint not null
) engine = innodb default character set utf8mb4 collate utf8mb4_bin;
