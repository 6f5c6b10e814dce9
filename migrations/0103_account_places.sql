-- Where accounts are at home and in what they pay, for good: by these the row of a price list is chosen. A row for each
-- change; a month is charged by the one that was set before it began.

create table account_place (
  number     integer primary key,
  account_id text not null references account (id),
  since      integer not null,
  -- ISO 3166-1 alpha-3
  country    text not null,
  -- ISO 4217
  currency   text not null,
  set_by     text not null references person (id)
) strict;

create index account_place_of_account on account_place (account_id, number);

create trigger account_place_is_permanent_update before update on account_place
  begin select raise(abort, 'places of accounts are permanent'); end;
create trigger account_place_is_permanent_delete before delete on account_place
  begin select raise(abort, 'places of accounts are permanent'); end;

-- The catalog shows an account its own prices first.
create trigger account_place_added after insert on account_place begin update catalog_version set version = version + 1; end;
