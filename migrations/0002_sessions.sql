-- Browser sessions. The key is the SHA-256 of the cookie's value, so a stolen copy of this table opens nothing.

create table session (
  id_hash          text primary key,
  data             text not null,
  person_id        text references person (id),
  created_at       integer not null,
  last_seen_at     integer not null,
  expires_at       integer not null
) strict;

create index session_person on session (person_id);
create index session_expiry on session (expires_at);
