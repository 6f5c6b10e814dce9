//! The people of the tests. Each has the same password.

use slipway_backend::Backend;
use slipway_domain::caller::Role;

pub(crate) const PASSWORD: &str = "four random words in a row";

#[derive(Debug, Clone, Copy)]
pub(crate) struct Persona {
    pub(crate) email: &'static str,
    pub(crate) name: &'static str,
    pub(crate) operator: &'static [Role],
}

/// Admin of the operator.
pub(crate) const ADA: Persona = Persona { email: "ada@operator.example", name: "Ada Vance", operator: &[Role::Admin] };
/// Reviewer of the operator.
pub(crate) const REX: Persona = Persona { email: "rex@operator.example", name: "Rex Ohm", operator: &[Role::Reviewer] };
/// Has no role at the operator.
pub(crate) const VERA: Persona = Persona { email: "vera@provider.example", name: "Vera Berg", operator: &[] };

impl Persona {
    /// Adds the person with a password, unless they are there already.
    pub(crate) async fn exist(&self, backend: &Backend) {
        if backend.store().person_with_email(self.email).await.unwrap().is_some() {
            return;
        }
        let link = backend.add_person(self.email, self.name, self.operator).await.unwrap();
        backend.complete_setup(link.expose_token(), PASSWORD.to_owned().into(), "").await.unwrap();
    }
}
