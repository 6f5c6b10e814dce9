-- Up to when each measure of an instance is reported (§8.5): kept with each record in its transaction, so that whoever asks
-- which instances were not reported reads no records. `account_id` is the provider's.

create table usage_report (
  account_id  text not null,
  offering_id text not null,
  instance_id text not null,
  plan_id     text not null,
  measure     text not null,
  -- the latest end of a record
  end_at      integer not null,
  primary key (instance_id, plan_id, measure),
  foreign key (account_id, offering_id, instance_id) references instance (account_id, offering_id, id)
) strict;

insert into usage_report (account_id, offering_id, instance_id, plan_id, measure, end_at)
select u.account_id, u.offering_id, u.instance_id, u.plan_id, m.value ->> '$.measure', max(u.end_at)
from usage_record u
join json_each(u.measured) m
group by u.account_id, u.offering_id, u.instance_id, u.plan_id, m.value ->> '$.measure';

-- Since when an instance is active with the plan that it has: its reports are due from then on.
alter table instance add column active_since integer;

update instance set active_since = coalesce(
  (select max(o.ended_at) from instance_operation o
   where o.instance_id = instance.id and o.progress = 'succeeded'
     and (o.kind in ('provision', 'enable')
          or (o.kind = 'update' and o.new_plan_id <> coalesce(o.plan_before_id, '')))),
  created_at);

-- Of whom anything is due at all.
create index instance_active on instance (account_id, offering_id, plan_id)
  where state = 'active';
