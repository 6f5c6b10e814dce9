-- What pages of big accounts read instead of reckoning it for every look. Nothing here says anything that the days of usage,
-- plans and statements do not say: it can be made anew from them at any time. `account_id` is the provider's.

-- Who has, or had, instances of which offering: counted with each instance, so that no page counts them.
create table offering_customer (
  number      integer primary key,
  account_id  text not null,
  offering_id text not null,
  customer_id text not null references account (id),
  -- when the first instance was asked for
  since       integer not null,
  -- how many there ever were
  instances   integer not null check (instances > 0),
  unique (account_id, offering_id, customer_id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create index offering_customer_of on offering_customer (customer_id, number);

insert into offering_customer (account_id, offering_id, customer_id, since, instances)
select account_id, offering_id, consumer_id, min(created_at), count(*) from instance
group by account_id, offering_id, consumer_id
order by min(rowid);

create trigger instance_counts_for_its_customer after insert on instance begin
  insert into offering_customer (account_id, offering_id, customer_id, since, instances)
  values (new.account_id, new.offering_id, new.consumer_id, new.created_at, 1)
  on conflict (account_id, offering_id, customer_id) do update
  set since = min(since, excluded.since), instances = instances + 1;
end;

-- A month of a customer at an offering.
create table kept_reckoning (
  account_id  text not null,
  offering_id text not null,
  customer_id text not null,
  month       text not null,
  as_of       integer not null,
  -- of a statement that stands
  is_closed   integer not null check (is_closed in (0, 1)),
  -- its lines are kept as well
  has_lines   integer not null check (has_lines in (0, 1)),
  -- kinds of lines that need a person
  unsettled   integer not null,
  -- sums, charts and what needs a person, as JSON
  body        text not null,
  primary key (account_id, offering_id, customer_id, month),
  foreign key (account_id, offering_id, customer_id)
    references offering_customer (account_id, offering_id, customer_id)
) strict;

create index kept_reckoning_unsettled on kept_reckoning (month) where unsettled > 0;

-- Its lines, where many instances are reckoned and as long as it is a draft: those of a statement that stands are there
-- already.
create table kept_reckoning_line (
  account_id  text not null,
  offering_id text not null,
  customer_id text not null,
  month       text not null,
  position    integer not null,
  -- whose line it is; null: it is of several
  instance_id text,
  instances   integer not null,
  -- the line as pages show it; null: like the line
  shown       text,
  -- the line with its steps, as JSON
  body        text not null,
  primary key (account_id, offering_id, customer_id, month, position),
  foreign key (account_id, offering_id, customer_id, month)
    references kept_reckoning (account_id, offering_id, customer_id, month)
) strict;

create index kept_reckoning_line_instance
  on kept_reckoning_line (account_id, offering_id, customer_id, month, instance_id);

-- Which instances of an offering were not reported, where many are active.
create table kept_gaps (
  account_id  text not null,
  offering_id text not null,
  as_of       integer not null,
  -- as JSON
  body        text not null,
  primary key (account_id, offering_id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

-- The same of lines that stand; null where an older version wrote them.
alter table account_statement_line add column instance_id text;
alter table account_statement_line add column instances integer;
alter table account_statement_line add column shown text;

create index account_statement_line_of
  on account_statement_line (account_id, offering_id, month, customer_id, position);
create index account_statement_line_instance on account_statement_line (customer_id, month, instance_id);
drop index account_statement_line_offering;

-- Whether the billing desk had approved the plan as it was published; null where an older version published it.
alter table published_plan add column approved integer check (approved in (0, 1));
