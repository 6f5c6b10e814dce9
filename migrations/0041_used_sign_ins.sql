-- Sign-ins at an issuer that came to something: the same answer is worth nothing a second time. Only the SHA-256 of the
-- state is kept. Attempts that failed leave no row, so strangers cannot fill this table.

create table used_sign_in (
  state_hash text primary key,
  expires_at integer not null
) strict;

create index used_sign_in_expiry on used_sign_in (expires_at);
