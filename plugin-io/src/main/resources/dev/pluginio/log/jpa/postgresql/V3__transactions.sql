alter table pluginio_event add column tx bigint;
