-- Ticks that only a person can give, and who gave them.

create table attestation (
  account_id  text not null,
  offering_id text not null,
  "row"       text not null,
  given_at    integer not null,
  given_by    text not null references person (id),
  primary key (offering_id, "row"),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;
