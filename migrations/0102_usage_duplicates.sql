-- How many records came again that had been accepted (409, §8.5): of each plan and day, so that whoever asks whether a
-- service sends what it has sent reads no answers. `account_id` is the provider's.

create table usage_duplicates (
  account_id  text not null,
  offering_id text not null,
  plan_id     text not null,
  -- on which they came, in UTC: `2026-05-12`
  day         text not null,
  records     integer not null check (records > 0),
  primary key (account_id, offering_id, plan_id, day),
  foreign key (account_id, offering_id, plan_id) references plan (account_id, offering_id, id)
) strict;
