-- Where a broker is, and whose group it belongs to (§4.13). Nothing is called by either.
alter table broker add column region text not null default '';
alter table broker add column resource_group text not null default 'default';
