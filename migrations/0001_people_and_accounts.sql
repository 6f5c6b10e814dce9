-- Who can sign in, which accounts exist, and who belongs where.

create table person (
  id            text primary key,
  email         text not null unique collate nocase,
  name          text not null,
  -- argon2id, PHC form; null while nobody has set a password
  password_hash text,
  created_at    integer not null,
  disabled_at   integer
) strict;

-- A person at another OpenID issuer: the key is (issuer, subject), never the e-mail address.
create table identity (
  issuer    text not null,
  subject   text not null,
  person_id text not null references person (id),
  primary key (issuer, subject)
) strict;

-- One-time links with which a new person sets a password. Only the SHA-256 of the token is kept.
create table setup_link (
  token_hash text primary key,
  person_id  text not null references person (id),
  expires_at integer not null,
  used_at    integer
) strict;

create table operator_role (
  person_id text not null references person (id),
  role      text not null check (role in ('reviewer', 'marketing', 'billing', 'admin', 'support')),
  primary key (person_id, role)
) strict;

create table account (
  id                 text primary key,
  kind               text not null check (kind in ('provider', 'consumer')),
  name               text not null,
  registration       text not null check (registration in ('draft', 'submitted', 'returned', 'rejected', 'approved')),
  revision           integer not null,
  company_name       text not null,
  company_legal_name text not null,
  contact_name       text not null,
  contact_email      text not null,
  submitted_by       text references person (id),
  submitted_at       integer,
  decided_by         text references person (id),
  decided_at         integer,
  reason             text not null,
  created_at         integer not null
) strict;

create table membership (
  account_id text not null references account (id),
  person_id  text not null references person (id),
  role       text not null check (role in (
    'provider_administrator', 'provider_editor', 'provider_developer', 'provider_viewer',
    'consumer_administrator', 'consumer_user')),
  primary key (account_id, person_id)
) strict;

create index membership_person on membership (person_id);
