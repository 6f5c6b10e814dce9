-- The pages of the catalog, and words that are looked for in lists (decision 0053). The domain tells what is in a tile and
-- in what words are looked for; whatever that reads marks the offering here, and the transaction that did so writes its
-- tile before it ends.

-- One row for each offering that the catalog lists.
create table catalog_tile (
  account_id   text not null,
  offering_id  text not null,
  -- for whom it is before anybody is invited or kept out: everybody, internal, external, invited
  audience     text not null,
  category     text not null,
  -- smaller ones stand before others
  position     integer not null,
  published_at integer not null,
  primary key (offering_id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create index catalog_tile_place on catalog_tile (audience, position, published_at, offering_id);
create index catalog_tile_category on catalog_tile (audience, category, position, published_at, offering_id);
create index catalog_tile_of_account on catalog_tile (account_id, audience, position, published_at, offering_id);

-- What words are looked for in, in English and in each language that something of the offering is translated into.
create table catalog_text (
  id          integer primary key,
  account_id  text not null,
  offering_id text not null,
  language    text not null,
  audience    text not null,
  -- in small letters
  search      text not null,
  unique (offering_id, language),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create index catalog_text_language on catalog_text (language, audience);
create index catalog_text_of_account on catalog_text (account_id, language);

-- The same texts by every three letters, and by single letters and pairs behind spaces; by the id of the text.
create virtual table catalog_word using fts5 (
  grams, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);

-- How many there are of each kind, for one account and for all.
create table account_tile_count (
  account_id text not null references account (id),
  audience   text not null,
  category   text not null,
  tiles      integer not null,
  primary key (account_id, audience, category)
) strict;

create table tile_count (
  audience text not null,
  category text not null,
  tiles    integer not null,
  primary key (audience, category)
) strict;

create trigger catalog_tile_added after insert on catalog_tile begin
  insert into account_tile_count (account_id, audience, category, tiles)
    values (new.account_id, new.audience, new.category, 1)
    on conflict (account_id, audience, category) do update set tiles = tiles + 1;
  insert into tile_count (audience, category, tiles) values (new.audience, new.category, 1)
    on conflict (audience, category) do update set tiles = tiles + 1;
end;

create trigger catalog_tile_removed after delete on catalog_tile begin
  update account_tile_count set tiles = tiles - 1
    where account_id = old.account_id and audience = old.audience and category = old.category;
  update tile_count set tiles = tiles - 1 where audience = old.audience and category = old.category;
end;

-- The offerings whose tiles have to be written before the transaction ends: empty between transactions.
create table catalog_tile_due (
  account_id  text not null,
  offering_id text not null,
  primary key (account_id, offering_id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create trigger catalog_tile_due_entry after insert on catalog_entry begin
  insert into catalog_tile_due (account_id, offering_id) values (new.account_id, new.offering_id)
    on conflict do nothing;
end;

create trigger catalog_tile_due_entry_changed after update on catalog_entry begin
  insert into catalog_tile_due (account_id, offering_id) values (new.account_id, new.offering_id)
    on conflict do nothing;
end;

create trigger catalog_tile_due_entry_removed after delete on catalog_entry begin
  insert into catalog_tile_due (account_id, offering_id) values (old.account_id, old.offering_id)
    on conflict do nothing;
end;

create trigger catalog_tile_due_hidden after insert on hidden_offering begin
  insert into catalog_tile_due (account_id, offering_id) values (new.account_id, new.offering_id)
    on conflict do nothing;
end;

create trigger catalog_tile_due_listed after delete on hidden_offering begin
  insert into catalog_tile_due (account_id, offering_id) values (old.account_id, old.offering_id)
    on conflict do nothing;
end;

-- What is invited or kept out, by whom it is.
create index allowlist_of_allowed on allowlist (allowed_account_id);
create index exclusion_of_excluded on exclusion (excluded_account_id);

-- What was there before: tiles are written as soon as the tables are up to date.
insert into catalog_tile_due (account_id, offering_id) select account_id, offering_id from catalog_entry;

-- The words of the lines of lists of offerings, in the same way.
create table line_text (
  id          integer primary key,
  account_id  text not null,
  offering_id text not null,
  unique (offering_id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create virtual table line_word using fts5 (
  grams, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);

-- Lines from before are written anew, with their words.
insert into offering_line_due (account_id, offering_id) select account_id, id from offering where true
  on conflict do nothing;
