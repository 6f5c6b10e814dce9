-- The embedded OpenID Connect issuer: signing keys (sealed) and authorization codes (hashed, single use).

create table signing_key (
  kid        text primary key,
  public_jwk text not null,
  sealed     blob not null,
  created_at integer not null,
  retired_at integer
) strict;

create table authorization_code (
  code_hash    text primary key,
  client_id    text not null,
  redirect_uri text not null,
  challenge    text,
  nonce        text,
  scope        text not null,
  person_id    text not null references person (id),
  auth_time    integer not null,
  expires_at   integer not null,
  redeemed_at  integer
) strict;

create index authorization_code_expiry on authorization_code (expires_at);

-- One row per secrets key: its sentinel proves at start that the configured key is the one the data was sealed with.
create table secrets_key (
  key_id   text primary key,
  sentinel blob not null
) strict;
