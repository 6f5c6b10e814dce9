-- What was asked for once is done once: a form names its operation, and a repetition gets the answer of the first time.
-- The row is written in the transaction of the effect, so nobody ever sees an operation half done. Only hashes are kept
-- of the name and of what was asked for, and no secret in the answer.

drop table save_operation;

create table operation (
  person_id      text not null references person (id),
  operation_hash text not null,
  fingerprint    text not null,
  answer         text not null,
  at             integer not null,
  primary key (person_id, operation_hash)
) strict;

create index operation_age on operation (at);
