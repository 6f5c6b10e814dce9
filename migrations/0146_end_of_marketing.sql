-- The first moment from which nobody makes new instances of an offering whose end is announced (T23). Null: from the
-- announcement on.

alter table offering_notice add column marketed_until integer check (marketed_until is null or stage = 'deprecated');
