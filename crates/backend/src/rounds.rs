//! What is looked at round after round while the console runs. What that is, and how often, is not known here.

use std::time::Duration;

/// Makes the first round at once, and the next one a `pause` after each, until `stop` ends. A round that is under way
/// then is given up.
pub(crate) async fn make<F>(pause: Duration, stop: impl Future<Output = ()>, round: impl Fn() -> F)
where
    F: Future<Output = ()>,
{
    let mut stop = core::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return,
            () = round() => {}
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use tokio::sync::Notify;

    use super::*;

    #[tokio::test]
    async fn one_round_follows_the_other_and_the_last_is_given_up() {
        let (made, stop) = (Cell::new(0), Notify::new());
        make(Duration::ZERO, stop.notified(), || async {
            made.set(made.get() + 1);
            if made.get() == 3 {
                stop.notify_one();
                core::future::pending::<()>().await;
            }
        })
        .await;
        assert_eq!(made.get(), 3);
    }
}
