-- When the operator and the reviewers were told by mail that the answer to a request is late; nobody is told twice.

alter table submission add column late_told_at integer;
