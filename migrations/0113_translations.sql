-- What customers read in other languages (§4.7a): the texts of one language, as JSON, each beside the English text that it
-- was made from.

create table translation (
  account_id  text not null,
  offering_id text not null,
  -- English is what the definition itself is written in
  language    text not null check (language in ('de', 'es', 'fr', 'it', 'ja', 'ko', 'pt-br', 'zh-cn', 'zh-tw')),
  body        text not null,
  revision    integer not null,
  saved_at    integer not null,
  saved_by    text not null references person (id),
  primary key (account_id, offering_id, language),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;
