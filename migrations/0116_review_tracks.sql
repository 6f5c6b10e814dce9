-- The tracks of a request for release, each decided on its own. An approval names the content of its track, and holds on
-- in the next request as long as that content is the same. Which tracks there are is said by the domain.

create unique index submission_of_offering on submission (account_id, offering_id, id);

-- The revision of the offering's stage that a request waits in; 0: handed in before this was kept.
alter table submission add column revision integer not null default 0;
-- A returned request that was rejected: the id of the rule that stands against it, or an empty text.
alter table submission add column rejected_for text;

create table review_track (
  account_id     text not null,
  offering_id    text not null,
  submission_id  text not null,
  track          text not null,
  content_sha256 text not null,
  state          text not null check (state in ('open', 'approved', 'returned', 'rejected')),
  decided_at     integer,
  decided_by     text references person (id),
  reason         text not null,
  internal_note  text not null,
  -- The request in which the approval was given that holds on.
  kept_from      text,
  primary key (account_id, submission_id, track),
  foreign key (account_id, offering_id) references offering (account_id, id),
  foreign key (account_id, offering_id, submission_id) references submission (account_id, offering_id, id),
  foreign key (account_id, offering_id, kept_from) references submission (account_id, offering_id, id)
) strict;

create index review_track_offering on review_track (account_id, offering_id);
create index review_track_decided on review_track (track, decided_at);
