-- Metering sandboxes: made-up usage of a plan, tried out before anybody pays. Nothing of it is in the ledger, and no
-- statement reads these tables.

-- One for each plan; opening another one takes its place.
create table sandbox (
  account_id  text not null,
  offering_id text not null,
  plan_id     text not null,
  -- what records name; made up
  instance_id text not null,
  location    text not null,
  -- in UTC: `2026-05`
  month       text not null,
  provisioned_at integer not null,
  -- whose prices it pays
  country     text not null,
  currency    text not null,
  -- the day of the month at whose end its clock stands
  day         integer not null check (day between 1 and 31),
  opened_at   integer not null,
  opened_by   text not null references person (id),
  -- the next record with the key is answered with 500; the one that was, as it came
  fails_next  integer not null default 0 check (fails_next in (0, 1)),
  failed      text,
  primary key (account_id, offering_id, plan_id),
  foreign key (account_id, offering_id, plan_id) references plan (account_id, offering_id, id)
) strict;

create table sandbox_record (
  seq         integer primary key,
  account_id  text not null,
  offering_id text not null,
  plan_id     text not null,
  id          text not null unique,
  -- by the clock of the sandbox
  arrived_at  integer not null,
  channel     text not null check (channel in ('form', 'key', 'pattern')),
  -- one record of a body, as it came
  body        text not null,
  -- the key that it was sent with
  api_key_id  text,
  check ((channel = 'key') = (api_key_id is not null)),
  foreign key (account_id, offering_id, plan_id) references sandbox (account_id, offering_id, plan_id) on delete cascade,
  foreign key (account_id, offering_id, api_key_id) references api_key (account_id, offering_id, id)
) strict;

create index sandbox_record_of_plan on sandbox_record (account_id, offering_id, plan_id, arrived_at, seq);

create trigger sandbox_record_is_bounded before insert on sandbox_record
  when (select count(*) from sandbox_record
        where account_id = new.account_id and offering_id = new.offering_id and plan_id = new.plan_id) >= 2000
  begin select raise(abort, 'a sandbox holds 2000 records'); end;

-- Runs that somebody kept as evidence.
create table sandbox_run (
  seq         integer primary key,
  account_id  text not null,
  offering_id text not null,
  plan_id     text not null,
  id          text not null unique,
  kept_at     integer not null,
  kept_by     text not null references person (id),
  -- what the plan charged then
  fingerprint text not null,
  -- what each measure came to, as JSON
  measures    text not null,
  -- whether a record that was answered with 500 came again and was accepted; null: none was
  is_resent   integer check (is_resent in (0, 1)),
  -- the whole run with its records and answers, as JSON, and the hash of that text
  body        text not null,
  sha256      text not null,
  foreign key (account_id, offering_id, plan_id) references plan (account_id, offering_id, id)
) strict;

create index sandbox_run_of_plan on sandbox_run (account_id, offering_id, plan_id, seq);

create trigger sandbox_run_is_permanent_update before update on sandbox_run
  begin select raise(abort, 'sandbox runs are permanent'); end;
create trigger sandbox_run_is_permanent_delete before delete on sandbox_run
  begin select raise(abort, 'sandbox runs are permanent'); end;
