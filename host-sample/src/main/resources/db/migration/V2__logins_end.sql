-- counts what made the tokens worthless that a user had been given before
alter table users add column login_generation integer default 0 not null;
