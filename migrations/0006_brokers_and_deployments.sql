-- Where the platform calls the provider, what the broker said, and which plan is sold where.

create table broker (
  account_id   text not null,
  id           text not null unique,
  offering_id  text not null,
  name         text not null,
  url          text not null,
  username     text not null,
  -- XChaCha20-Poly1305, bound to table, row, column and account
  password_sealed blob,
  osb_version  text not null,
  state        text not null check (state in ('unregistered', 'registered', 'unreachable', 'removed')),
  revision     integer not null,
  saved_at     integer not null,
  saved_by     text not null references person (id),
  primary key (account_id, id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create unique index broker_name on broker (account_id, name) where state <> 'removed';

-- Every catalog fetch: the raw answer or the reason why there is none.
create table broker_fetch (
  account_id      text not null,
  broker_id       text not null,
  fetched_at      integer not null,
  fetched_by      text not null references person (id),
  request_identity text not null,
  body            text,
  sha256          text not null,
  parity_errors   integer not null,
  parity_warnings integer not null,
  failure_code    text,
  failure_status  integer,
  failure_detail  text not null,
  primary key (broker_id, request_identity),
  foreign key (account_id, broker_id) references broker (account_id, id)
) strict;

create index broker_fetch_latest on broker_fetch (broker_id, fetched_at desc);

create table deployment (
  account_id   text not null,
  id           text not null unique,
  offering_id  text not null,
  plan_id      text not null,
  location     text not null,
  broker_id    text not null,
  target_crn   text not null,
  state        text not null check (state in ('unpublished', 'published_limited', 'published_public', 'withdrawn')),
  published_at integer,
  created_at   integer not null,
  created_by   text not null references person (id),
  primary key (account_id, id),
  foreign key (account_id, offering_id) references offering (account_id, id),
  foreign key (account_id, plan_id) references plan (account_id, id),
  foreign key (account_id, broker_id) references broker (account_id, id)
) strict;

create unique index deployment_tuple on deployment (plan_id, location) where state <> 'withdrawn';
create index deployment_offering on deployment (offering_id);
