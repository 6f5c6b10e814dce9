-- Keys take turns: one is published a while before it signs, and for as long afterwards as its tokens live.
-- `retired_at` is when its successor begins to sign; the one key without it is the newest.

alter table signing_key add column signs_from integer not null default 0;

update signing_key set signs_from = created_at;

create unique index signing_key_newest on signing_key (retired_at is null) where retired_at is null;
