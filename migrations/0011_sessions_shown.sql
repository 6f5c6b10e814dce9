-- Sessions as people see them: a name of their own, since the key is nobody's business, and the browser they began in.
-- Sessions from before have neither; they end, and people sign in once more.

drop table session;

create table session (
  id_hash          text primary key,
  public_id        text not null unique,
  data             text not null,
  person_id        text not null references person (id),
  created_at       integer not null,
  last_seen_at     integer not null,
  expires_at       integer not null,
  -- the User-Agent of the sign-in, cut and without anything that cannot be seen
  agent            text not null
) strict;

create index session_person on session (person_id);
create index session_expiry on session (expires_at);
