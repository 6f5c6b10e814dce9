-- Requests for release and how they were decided. The content hash ties an approval to exactly what was read.

create table submission (
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
  foreign key (account_id, snapshot_id) references snapshot (account_id, id)
) strict;

create unique index submission_open on submission (offering_id) where state = 'open';
create index submission_queue on submission (state, submitted_at);
