-- The redirect URIs that "Update client ID" has put in force, as a JSON list, and what the service ID may do.

alter table access_registration add column uris_in_force text;
alter table access_registration add column policy text;

update access_registration
set uris_in_force = (
  select json_extract(d.body, '$.redirect_uris')
  from section_draft d
  where d.offering_id = access_registration.offering_id and d.section = 'access')
where client_enabled = 1;

update access_registration
set policy = 'platform.authorization.check platform.usage.submit'
where service_id is not null;
