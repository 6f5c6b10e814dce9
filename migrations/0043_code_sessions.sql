-- The browser session that a code was given in; its tokens end with it. Null for a code that was given for a password
-- right on the sign-in page, where there is no session yet.

alter table authorization_code add column session_id text;
