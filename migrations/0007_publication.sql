-- What consumers see: immutable snapshots, the catalog entry that points at one, and who may see it before release.

create table snapshot (
  account_id  text not null,
  id          text not null unique,
  offering_id text not null,
  content     text not null,
  sha256      text not null,
  created_at  integer not null,
  created_by  text not null references person (id),
  primary key (account_id, id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create table catalog_entry (
  account_id   text not null,
  offering_id  text not null,
  snapshot_id  text not null,
  visibility   text not null check (visibility in ('private', 'public')),
  published_at integer not null,
  primary key (account_id, offering_id),
  foreign key (account_id, offering_id) references offering (account_id, id),
  foreign key (account_id, snapshot_id) references snapshot (account_id, id)
) strict;

create table allowlist (
  account_id         text not null,
  offering_id        text not null,
  allowed_account_id text not null references account (id),
  added_at           integer not null,
  added_by           text not null references person (id),
  -- an account of the same people; others wait for a reviewer
  own                integer not null check (own in (0, 1)),
  approved_at        integer,
  approved_by        text references person (id),
  expires_at         integer,
  primary key (offering_id, allowed_account_id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

-- One row: moves with every change that a catalog page could show, so that rendered pages can be kept until then.
create table catalog_version (
  one     integer primary key check (one = 1),
  version integer not null
) strict;

insert into catalog_version (one, version) values (1, 1);

create trigger catalog_entry_added after insert on catalog_entry begin update catalog_version set version = version + 1; end;
create trigger catalog_entry_changed after update on catalog_entry begin update catalog_version set version = version + 1; end;
create trigger catalog_entry_removed after delete on catalog_entry begin update catalog_version set version = version + 1; end;
create trigger allowlist_added after insert on allowlist begin update catalog_version set version = version + 1; end;
create trigger allowlist_changed after update on allowlist begin update catalog_version set version = version + 1; end;
create trigger allowlist_removed after delete on allowlist begin update catalog_version set version = version + 1; end;
create trigger offering_stage_changed after update of stage on offering begin update catalog_version set version = version + 1; end;
