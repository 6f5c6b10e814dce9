-- What an operation begins with: how long the plan lets it take (`maximum_polling_duration`), and the identity of the look
-- that follows an order to enable or disable.

alter table instance_operation add column longest_ms integer;
alter table instance_operation add column look_request text;
