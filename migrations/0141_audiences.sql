-- Services for the operator's own accounts alone, or for all but these (§4.15, decision 0058).

-- To whom a released service is released; null: to everybody, or it is not released yet.
alter table catalog_entry add column only_for text
  check (only_for is null or only_for in ('internal', 'external') and visibility = 'public');

-- The account is one of the operator's own: the operator says so.
alter table account add column is_internal integer not null default 0 check (is_internal in (0, 1));

-- It sees another catalog from now on.
create trigger account_is_internal_changed after update of is_internal on account begin
  update catalog_version set version = version + 1;
end;
