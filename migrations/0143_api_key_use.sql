-- When the API key of a service id was last used, give or take a minute, as personal_token tells it of tokens.

alter table api_key add column last_used_at integer;
