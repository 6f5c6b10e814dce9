//! The broker API of an offering.

use leptos::prelude::*;
use slipway_domain::broker_api::BrokerApiView;

use crate::error::AppError;

/// `broker` is the id of one of the offering's; empty: the one that it is told of first.
#[server(endpoint = "broker-api")]
pub async fn read_broker_api(offering: String, #[server(default)] broker: String) -> Result<BrokerApiView, AppError> {
    crate::ssr::answer(crate::ssr::acting().broker_api(&offering, &broker).await)
}
