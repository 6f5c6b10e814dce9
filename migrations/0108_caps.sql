-- When the caps of an instance are looked at (§4.9): put down with each record of a plan that stops at a cap, and kept for as
-- long as there is something to wait for. `account_id` is the provider's.

create table cap_look (
  account_id  text not null,
  offering_id text not null,
  instance_id text not null,
  due_at      integer not null,
  primary key (account_id, offering_id, instance_id),
  foreign key (account_id, offering_id, instance_id) references instance (account_id, offering_id, id)
) strict;

create index cap_look_due on cap_look (due_at);

-- An operation that enables or disables an instance because of a cap tells its broker so.
alter table instance_operation add column is_for_cap integer not null default 0;
