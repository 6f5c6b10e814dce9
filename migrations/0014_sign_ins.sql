-- When somebody last signed in is read from the history, for everybody at once.

create index event_sign_in on event (actor_id, at) where kind = 'session.signed_in';
