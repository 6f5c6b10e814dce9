-- A page that saves by itself numbers its attempts: one that a later one of the same form has overtaken is ignored,
-- whether the later one was carried out or is kept for its author. Of the form only a hash is kept; names without a
-- number have neither.

alter table operation add column form_hash text;
alter table operation add column sequence integer;

create index operation_sequence on operation (person_id, form_hash, sequence) where form_hash is not null;

alter table parked_input add column form_hash text;
alter table parked_input add column sequence integer;
