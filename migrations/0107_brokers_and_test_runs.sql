-- Under which path the extension of a broker is called, and how long the platform waits for it: seconds, as typed.

alter table broker add column extension_prefix text not null default '/platform_v1';
alter table broker add column sync_timeout text not null default '60';
alter table broker add column max_poll text not null default '86400';
alter table broker add column poll_interval text not null default '10';

-- The version in the `maintenance_info` of the plan that an operation gives an instance, as the catalog said when it began.

alter table instance_operation add column maintenance text;

-- What somebody saw of a test run that no check can see. It stands beside the check and changes nothing about it.
create table test_attestation (
  account_id  text not null,
  offering_id text not null,
  run_id      text not null,
  check_id    text not null,
  note        text not null,
  attested_at integer not null,
  attested_by text not null references person (id),
  primary key (run_id, check_id),
  foreign key (account_id, offering_id, run_id) references test_run (account_id, offering_id, id)
) strict;
