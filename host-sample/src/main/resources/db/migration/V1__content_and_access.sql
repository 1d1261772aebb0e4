-- For H2 and PostgreSQL alike.
create sequence authors_seq start with 1 increment by 50;
create sequence categories_seq start with 1 increment by 50;
create sequence tags_seq start with 1 increment by 50;
create sequence articles_seq start with 1 increment by 50;
create sequence comments_seq start with 1 increment by 50;

create table authors (
    id bigint primary key,
    document_id varchar(24) not null unique,
    version integer not null,
    created_at timestamp(3) with time zone not null,
    updated_at timestamp(3) with time zone not null,
    name varchar(200) not null,
    email varchar(320)
);

create table categories (
    id bigint primary key,
    document_id varchar(24) not null unique,
    version integer not null,
    created_at timestamp(3) with time zone not null,
    updated_at timestamp(3) with time zone not null,
    name varchar(100) not null unique
);

create table tags (
    id bigint primary key,
    document_id varchar(24) not null unique,
    version integer not null,
    created_at timestamp(3) with time zone not null,
    updated_at timestamp(3) with time zone not null,
    name varchar(100) not null unique
);

create table articles (
    id bigint primary key,
    document_id varchar(24) not null unique,
    version integer not null,
    created_at timestamp(3) with time zone not null,
    updated_at timestamp(3) with time zone not null,
    published_at timestamp(3) with time zone,
    title varchar(200) not null,
    slug varchar(200) not null unique,
    body varchar(100000),
    views integer not null,
    internal_notes varchar(10000),
    author_id bigint references authors,
    category_id bigint references categories
);
create index articles_by_author on articles (author_id);
create index articles_by_category on articles (category_id);

create table article_tags (
    article_id bigint not null references articles,
    tag_id bigint not null references tags,
    place integer not null,
    primary key (article_id, place)
);
create index article_tags_by_tag on article_tags (tag_id);

create table comments (
    id bigint primary key,
    document_id varchar(24) not null unique,
    version integer not null,
    created_at timestamp(3) with time zone not null,
    updated_at timestamp(3) with time zone not null,
    body varchar(10000) not null,
    article_id bigint references articles,
    author_id bigint references authors
);
create index comments_by_article on comments (article_id);
create index comments_by_author on comments (author_id);

create sequence roles_seq start with 1 increment by 1;
create sequence users_seq start with 1 increment by 1;
create sequence api_tokens_seq start with 1 increment by 1;

create table roles (
    id bigint primary key,
    name varchar(100) not null unique,
    kind varchar(20) not null
);

create table role_permissions (
    role_id bigint not null references roles,
    permission varchar(200) not null,
    primary key (role_id, permission)
);

create table users (
    id bigint primary key,
    username varchar(100) not null unique,
    email varchar(320) not null unique,
    password_hash varchar(200) not null,
    role_id bigint not null references roles,
    blocked boolean not null
);

create table api_tokens (
    id bigint primary key,
    name varchar(100) not null,
    kind varchar(20) not null,
    secret_hash varchar(64) not null unique,
    created_at timestamp(3) with time zone not null,
    expires_at timestamp(3) with time zone
);

create table api_token_permissions (
    token_id bigint not null references api_tokens,
    permission varchar(200) not null,
    primary key (token_id, permission)
);
