-- Every saved text of a plan stays, as those of sections do: to be looked at and restored, and to tell who changed what.
-- Input that could not be saved remembers what it was made of, where that is known.

create table plan_version (
  account_id  text not null,
  offering_id text not null,
  plan_id     text not null,
  revision    integer not null,
  body        text not null,
  saved_at    integer not null,
  saved_by    text not null references person (id),
  primary key (plan_id, revision),
  foreign key (account_id, offering_id, plan_id) references plan (account_id, offering_id, id)
) strict;

insert into plan_version (account_id, offering_id, plan_id, revision, body, saved_at, saved_by)
select account_id, offering_id, id, revision, body, saved_at, saved_by
from plan;

alter table parked_input add column base text;
