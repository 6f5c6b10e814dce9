-- Changes of an offering that is public already (T21): each of them is what was handed in, or an earlier version that comes
-- back. At most one of an offering waits at a time.

create table revision (
  account_id    text not null,
  id            text not null unique,
  offering_id   text not null,
  kind          text not null check (kind in ('change', 'rollback')),
  state         text not null
    check (state in ('submitted', 'changes', 'approved', 'published', 'discarded', 'expired')),
  -- the request in which it is decided; a rollback has none
  submission_id text,
  snapshot_id   text not null,
  created_at    integer not null,
  created_by    text not null references person (id),
  approved_at   integer,
  -- when the platform publishes it by itself
  effective_at  integer,
  -- until when somebody has to publish it
  expires_at    integer,
  published_at  integer,
  primary key (account_id, id),
  check ((kind = 'rollback') = (submission_id is null)),
  check (state <> 'published' or (published_at is not null and approved_at is not null)),
  foreign key (account_id, offering_id) references offering (account_id, id),
  foreign key (account_id, offering_id, submission_id) references submission (account_id, offering_id, id),
  foreign key (account_id, offering_id, snapshot_id) references snapshot (account_id, offering_id, id)
) strict;

create unique index revision_open on revision (account_id, offering_id) where state in ('submitted', 'approved');
create index revision_of_offering on revision (account_id, offering_id, created_at);
create index revision_of_submission on revision (account_id, offering_id, submission_id);
create index revision_due on revision (effective_at, expires_at) where state = 'approved';
