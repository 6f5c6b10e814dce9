-- What people agreed that a client may learn about them: one row per person and client, as the two were called then.
-- Clients come from offerings and from the configuration, so there is no table that `client_id` could refer to.

create table consent (
  person_id text not null references person (id),
  client_id text not null,
  account_id text references account (id),
  service   text not null,
  provider  text,
  scope     text not null,
  given_at  integer not null,
  primary key (person_id, client_id)
) strict;
