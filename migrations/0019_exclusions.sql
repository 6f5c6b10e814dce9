-- Accounts that never see an offering: exclusion wins over an invitation, and over the release (§4.15).

create table exclusion (
  account_id          text not null,
  offering_id         text not null,
  excluded_account_id text not null references account (id),
  added_at            integer not null,
  added_by            text not null references person (id),
  primary key (offering_id, excluded_account_id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create trigger exclusion_added after insert on exclusion begin update catalog_version set version = version + 1; end;
create trigger exclusion_removed after delete on exclusion begin update catalog_version set version = version + 1; end;
