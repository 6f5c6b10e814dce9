-- The history: one line per change, written in the transaction of the change. Lines are never altered.

create table event (
  seq         integer primary key,
  id          text not null unique,
  at          integer not null,
  actor_id    text references person (id),
  account_id  text references account (id),
  offering_id text references offering (id),
  kind        text not null,
  detail      text not null,
  request_id  text not null
) strict;

create index event_offering on event (offering_id, seq desc);
create index event_account on event (account_id, seq desc);

create trigger event_is_permanent_update before update on event begin select raise(abort, 'events are permanent'); end;
create trigger event_is_permanent_delete before delete on event begin select raise(abort, 'events are permanent'); end;
