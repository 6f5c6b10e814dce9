//! People whom the demo lacks, so that every role is somebody's: a support agent of the operator, and somebody who uses
//! what a consumer's account has and does not look after it.

use slipway_backend::Backend;
use slipway_backend::demo::PASSWORD;
use slipway_domain::caller::Role;

const SAM: &str = "sam@operator.example";
const CLEO: &str = "cleo@orrery.example";

/// They have everybody's password.
pub(super) const HIRED: [&str; 2] = [SAM, CLEO];

pub(super) async fn hire(backend: &Backend) {
    let sam = backend.add_person(SAM, "Sam Holt", &[Role::Support]).await.unwrap();
    let cleo = backend.set_member("Orrery Labs", CLEO, "Cleo Marsh", "user").await.unwrap();
    for link in [sam, cleo.expect("she is new")] {
        backend.complete_setup(link.expose_token(), PASSWORD.into(), "").await.unwrap();
    }
}
