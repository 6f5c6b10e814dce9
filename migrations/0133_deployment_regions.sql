-- The regions in which instances of a global deployment run (§4.14), ids parted by blanks. Empty: it does not say.
alter table deployment add column regions text not null default '';
