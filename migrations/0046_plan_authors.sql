-- Who wrote a plan or handed it in since the billing desk last agreed to it: none of them decides about it (§2).

create table plan_author (
  account_id  text not null,
  offering_id text not null,
  plan_id     text not null,
  person_id   text not null references person (id),
  primary key (plan_id, person_id),
  foreign key (account_id, offering_id, plan_id) references plan (account_id, offering_id, id)
) strict;

create index plan_author_offering on plan_author (account_id, offering_id);

insert into plan_author (account_id, offering_id, plan_id, person_id)
select account_id, offering_id, id, saved_by
from plan
where approval <> 'approved';
