-- The outbox of mails: a row is written in the transaction of what it tells of, and sent later, at least once.

create table mail (
  id          text not null primary key,
  -- when there was something to tell
  at          integer not null,
  -- what it tells of: nobody is told twice of the same
  cause       text not null,
  recipient   text not null,
  subject     text not null,
  body        text not null,
  attempts    integer not null default 0,
  -- when to try; while somebody tries, when to do without the outcome. Nobody tries what was sent or has failed.
  next_at     integer,
  sent_at     integer,
  failed_at   integer,
  -- what the last attempt failed by
  last_error  text not null default '',
  check ((next_at is null) = (sent_at is not null or failed_at is not null)),
  check (sent_at is null or failed_at is null),
  unique (cause, recipient)
) strict;

create index mail_due on mail (next_at)
  where next_at is not null;

create index mail_failed on mail (failed_at)
  where failed_at is not null;

-- The offerings that have active instances, one after the other.
create index instance_in_use on instance (offering_id, account_id)
  where state = 'active';
