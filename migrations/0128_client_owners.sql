-- Who owns the sign-in client of an offering (§4.8): whoever enabled access management for good, and others of the account.

create table client_owner (
  account_id  text not null,
  offering_id text not null,
  person_id   text not null references person (id),
  -- enabled access management, and always owns the client
  is_creator  integer not null check (is_creator in (0, 1)),
  added_at    integer not null,
  added_by    text not null references person (id),
  primary key (account_id, offering_id, person_id),
  foreign key (account_id, offering_id) references access_registration (account_id, offering_id)
) strict;

create unique index client_owner_creator on client_owner (account_id, offering_id) where is_creator = 1;

-- The first API key was made together with the client, by whoever enabled it.
insert into client_owner (account_id, offering_id, person_id, is_creator, added_at, added_by)
select r.account_id, r.offering_id, k.created_by, 1, k.created_at, k.created_by
from access_registration r
join api_key k on k.account_id = r.account_id and k.offering_id = r.offering_id
where r.service_id is not null
  and k.id = (
    select f.id from api_key f
    where f.account_id = r.account_id and f.offering_id = r.offering_id
    order by f.created_at, f.id
    limit 1
  );
