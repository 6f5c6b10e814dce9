-- Offerings and their drafts. A draft is a document exactly as typed; every saved revision stays readable.

create table offering (
  account_id                text not null references account (id),
  id                        text not null unique,
  name                      text not null unique,
  stage                     text not null,
  stage_revision            integer not null,
  stage_since               integer not null,
  created_at                integer not null,
  created_by                text not null references person (id),
  definition_changed_at     integer not null,
  definitions_downloaded_at integer,
  -- a copy of the listing draft's terms URL: no two offerings may share one (§4.7a)
  terms_url                 text not null,
  primary key (account_id, id)
) strict;

create table section_draft (
  account_id  text not null,
  offering_id text not null,
  section     text not null check (section in ('summary', 'listing', 'settings', 'access')),
  revision    integer not null,
  body        text not null,
  saved_at    integer not null,
  saved_by    text not null references person (id),
  primary key (offering_id, section),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create table section_version (
  account_id  text not null,
  offering_id text not null,
  section     text not null,
  revision    integer not null,
  body        text not null,
  saved_at    integer not null,
  saved_by    text not null references person (id),
  primary key (offering_id, section, revision),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

-- Autosaves answer a repeated operation with the same result.
create table save_operation (
  account_id  text not null,
  offering_id text not null,
  operation   text not null,
  revision    integer not null,
  saved_at    integer not null,
  primary key (offering_id, operation),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

-- Input that came with a stale revision. It waits here until its author has decided.
create table parked_input (
  account_id  text not null,
  id          text not null unique,
  offering_id text not null,
  -- a section, plan:<id> or broker:<id>
  subject     text not null,
  base_revision integer not null,
  body        text not null,
  parked_at   integer not null,
  parked_by   text not null references person (id),
  primary key (account_id, id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create table plan (
  account_id  text not null,
  id          text not null unique,
  offering_id text not null,
  position    integer not null,
  revision    integer not null,
  body        text not null,
  approval    text not null check (approval in ('draft', 'in_review', 'approved')),
  saved_at    integer not null,
  saved_by    text not null references person (id),
  removed_at  integer,
  primary key (account_id, id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create index plan_offering on plan (offering_id, position);
