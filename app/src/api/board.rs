//! The admin's board, and what waits on the operator's desks.

use leptos::prelude::*;
use slipway_domain::offering_line::LinesQuery;
use slipway_domain::view::{BoardView, DeskView};

use crate::error::AppError;

#[server(endpoint = "board")]
pub async fn read_board(#[server(default)] query: LinesQuery) -> Result<BoardView, AppError> {
    crate::ssr::answer(crate::ssr::acting().board(&query).await)
}

#[server(endpoint = "desk")]
pub async fn read_desk() -> Result<DeskView, AppError> {
    crate::ssr::answer(crate::ssr::acting().desk().await)
}
