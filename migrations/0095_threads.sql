-- Review threads: what people say about one value of an offering, until it is resolved.

create table thread (
  account_id  text not null,
  id          text not null unique,
  offering_id text not null,
  -- the value, told by what it is: page or part, field, member of its list
  anchor      text not null,
  -- the same under the names of that time, as JSON
  subject     text not null,
  -- what was read; empty if there was nothing
  value       text not null,
  -- the id of a rule; empty if there is none
  rule        text not null,
  blocking    integer not null check (blocking in (0, 1)),
  text        text not null,
  state       text not null check (state in ('open', 'resolved')),
  opened_at   integer not null,
  opened_by   text not null references person (id),
  primary key (account_id, id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create unique index thread_of_offering on thread (account_id, offering_id, id);

create table thread_remark (
  account_id  text not null,
  offering_id text not null,
  thread_id   text not null,
  -- from 1, in the order in which they came
  number      integer not null,
  at          integer not null,
  by          text not null references person (id),
  act         text not null check (act in ('reply', 'resolve', 'reopen')),
  text        text not null,
  -- for the operator's people alone
  internal    integer not null check (internal in (0, 1)),
  primary key (thread_id, number),
  foreign key (account_id, offering_id, thread_id) references thread (account_id, offering_id, id)
) strict;

create index thread_remark_of_offering on thread_remark (account_id, offering_id);

create trigger thread_remark_kept before update on thread_remark begin select raise(abort, 'remarks stay as they were written'); end;
create trigger thread_remark_stays before delete on thread_remark begin select raise(abort, 'remarks stay as they were written'); end;
