-- The identity of every call of a test run, written before the call is sent, so that it is found in the broker's log whatever became of the console.

create table test_call (
  account_id  text not null,
  offering_id text not null,
  run_id      text not null,
  -- in the order in which they were sent, those that removed what a killed console left included
  number      integer not null,
  request     text not null,
  primary key (run_id, number),
  foreign key (account_id, offering_id, run_id) references test_run (account_id, offering_id, id)
) strict;
