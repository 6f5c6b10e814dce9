-- What the usage of a day came to: kept with each record in its transaction, and always what counting the records again
-- would give. `account_id` is the provider's.

create table usage_day (
  account_id  text not null,
  offering_id text not null,
  customer_id text not null references account (id),
  instance_id text not null,
  -- `-`: none
  consumer    text not null,
  plan_id     text not null,
  measure     text not null,
  -- in UTC: `2026-05` and 1 to 31
  month       text not null,
  day         integer not null check (day between 1 and 31),
  records     integer not null check (records > 0),
  -- decimals as text
  added       text not null,
  highest     text not null,
  sum         text not null,
  weight      integer not null,
  -- of events: when the last one was, and the level that it left
  held_since  integer,
  held_level  text,
  -- what it came to goes on in the months after it
  is_carried  integer not null check (is_carried in (0, 1)),
  primary key (instance_id, consumer, plan_id, measure, month, day),
  foreign key (account_id, offering_id, instance_id) references instance (account_id, offering_id, id)
) strict;

create index usage_day_month on usage_day (account_id, offering_id, customer_id, month);
create index usage_day_carried on usage_day (account_id, offering_id, customer_id, month) where is_carried = 1;
create index usage_record_of_instance on usage_record (instance_id, end_at);

-- The metric by which a month is rated: what it was when the first record of the month came. Prices change with months.
create table usage_metric (
  account_id  text not null,
  offering_id text not null,
  plan_id     text not null,
  month       text not null,
  measure     text not null,
  -- the metric as typed
  body        text not null,
  primary key (plan_id, month, measure),
  foreign key (account_id, offering_id, plan_id) references plan (account_id, offering_id, id)
) strict;
