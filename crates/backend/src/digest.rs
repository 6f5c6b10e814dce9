//! The hash of a thing as it is written down: by it contents are told from each other.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{Report, Result};

/// SHA-256 of the thing as JSON, in hexadecimal digits. `fault` is what the log says if it cannot be written as JSON.
pub(crate) fn sha256_of<T: Serialize + ?Sized>(value: &T, fault: &'static str) -> Result<String> {
    let json = serde_json::to_vec(value).map_err(|error| Report::new(fault, error))?;
    Ok(hex::encode(Sha256::digest(&json)))
}

/// SHA-256 of the bytes, in hexadecimal digits.
pub(crate) fn hex_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
