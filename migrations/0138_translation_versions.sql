-- Every saved text of a translation stays, as those of sections and plans do: to be looked at and restored. What was saved
-- before begins with what is saved now.

create table translation_version (
  account_id  text not null,
  offering_id text not null,
  language    text not null,
  revision    integer not null,
  body        text not null,
  saved_at    integer not null,
  saved_by    text not null references person (id),
  primary key (account_id, offering_id, language, revision),
  foreign key (account_id, offering_id, language) references translation (account_id, offering_id, language)
) strict;

insert into translation_version (account_id, offering_id, language, revision, body, saved_at, saved_by)
select account_id, offering_id, language, revision, body, saved_at, saved_by
from translation;
