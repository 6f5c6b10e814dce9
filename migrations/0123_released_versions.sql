-- The versions that everybody saw, in their order: what can be gone back to. What is public when this is made begins it.

create table released_version (
  account_id   text not null,
  offering_id  text not null,
  number       integer not null,
  snapshot_id  text not null,
  published_at integer not null,
  -- nobody: the platform, on the day that was announced
  published_by text references person (id),
  primary key (account_id, offering_id, number),
  foreign key (account_id, offering_id) references offering (account_id, id),
  foreign key (account_id, offering_id, snapshot_id) references snapshot (account_id, offering_id, id)
) strict;

insert into released_version (account_id, offering_id, number, snapshot_id, published_at, published_by)
select account_id, offering_id, 1, snapshot_id, published_at, null from catalog_entry where visibility = 'public';
