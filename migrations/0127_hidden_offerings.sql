-- Offerings that the catalog does not list (§4.7a): whoever knows the address opens them, and their instances work.

create table hidden_offering (
  account_id  text not null,
  offering_id text not null,
  since       integer not null,
  hidden_by   text not null references person (id),
  primary key (account_id, offering_id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create trigger offering_hidden after insert on hidden_offering begin update catalog_version set version = version + 1; end;
create trigger offering_listed after delete on hidden_offering begin update catalog_version set version = version + 1; end;
