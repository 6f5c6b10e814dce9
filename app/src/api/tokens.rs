//! One's own access tokens. A fresh one is handed over once, to the page that shows it. `operation` names one sending of a
//! form (`parts::operation`).

use leptos::prelude::*;
use slipway_domain::ids::TokenId;
use slipway_domain::token::TokenDraft;
use slipway_domain::view::{FreshTokenView, TokensView};

use crate::error::AppError;

#[server(endpoint = "tokens")]
pub async fn read_tokens() -> Result<TokensView, AppError> {
    crate::ssr::answer(crate::ssr::acting().tokens().await)
}

#[server(endpoint = "tokens/create")]
pub async fn create_token(
    #[server(default)] token: TokenDraft,
    #[server(default)] operation: String,
) -> Result<(), AppError> {
    use crate::pages::tokens::NEW;
    use crate::paths::Path;

    let made = crate::ssr::acting().as_operation(operation).create_token(&token).await;
    let typed: [(&str, &str); 3] = [("name", &token.name), ("scope", &token.scope), ("lifetime", &token.lifetime)];
    if crate::ssr::back_to_form(&Path::Tokens, NEW, &typed, &made) {
        return Ok(());
    }
    crate::ssr::answer(made)?;
    crate::ssr::redirect(&Path::FreshToken);
    Ok(())
}

/// The token that was just made, for its author, once: the first look takes it away.
#[server(endpoint = "tokens/fresh")]
pub async fn take_token() -> Result<FreshTokenView, AppError> {
    crate::ssr::answer(crate::ssr::acting().take_token().await)
}

#[server(endpoint = "tokens/revoke")]
pub async fn revoke_token(token: TokenId) -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().revoke_token(token).await)?;
    crate::ssr::redirect(&Path::Tokens);
    Ok(())
}
