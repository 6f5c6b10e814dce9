-- Pictures for the media of listings: decoded, made small and written anew, under the hash of what is kept.

create table picture (
  account_id  text not null,
  offering_id text not null,
  name        text not null,
  media_type  text not null check (media_type in ('image/png', 'image/jpeg')),
  body        blob not null,
  uploaded_at integer not null,
  uploaded_by text not null references person (id),
  primary key (account_id, offering_id, name),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create index picture_name on picture (name);
