-- By what lists of offerings are narrowed and sorted, one row for each offering. It is told by the domain; whatever that
-- reads marks the offering here, and the transaction that did so writes its line before it ends (decision 0053).

create table offering_line (
  account_id  text not null,
  offering_id text not null,
  name        text not null,
  -- what it is called, in small letters
  title       text not null,
  -- title, name and provider, in small letters
  search      text not null,
  -- the stop on the way, or `ended`
  track       text not null,
  turn        text not null,
  -- since when it is that turn
  since       integer not null,
  created_at  integer not null,
  -- the page of its terms as pages are compared; empty: none
  terms_key   text not null,
  primary key (account_id, offering_id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create index offering_line_title on offering_line (track, turn, title, name);
create index offering_line_since on offering_line (track, turn, since, title, name);
create index offering_line_of_account on offering_line (account_id, track, turn, created_at, name);
create index offering_line_terms on offering_line (terms_key) where terms_key <> '';

-- How many there are of each kind, for one account and for all.
create table account_line_count (
  account_id text not null references account (id),
  track      text not null,
  turn       text not null,
  lines      integer not null,
  primary key (account_id, track, turn)
) strict;

create table line_count (
  track text not null,
  turn  text not null,
  lines integer not null,
  primary key (track, turn)
) strict;

create trigger offering_line_added after insert on offering_line begin
  insert into account_line_count (account_id, track, turn, lines) values (new.account_id, new.track, new.turn, 1)
    on conflict (account_id, track, turn) do update set lines = lines + 1;
  insert into line_count (track, turn, lines) values (new.track, new.turn, 1)
    on conflict (track, turn) do update set lines = lines + 1;
end;

create trigger offering_line_moved after update of track, turn on offering_line
when old.track <> new.track or old.turn <> new.turn begin
  update account_line_count set lines = lines - 1
    where account_id = old.account_id and track = old.track and turn = old.turn;
  update line_count set lines = lines - 1 where track = old.track and turn = old.turn;
  insert into account_line_count (account_id, track, turn, lines) values (new.account_id, new.track, new.turn, 1)
    on conflict (account_id, track, turn) do update set lines = lines + 1;
  insert into line_count (track, turn, lines) values (new.track, new.turn, 1)
    on conflict (track, turn) do update set lines = lines + 1;
end;

-- The offerings whose lines have to be written before the transaction ends: empty between transactions.
create table offering_line_due (
  account_id  text not null,
  offering_id text not null,
  primary key (account_id, offering_id),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create trigger offering_line_due_new after insert on offering begin
  insert into offering_line_due (account_id, offering_id) values (new.account_id, new.id) on conflict do nothing;
end;

create trigger offering_line_due_stage after update of name, stage, stage_since, terms_url on offering
when old.name <> new.name or old.stage <> new.stage or old.stage_since <> new.stage_since
  or old.terms_url <> new.terms_url begin
  insert into offering_line_due (account_id, offering_id) values (new.account_id, new.id) on conflict do nothing;
end;

create trigger offering_line_due_first_listing after insert on section_draft when new.section = 'listing' begin
  insert into offering_line_due (account_id, offering_id) values (new.account_id, new.offering_id)
    on conflict do nothing;
end;

create trigger offering_line_due_listing after update of body on section_draft
when new.section = 'listing' and (old.body ->> 'display_name') is not (new.body ->> 'display_name') begin
  insert into offering_line_due (account_id, offering_id) values (new.account_id, new.offering_id)
    on conflict do nothing;
end;

create trigger offering_line_due_new_plan after insert on plan when new.approval = 'in_review' begin
  insert into offering_line_due (account_id, offering_id) values (new.account_id, new.offering_id)
    on conflict do nothing;
end;

create trigger offering_line_due_plan after update of approval, removed_at on plan
when old.approval <> new.approval or old.removed_at is not new.removed_at begin
  insert into offering_line_due (account_id, offering_id) values (new.account_id, new.offering_id)
    on conflict do nothing;
end;

create trigger offering_line_due_prices after insert on event
when new.kind = 'plan.submitted' and new.account_id is not null and new.offering_id is not null begin
  insert into offering_line_due (account_id, offering_id) values (new.account_id, new.offering_id)
    on conflict do nothing;
end;

create trigger offering_line_due_request after insert on submission begin
  insert into offering_line_due (account_id, offering_id) values (new.account_id, new.offering_id)
    on conflict do nothing;
end;

create trigger offering_line_due_decision after update on submission begin
  insert into offering_line_due (account_id, offering_id) values (new.account_id, new.offering_id)
    on conflict do nothing;
end;

create trigger offering_line_due_notice after insert on offering_notice begin
  insert into offering_line_due (account_id, offering_id) values (new.account_id, new.offering_id)
    on conflict do nothing;
end;

create trigger offering_line_due_notice_changed after update on offering_notice begin
  insert into offering_line_due (account_id, offering_id) values (new.account_id, new.offering_id)
    on conflict do nothing;
end;

create trigger offering_line_due_notice_lifted after delete on offering_notice begin
  insert into offering_line_due (account_id, offering_id) values (old.account_id, old.offering_id)
    on conflict do nothing;
end;

create trigger offering_line_due_provider after update of name on account begin
  insert into offering_line_due (account_id, offering_id)
    select account_id, id from offering where account_id = new.id
    on conflict do nothing;
end;

-- What was there before: their lines are written as soon as the tables are up to date.
insert into offering_line_due (account_id, offering_id) select account_id, id from offering;

-- What waits for the operator beside the reviewers' queue.
create index offering_approved on offering (account_id, id) where stage = 'ga_approved';
create index plan_in_review on plan (account_id, offering_id) where approval = 'in_review' and removed_at is null;
