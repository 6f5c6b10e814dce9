-- Plans as the catalog came to show them: by these a month is charged, whatever is typed or published within it. A row for
-- each publication that changed the plan.

create table published_plan (
  number      integer primary key,
  account_id  text not null,
  offering_id text not null,
  plan_id     text not null,
  since       integer not null,
  -- the plan as typed
  body        text not null,
  foreign key (account_id, offering_id, plan_id) references plan (account_id, offering_id, id)
) strict;

create index published_plan_of_offering on published_plan (account_id, offering_id, plan_id);

create trigger published_plan_is_permanent_update before update on published_plan
  begin select raise(abort, 'published plans are permanent'); end;
create trigger published_plan_is_permanent_delete before delete on published_plan
  begin select raise(abort, 'published plans are permanent'); end;

-- What the catalog shows now, and of offerings that it shows no more what was frozen last.
insert into published_plan (account_id, offering_id, plan_id, since, body)
select s.account_id, s.offering_id, p.value ->> '$.id', coalesce(e.published_at, s.created_at), p.value -> '$.draft'
from snapshot s
left join catalog_entry e on e.account_id = s.account_id and e.offering_id = s.offering_id
join json_each(s.content, '$.plans') p
where s.id = coalesce(e.snapshot_id, (select l.id from snapshot l
                                      where l.account_id = s.account_id and l.offering_id = s.offering_id
                                      order by l.created_at desc, l.rowid desc limit 1));

drop table usage_metric;
