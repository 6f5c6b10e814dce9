-- What a tick was given for, as a hash: when it is something else, the tick no longer counts. Empty: given before this
-- was kept.

alter table attestation add column inputs_sha256 text not null default '';
