-- The certificates of an authority of a broker's own, in PEM form. Empty: only those of the machine are trusted.

alter table broker add column ca_pem text not null default '';
