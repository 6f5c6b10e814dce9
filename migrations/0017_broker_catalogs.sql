-- What a broker's answer says of its offering, in the form in which gates compare it with the definition as it is now.
-- The counts beside it are those of the moment of the fetch.

alter table broker_fetch add column catalog text;
