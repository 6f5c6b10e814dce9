-- Accounts are told apart by their names. Where several share one, all but the oldest get their id behind it.

update account
set name = name || ' ' || id
where exists (
  select 1 from account older where older.name = account.name collate nocase and older.rowid < account.rowid
);

create unique index account_name on account (name collate nocase);
