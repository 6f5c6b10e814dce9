-- The plan that an instance had when an operation was asked for: usage is judged by the plan of its time.

alter table instance_operation add column plan_before_id text;
