-- Looks at a broker's catalog that nothing is taken over from: what was typed, and what came of it.

create table broker_dry_run (
  account_id   text not null,
  offering_id  text not null,
  broker_id    text not null,
  request_identity text not null,
  began_at     integer not null,
  began_by     text not null references person (id),
  url          text not null,
  osb_version  text not null,
  -- what the comparison reads of the answer, as JSON; null: there is none
  catalog      text,
  failure_code text,
  failure_status integer,
  failure_detail text not null,
  primary key (account_id, offering_id, broker_id, request_identity),
  foreign key (account_id, offering_id, broker_id) references broker (account_id, offering_id, id)
) strict;

create index broker_dry_run_person on broker_dry_run (began_by, began_at);
