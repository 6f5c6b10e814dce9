-- What the operator's billing desk put right on statements, for good: a wrong one is put right by another. When the
-- statement is closed, they become lines of it.

create table statement_adjustment (
  number      integer primary key,
  -- the provider's
  account_id  text not null,
  offering_id text not null,
  customer_id text not null references account (id),
  month       text not null,
  -- the line, as JSON
  body        text not null,
  made_by     text not null references person (id),
  made_at     integer not null,
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create index statement_adjustment_of_customer on statement_adjustment (customer_id, month);
create index statement_adjustment_of_offering on statement_adjustment (account_id, offering_id, month);

create trigger statement_adjustment_is_permanent_update before update on statement_adjustment
  begin select raise(abort, 'adjustments are permanent'); end;
create trigger statement_adjustment_is_permanent_delete before delete on statement_adjustment
  begin select raise(abort, 'adjustments are permanent'); end;
