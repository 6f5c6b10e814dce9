-- What was handed in, approved or published stays as it was: decisions and the catalog name it.

create trigger snapshot_is_permanent_update before update on snapshot
  begin select raise(abort, 'snapshots are permanent'); end;
create trigger snapshot_is_permanent_delete before delete on snapshot
  begin select raise(abort, 'snapshots are permanent'); end;
