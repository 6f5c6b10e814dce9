-- The identity of the latest look at a broker, written before it is sent, so that it is found in the broker's log.

alter table broker_watch add column request text not null default '';
