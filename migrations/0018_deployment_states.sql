-- The catalog asks for the state of every deployment that it shows, so a change of it is a change of the catalog.

create trigger deployment_state_changed after update of state on deployment begin update catalog_version set version = version + 1; end;
