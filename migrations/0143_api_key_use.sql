-- When the API key of a service id was last shown, give or take a minute; a token that it earned is used for up to an
-- hour after.

alter table api_key add column last_used_at integer;
