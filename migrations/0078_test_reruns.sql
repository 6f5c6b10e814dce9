-- A run that makes some checks of another run again, and keeps the results of the others.

-- the run of the same offering that it goes back to (always looked up within account and offering), and the checks that were asked for, as JSON; null for a run of all checks
alter table test_run add column base_id text;
alter table test_run add column asked text;

-- the run that made the check, if it was another one
alter table test_check add column from_id text;
