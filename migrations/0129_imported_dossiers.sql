-- What an offering was made of that came from another console: the archive as it came. It counts for nothing here.

create table imported_dossier (
  account_id  text not null,
  offering_id text not null,
  -- what its manifest says of itself
  sha256      text not null,
  archive     blob not null,
  imported_at integer not null,
  imported_by text not null references person (id),
  primary key (account_id, offering_id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create trigger imported_dossier_is_permanent_update before update on imported_dossier
  begin select raise(abort, 'an imported dossier stays as it came'); end;
create trigger imported_dossier_is_permanent_delete before delete on imported_dossier
  begin select raise(abort, 'an imported dossier stays as it came'); end;
