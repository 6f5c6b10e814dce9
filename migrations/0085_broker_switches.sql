-- By what a broker is called about instances and bindings, and whether it gets the ids of older platforms as well.

alter table broker add column id_format text not null default 'crn';
alter table broker add column legacy_ids text not null default 'no';
