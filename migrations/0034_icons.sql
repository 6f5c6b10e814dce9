-- Icons that providers uploaded: decoded, made small and written anew as PNG, under names of our own.

create table icon (
  account_id  text not null,
  name        text not null unique,
  offering_id text not null,
  png         blob not null,
  uploaded_at integer not null,
  uploaded_by text not null references person (id),
  primary key (account_id, name),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create index icon_offering on icon (offering_id, uploaded_at desc);
