-- Service instances, their bindings, and what is done to them through the broker. `account_id` is the provider's, whose
-- offering it is; `consumer_id` the account whose instance it is.

create table instance (
  account_id  text not null,
  offering_id text not null,
  id          text not null unique,
  consumer_id text not null references account (id),
  name        text not null,
  plan_id     text not null,
  location    text not null,
  broker_id   text not null,
  -- what the broker knows it by
  resource    text not null unique,
  state       text not null check (state in ('pre_provisioning', 'provisioning', 'active', 'inactive', 'failed',
                                             'pending_reclamation', 'pending_removal', 'removed')),
  dashboard_url text not null,
  created_at  integer not null,
  primary key (account_id, offering_id, id),
  foreign key (account_id, offering_id) references offering (account_id, id),
  foreign key (account_id, offering_id, plan_id) references plan (account_id, offering_id, id),
  foreign key (account_id, offering_id, broker_id) references broker (account_id, offering_id, id)
) strict;

create index instance_consumer on instance (offering_id, consumer_id, plan_id);

create table binding (
  account_id  text not null,
  offering_id text not null,
  id          text not null unique,
  instance_id text not null,
  name        text not null,
  resource    text not null unique,
  state       text not null check (state in ('making', 'active', 'failed', 'pending_removal', 'removed')),
  -- what the broker answered, sealed for this row; null before, and once it is removed
  credentials_sealed blob,
  created_at  integer not null,
  primary key (account_id, offering_id, id),
  foreign key (account_id, offering_id, instance_id) references instance (account_id, offering_id, id)
) strict;

create index binding_instance on binding (instance_id);

-- A durable job: the row is there before the broker is called.
create table instance_operation (
  account_id  text not null,
  offering_id text not null,
  id          text not null unique,
  instance_id text not null,
  binding_id  text,
  kind        text not null check (kind in ('provision', 'update', 'deprovision', 'bind', 'unbind', 'enable', 'disable')),
  progress    text not null check (progress in ('queued', 'running', 'polling', 'mitigating', 'succeeded', 'failed',
                                                'unknown', 'dead_lettered', 'given_up')),
  -- the states when it was asked for
  state_before text,
  binding_state_before text,
  -- who asked; null: the platform
  asked_by    text references person (id),
  -- what an update changes the plan to
  new_plan_id text,
  -- what the consumer typed, sealed for this row
  parameters_sealed blob not null,
  asked_at    integer not null,
  -- the first call, the latest call that changes something, the end
  started_at  integer,
  called_at   integer,
  ended_at    integer,
  mitigating_since integer,
  next_at     integer not null,
  attempts    integer not null,
  -- whoever goes on with it, and until when nobody else may
  holder      text not null,
  lease_until integer not null,
  -- the identity of the latest call, written before it was sent; and whether its answer is missing
  request     text,
  is_unanswered integer not null check (is_unanswered in (0, 1)),
  -- what the broker calls its own operation
  ticket      text,
  outcome     text not null,
  description text not null,
  -- as it came, cut; empty for calls that return credentials
  answer      text not null,
  primary key (account_id, offering_id, id),
  foreign key (account_id, offering_id, instance_id) references instance (account_id, offering_id, id),
  foreign key (account_id, offering_id, binding_id) references binding (account_id, offering_id, id)
) strict;

-- One operation of an instance at a time.
create unique index instance_operation_open on instance_operation (instance_id)
  where progress in ('queued', 'running', 'polling', 'mitigating', 'dead_lettered');
create index instance_operation_due on instance_operation (next_at)
  where progress in ('queued', 'running', 'polling', 'mitigating');
create index instance_operation_of on instance_operation (instance_id, asked_at);
