//! The scenes in which an offering takes no new instances, for now or for good.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Backend, Said};
use slipway_domain::stage::Move;

use super::stage::acting;

/// Its provider suspends it, or announces its end.
pub(super) async fn end(backend: &Backend, act: Move) {
    let said = Said { confirmation: OFFERING, reason: "Use Northwind Cloud instead." };
    acting(backend, "ada@northwind.example").await.change_lifecycle(OFFERING, act, said).await.unwrap();
}
