//! The admin's board.

use leptos::prelude::*;
use slipway_domain::view::BoardView;

use crate::error::AppError;

#[server(endpoint = "board")]
pub async fn read_board() -> Result<BoardView, AppError> {
    crate::ssr::answer(crate::ssr::acting().board().await)
}
