//! Whether an ID token is to be believed. `openidconnect` checks signature, issuer, audience and nonce; what it leaves
//! open is closed here: the algorithms, the authorized party, and times with a minute of tolerance (security.md §3b).

use std::time::{Duration, SystemTime};

use openidconnect::core::{CoreGenderClaim, CoreIdTokenVerifier, CoreTokenResponse};
use openidconnect::{
    ClaimsVerificationError, ClientId, EmptyAdditionalClaims, EndUserEmail, IdTokenClaims, Nonce,
    SignatureVerificationError, TokenResponse as _,
};
use slipway_domain::moment::Moment;

use super::provider::Described;

/// How far clocks may be apart.
const LEEWAY: Duration = Duration::from_mins(1);

/// An ID token that was issued longer ago answers some other request.
const OLDEST: Duration = Duration::from_mins(10);

/// What a believed token says.
#[derive(Debug)]
pub(super) struct Claims {
    pub(super) subject: String,
    /// `None`: nothing is said of an address that the issuer has checked.
    pub(super) verified_email: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum Unverified {
    #[error("the answer has no ID token")]
    Missing,
    #[error("no key of the issuer fits")]
    UnknownKey,
    #[error("{0}")]
    Claims(ClaimsVerificationError),
    #[error("the authorized party is not this console")]
    AuthorizedParty,
    #[error("the subject is empty or too long")]
    Subject,
}

pub(super) fn claims(
    response: &CoreTokenResponse,
    issuer: &Described,
    client_id: &ClientId,
    nonce: &str,
    now: Moment,
) -> Result<Claims, Unverified> {
    let token = response.id_token().ok_or(Unverified::Missing)?;
    let verifier = verifier(issuer, client_id, now);
    let claims = token.claims(&verifier, &Nonce::new(nonce.to_owned())).map_err(|error| match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
            Unverified::UnknownKey
        }
        other => Unverified::Claims(other),
    })?;
    check_party(claims, client_id)?;
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > 255 {
        return Err(Unverified::Subject);
    }
    let verified_email = verified(claims.email(), claims.email_verified());
    Ok(Claims { subject: subject.to_owned(), verified_email })
}

/// An address counts only when the issuer says that it has checked it.
pub(super) fn verified(email: Option<&EndUserEmail>, is_verified: Option<bool>) -> Option<String> {
    email.filter(|_| is_verified == Some(true)).map(|email| email.as_str().to_owned())
}

/// With the algorithms that the issuer's description and ours have in common, and no others.
fn verifier<'a>(described: &Described, client_id: &ClientId, now: Moment) -> CoreIdTokenVerifier<'a> {
    let Described { metadata, terms } = described;
    let keys = metadata.jwks().clone();
    let at = |offset: i64| {
        let millis = u64::try_from(now.millis().saturating_add(offset)).unwrap_or(0);
        SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
    };
    let leeway = i64::try_from(LEEWAY.as_millis()).unwrap_or(0);
    let oldest = i64::try_from(OLDEST.as_millis()).unwrap_or(0);
    let (earlier, latest, earliest) = (at(-leeway), at(leeway), at(-oldest - leeway));
    CoreIdTokenVerifier::new_public_client(client_id.clone(), metadata.issuer().clone(), keys)
        .set_allowed_algs(terms.algorithms.iter().cloned())
        .set_other_audience_verifier_fn(|_| true)
        .set_time_fn(move || earlier.into())
        .set_issue_time_verifier_fn(move |issued| {
            let issued = SystemTime::from(issued);
            if issued > latest {
                return Err("issued in the future".to_owned());
            }
            if issued < earliest {
                return Err("issued too long ago".to_owned());
            }
            Ok(())
        })
}

/// With several audiences the token must say that it was made for us; if it says so at all, it must be us.
fn check_party(
    claims: &IdTokenClaims<EmptyAdditionalClaims, CoreGenderClaim>,
    client_id: &ClientId,
) -> Result<(), Unverified> {
    match claims.authorized_party() {
        Some(party) if party == client_id => Ok(()),
        None if claims.audiences().len() == 1 => Ok(()),
        _ => Err(Unverified::AuthorizedParty),
    }
}
