-- Usage records (§8.5): facts that a service told about its instances. `account_id` is the provider's; the signature says
-- whose instance it was.

create unique index api_key_of_offering on api_key (account_id, offering_id, id);

create table usage_record (
  seq         integer primary key,
  account_id  text not null,
  offering_id text not null,
  id          text not null unique,
  -- the signature: eight parts that belong to one record
  customer_id text not null references account (id),
  resource_group text not null,
  instance_id text not null,
  -- `-`: none
  consumer    text not null,
  plan_id     text not null,
  region      text not null,
  start_at    integer not null,
  end_at      integer not null,
  -- what was used, as JSON
  measured    text not null,
  -- its window overlaps that of a record that was there before it
  is_overlapping integer not null check (is_overlapping in (0, 1)),
  -- the key that it was sent with, and when
  api_key_id  text not null,
  accepted_at integer not null,
  request_id  text not null,
  check (start_at <= end_at),
  foreign key (account_id, offering_id, instance_id) references instance (account_id, offering_id, id),
  foreign key (account_id, offering_id, plan_id) references plan (account_id, offering_id, id),
  foreign key (account_id, offering_id, api_key_id) references api_key (account_id, offering_id, id)
) strict;

create unique index usage_record_signature
  on usage_record (instance_id, consumer, plan_id, end_at, start_at, region, customer_id, resource_group);
create index usage_record_offering on usage_record (account_id, offering_id, seq);

create trigger usage_record_is_permanent_update before update on usage_record
  begin select raise(abort, 'usage records are permanent'); end;
create trigger usage_record_is_permanent_delete before delete on usage_record
  begin select raise(abort, 'usage records are permanent'); end;

-- What the last event of a measure left: the next one has to name it.
create table usage_level (
  account_id  text not null,
  offering_id text not null,
  instance_id text not null,
  consumer    text not null,
  plan_id     text not null,
  measure     text not null,
  level       text not null,
  at          integer not null,
  primary key (instance_id, consumer, plan_id, measure),
  foreign key (account_id, offering_id, instance_id) references instance (account_id, offering_id, id)
) strict;
