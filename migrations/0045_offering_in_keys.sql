-- What belongs to an offering refers to nothing of another offering of the same account either: the keys between plans,
-- brokers, snapshots and what names them carry account and offering.

create unique index plan_of_offering on plan (account_id, offering_id, id);
create unique index broker_of_offering on broker (account_id, offering_id, id);
create unique index snapshot_of_offering on snapshot (account_id, offering_id, id);

create table new_deployment (
  account_id   text not null,
  id           text not null unique,
  offering_id  text not null,
  plan_id      text not null,
  location     text not null,
  broker_id    text not null,
  target_crn   text not null,
  state        text not null check (state in ('unpublished', 'published_limited', 'published_public', 'withdrawn')),
  published_at integer,
  created_at   integer not null,
  created_by   text not null references person (id),
  primary key (account_id, id),
  foreign key (account_id, offering_id) references offering (account_id, id),
  foreign key (account_id, offering_id, plan_id) references plan (account_id, offering_id, id),
  foreign key (account_id, offering_id, broker_id) references broker (account_id, offering_id, id)
) strict;

insert into new_deployment (account_id, id, offering_id, plan_id, location, broker_id, target_crn, state, published_at,
                            created_at, created_by)
select account_id, id, offering_id, plan_id, location, broker_id, target_crn, state, published_at, created_at, created_by
from deployment;

drop table deployment;
alter table new_deployment rename to deployment;

create unique index deployment_tuple on deployment (plan_id, location) where state <> 'withdrawn';
create index deployment_offering on deployment (account_id, offering_id);

create trigger deployment_state_changed after update of state on deployment begin update catalog_version set version = version + 1; end;

create table new_catalog_entry (
  account_id   text not null,
  offering_id  text not null,
  snapshot_id  text not null,
  visibility   text not null check (visibility in ('private', 'public')),
  published_at integer not null,
  primary key (account_id, offering_id),
  foreign key (account_id, offering_id) references offering (account_id, id),
  foreign key (account_id, offering_id, snapshot_id) references snapshot (account_id, offering_id, id)
) strict;

insert into new_catalog_entry (account_id, offering_id, snapshot_id, visibility, published_at)
select account_id, offering_id, snapshot_id, visibility, published_at
from catalog_entry;

drop table catalog_entry;
alter table new_catalog_entry rename to catalog_entry;

create trigger catalog_entry_added after insert on catalog_entry begin update catalog_version set version = version + 1; end;
create trigger catalog_entry_changed after update on catalog_entry begin update catalog_version set version = version + 1; end;
create trigger catalog_entry_removed after delete on catalog_entry begin update catalog_version set version = version + 1; end;

create table new_submission (
  account_id    text not null,
  id            text not null unique,
  offering_id   text not null,
  snapshot_id   text not null,
  content_sha256 text not null,
  note          text not null,
  state         text not null check (state in ('open', 'approved', 'returned', 'withdrawn')),
  submitted_at  integer not null,
  submitted_by  text not null references person (id),
  decided_at    integer,
  decided_by    text references person (id),
  reason        text not null,
  internal_note text not null,
  primary key (account_id, id),
  foreign key (account_id, offering_id) references offering (account_id, id),
  foreign key (account_id, offering_id, snapshot_id) references snapshot (account_id, offering_id, id)
) strict;

insert into new_submission (account_id, id, offering_id, snapshot_id, content_sha256, note, state, submitted_at,
                            submitted_by, decided_at, decided_by, reason, internal_note)
select account_id, id, offering_id, snapshot_id, content_sha256, note, state, submitted_at, submitted_by, decided_at,
       decided_by, reason, internal_note
from submission;

drop table submission;
alter table new_submission rename to submission;

create unique index submission_open on submission (offering_id) where state = 'open';
create index submission_offering on submission (account_id, offering_id);
create index submission_queue on submission (state, submitted_at);
