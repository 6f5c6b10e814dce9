-- Personal access tokens, with which programs act as a person (docs/decisions/0049-the-interface-for-programs.md). A token
-- is kept as its hash; its public beginning opens nothing.

create table personal_token (
  id           text not null primary key,
  person_id    text not null references person (id),
  -- the account that its person works in with it; none: somebody of the operator who belongs to no account
  account_id   text references account (id),
  name         text not null,
  prefix       text not null unique,
  token_hash   text not null unique,
  scope        text not null check (scope in ('read', 'write')),
  created_at   integer not null,
  expires_at   integer not null,
  -- give or take a minute
  last_used_at integer,
  revoked_at   integer
) strict;

create index personal_token_by_person on personal_token (person_id, created_at);
