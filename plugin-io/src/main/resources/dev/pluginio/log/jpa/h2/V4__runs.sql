create table pluginio_run (
    begun bigint not null primary key,
    former bigint not null,
    epoch bigint not null
);
insert into pluginio_run (begun, former, epoch) select 0, 0, epoch from pluginio_log;
alter table pluginio_log drop column epoch;
