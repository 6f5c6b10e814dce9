-- Pages of the catalog tell a price that is announced: one that comes, moves or is given up is a change that they show.

create trigger revision_announced after insert on revision when new.effective_at is not null
begin update catalog_version set version = version + 1; end;

create trigger revision_moved_on after update on revision when new.effective_at is not null
begin update catalog_version set version = version + 1; end;
