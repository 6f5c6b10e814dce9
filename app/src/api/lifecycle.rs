//! Suspending, resuming, ending and withdrawing an offering. `confirmation` is its name.

use leptos::prelude::*;
use slipway_domain::view::LifecycleView;

use crate::error::AppError;

#[server(endpoint = "lifecycle")]
pub async fn read_lifecycle(offering: String) -> Result<LifecycleView, AppError> {
    crate::ssr::answer(crate::ssr::acting().lifecycle(&offering).await)
}

/// `act` is the name of one of `lifecycle::MOVES`. `marketed_until` goes with an announced end: the day from which on
/// nobody makes new instances; empty: at once.
#[server(endpoint = "lifecycle/change")]
pub async fn change_lifecycle(
    offering: String,
    act: String,
    #[server(default)] confirmation: String,
    #[server(default)] reason: String,
    #[server(default)] marketed_until: String,
) -> Result<(), AppError> {
    use slipway_backend::Said;
    use slipway_domain::lifecycle::MOVES;
    use slipway_domain::stage::Move;

    use crate::paths::Path;

    let chosen = MOVES[crate::ssr::one_of(&act, &MOVES.map(Move::name))?];
    let said = Said { confirmation: &confirmation, reason: &reason };
    let acting = crate::ssr::acting();
    let changed = match chosen {
        Move::Deprecate => acting.announce_end(&offering, said, &marketed_until).await,
        _ => acting.change_lifecycle(&offering, chosen, said).await,
    };
    let typed = [("act", act.as_str()), ("reason", reason.as_str()), ("marketed_until", marketed_until.as_str())];
    crate::ssr::decided(&Path::Lifecycle(offering), &typed, changed)
}

#[server(endpoint = "lifecycle/ask")]
pub async fn ask_resumption(offering: String) -> Result<(), AppError> {
    use crate::paths::Path;

    let asked = crate::ssr::acting().ask_resumption(&offering).await;
    crate::ssr::saved_at(&offering, &Path::Lifecycle(offering.clone()), asked)
}

#[server(endpoint = "lifecycle/decline")]
pub async fn decline_resumption(offering: String, #[server(default)] reason: String) -> Result<(), AppError> {
    use crate::paths::Path;

    let declined = crate::ssr::acting().decline_resumption(&offering, &reason).await;
    crate::ssr::decided(&Path::Lifecycle(offering), &[("act", "decline"), ("reason", &reason)], declined)
}

/// Whether the catalog leaves the offering out of its lists.
#[server(endpoint = "lifecycle/hidden")]
pub async fn set_hidden(offering: String, hidden: bool) -> Result<(), AppError> {
    use crate::paths::Path;

    let set = crate::ssr::acting().set_hidden(&offering, hidden).await;
    crate::ssr::saved_at(&offering, &Path::Lifecycle(offering.clone()), set)
}

/// `until` is the end that whoever puts it off has seen, in UTC milliseconds since 1970.
#[server(endpoint = "lifecycle/extend")]
pub async fn extend_end(offering: String, until: i64) -> Result<(), AppError> {
    use crate::paths::Path;

    let extended = crate::ssr::acting().extend_end(&offering, slipway_domain::moment::Moment::from_millis(until)).await;
    crate::ssr::saved_at(&offering, &Path::Lifecycle(offering.clone()), extended)
}
