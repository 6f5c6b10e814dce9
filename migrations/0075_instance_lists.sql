-- An account lists what it has of every offering; the operator, what waits for a person.

create index instance_of_consumer on instance (consumer_id);
create index instance_operation_dead on instance_operation (account_id, offering_id)
  where progress = 'dead_lettered';
