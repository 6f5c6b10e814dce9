-- The identity registry of an offering: service id, sign-in client, API keys. Secrets are kept as hashes only.

create table access_registration (
  account_id       text not null,
  offering_id      text not null,
  registered_at    integer not null,
  service_id       text,
  client_id        text unique,
  client_secret_hash text,
  client_secret_issued_at integer,
  client_enabled   integer not null check (client_enabled in (0, 1)),
  primary key (account_id, offering_id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create table api_key (
  account_id  text not null,
  id          text not null unique,
  offering_id text not null,
  prefix      text not null unique,
  secret_hash text not null,
  created_at  integer not null,
  created_by  text not null references person (id),
  revoked_at  integer,
  primary key (account_id, id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;
