-- Statements of accounts that stand: what was owed for a month, line by line. Drafts are reckoned and never kept.

create table account_statement (
  customer_id text not null references account (id),
  month       text not null,
  frozen_at   integer not null,
  primary key (customer_id, month)
) strict;

create table account_statement_line (
  -- the provider's
  account_id  text not null,
  offering_id text not null,
  customer_id text not null,
  month       text not null,
  position    integer not null,
  -- the line with its steps, as JSON
  body        text not null,
  primary key (customer_id, month, position),
  foreign key (customer_id, month) references account_statement (customer_id, month),
  foreign key (account_id, offering_id) references offering (account_id, id)
) strict;

create index account_statement_line_offering on account_statement_line (account_id, offering_id, month);

create trigger account_statement_is_permanent_update before update on account_statement
  begin select raise(abort, 'statements are permanent'); end;
create trigger account_statement_is_permanent_delete before delete on account_statement
  begin select raise(abort, 'statements are permanent'); end;
create trigger account_statement_line_is_permanent_update before update on account_statement_line
  begin select raise(abort, 'statements are permanent'); end;
create trigger account_statement_line_is_permanent_delete before delete on account_statement_line
  begin select raise(abort, 'statements are permanent'); end;
