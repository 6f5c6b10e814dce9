-- A call to a broker is written down before it is made. What came of it is added afterwards; a call that nobody could
-- finish stays visible as one whose outcome is unknown.

alter table broker_fetch add column state text not null default 'answered'
  check (state in ('started', 'answered', 'failed', 'unknown'));

update broker_fetch set state = 'failed' where failure_code is not null;

create index broker_fetch_person on broker_fetch (fetched_by, fetched_at);
create index broker_fetch_running on broker_fetch (broker_id, fetched_at) where state = 'started';
