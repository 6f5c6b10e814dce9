-- How the platform signs in to a broker, who makes instances, and whether a broker ran before its service was defined.

alter table broker add column auth_scheme text not null default 'basic';
alter table broker add column provision_type text not null default 'provision_through';
alter table offering add column broker_ready integer not null default 0 check (broker_ready in (0, 1));
