-- A registration that came with a stale revision. It waits here until its author has decided.

create table parked_registration (
  id            text primary key,
  account_id    text not null references account (id),
  base_revision integer not null,
  body          text not null,
  parked_at     integer not null,
  parked_by     text not null references person (id)
) strict;

create index parked_registration_author on parked_registration (account_id, parked_by, parked_at desc);
