-- What the documentation URLs of an account's offerings begin with: issued with the approval of the account (T04).

alter table account add column documentation_base text;

-- The latest event of a kind is the evidence of a row of the checklist.
create index event_offering_kind on event (offering_id, kind, seq);
