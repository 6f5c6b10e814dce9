-- What is said of an offering that is suspended or on its way out, and when the platform moves on by itself. There is one
-- for as long as that lasts; what was said before is in the history.

create table offering_notice (
  account_id  text not null,
  offering_id text not null,
  stage       text not null check (stage in ('suspended', 'deprecated')),
  -- what customers read
  text        text not null,
  since       integer not null,
  -- when a suspension becomes an end, and when an end is there
  due_at      integer not null,
  -- the provider's request that a suspension ends
  asked_at    integer,
  asked_by    text references person (id),
  -- an end that was announced during a suspension
  was_suspended integer not null default 0 check (was_suspended in (0, 1)),
  primary key (account_id, offering_id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create index offering_notice_due on offering_notice (due_at);

create trigger offering_notice_added after insert on offering_notice begin update catalog_version set version = version + 1; end;
create trigger offering_notice_changed after update on offering_notice begin update catalog_version set version = version + 1; end;
create trigger offering_notice_lifted after delete on offering_notice begin update catalog_version set version = version + 1; end;
