-- What one author could not save of one subject waits once: a later attempt takes the place of the earlier one. Plans
-- that were never added are not the same plan, so that each of them waits.

delete from parked_input
where subject <> 'plan:new'
  and exists (
    select 1
    from parked_input later
    where later.account_id = parked_input.account_id
      and later.offering_id = parked_input.offering_id
      and later.parked_by = parked_input.parked_by
      and later.subject = parked_input.subject
      and (later.parked_at, later.id) > (parked_input.parked_at, parked_input.id)
  );

create unique index parked_input_author on parked_input (account_id, offering_id, parked_by, subject)
  where subject <> 'plan:new';
