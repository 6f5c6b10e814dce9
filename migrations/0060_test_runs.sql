-- Test runs of brokers: asked for by somebody, made by the console under a lease, kept as evidence.

create table test_run (
  account_id   text not null,
  id           text not null unique,
  offering_id  text not null,
  -- counts the runs of the offering, from 1
  number       integer not null,
  plan_id      text not null,
  location     text not null,
  broker_id    text not null,
  progress     text not null check (progress in ('queued', 'running', 'finished', 'interrupted')),
  queued_at    integer not null,
  queued_by    text not null references person (id),
  started_at   integer,
  ended_at     integer,
  -- whoever makes it, and until when nobody else may take it up
  holder       text not null,
  lease_until  integer not null,
  -- what it depends on, as JSON, and a hash of everything that it was told
  inputs       text not null,
  definition_sha256 text not null,
  evidence     text not null,
  -- why it was interrupted, as a stable code; empty otherwise
  ending       text not null,
  primary key (account_id, id),
  foreign key (account_id, offering_id) references offering (account_id, id),
  foreign key (account_id, offering_id, plan_id) references plan (account_id, offering_id, id),
  foreign key (account_id, offering_id, broker_id) references broker (account_id, offering_id, id)
) strict;

create unique index test_run_of_offering on test_run (account_id, offering_id, id);
create unique index test_run_number on test_run (offering_id, number);
create unique index test_run_open on test_run (offering_id, plan_id, location, broker_id)
  where progress in ('queued', 'running');
create index test_run_due on test_run (queued_at) where progress in ('queued', 'running');

create table test_check (
  account_id  text not null,
  offering_id text not null,
  run_id      text not null,
  -- in the order in which they ended
  position    integer not null,
  id          text not null,
  level       text not null check (level in ('must', 'should')),
  outcome     text not null check (outcome in ('pass', 'skip', 'warn', 'fail')),
  reason      text not null,
  facts       text not null,
  took_ms     integer not null,
  exchanges   text not null,
  primary key (run_id, id),
  foreign key (account_id, offering_id, run_id) references test_run (account_id, offering_id, id)
) strict;

-- Calls and answers as JSON, secrets masked before they come here.
create table test_exchange (
  account_id  text not null,
  offering_id text not null,
  run_id      text not null,
  number      integer not null,
  body        text not null,
  primary key (run_id, number),
  foreign key (account_id, offering_id, run_id) references test_run (account_id, offering_id, id)
) strict;

-- What may exist at the broker because of a run: written before the call that makes it, gone when it is.
create table test_thing (
  account_id  text not null,
  offering_id text not null,
  run_id      text not null,
  id          text not null,
  -- the instance that a binding belongs to; the id itself for an instance
  instance_id text not null,
  service_id  text not null,
  plan_id     text not null,
  -- why it could not be removed; empty while the run goes on
  reason      text not null,
  position    integer not null,
  primary key (run_id, id),
  foreign key (account_id, offering_id, run_id) references test_run (account_id, offering_id, id)
) strict;
