-- What the readiness probe writes, to prove that a save would go through: one row, whose room is taken and given back.

create table probe (
  one   integer primary key check (one = 1),
  count integer not null,
  room  blob
) strict;

insert into probe (one, count) values (1, 0);
