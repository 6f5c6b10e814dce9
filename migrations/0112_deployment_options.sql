-- What is said otherwise of one deployment than of its service (§4.14): as which location it is priced, and which parameters
-- its form asks for. Empty: nothing is. Counted, so that nobody overwrites what they have not seen.
alter table deployment add column pricing_region text not null default '';
alter table deployment add column own_parameters text not null default '';
alter table deployment add column revision integer not null default 1;
