-- API keys may have an end (§4.8): from then on a key opens nothing. `null`: it has none, as every key that was made before.

alter table api_key add column expires_at integer;
