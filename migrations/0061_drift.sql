-- The brokers of live offerings are asked daily whether they still say what the console says (DEC-24).

create table broker_watch (
  account_id  text not null,
  offering_id text not null,
  broker_id   text not null,
  -- when to look again; while a look goes on, when to do without its outcome
  due_at      integer not null,
  -- looks that failed since the last that did not
  failures    integer not null,
  primary key (account_id, offering_id, broker_id),
  foreign key (account_id, offering_id, broker_id) references broker (account_id, offering_id, id)
) strict;

create table broker_incident (
  account_id  text not null,
  offering_id text not null,
  broker_id   text not null,
  cause       text not null check (cause in ('drift', 'unreachable')),
  opened_at   integer not null,
  seen_at     integer not null,
  closed_at   integer,
  -- what was found last, as JSON
  evidence    text not null,
  primary key (account_id, offering_id, broker_id, cause, opened_at),
  foreign key (account_id, offering_id, broker_id) references broker (account_id, offering_id, id)
) strict;

create unique index broker_incident_open on broker_incident (account_id, offering_id, broker_id, cause)
  where closed_at is null;
