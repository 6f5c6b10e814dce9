//! Words of the New Resource dialog. The browser downloads them too: keep them few.

pub const TITLE: &str = "New resource";
pub const RESOURCE_NAME: &str = "Resource name";
pub const RESOURCE_NAME_HELP: &str = "Technical name: company, hyphen, offering. It is permanent, stays taken for ever, and \
                                      every address and broker call uses it.";
pub const PLACEHOLDER: &str = "northwind-vector";
pub const BROKER_READY: &str = "Does your broker run already?";
pub const BROKER_READY_HELP: &str = "You can register it later in any case.";
pub const NO: &str = "No";
pub const NO_NOTE: &str = "You define the service here and download the definitions for your broker.";
pub const YES: &str = "Yes";
pub const YES_NOTE: &str = "You add it right after this: you choose what to take over from its catalog.";
pub const CREATE: &str = "Create resource";
pub const CANCEL: &str = "Cancel";
pub const ASKING: &str = "Checking whether the name is free…";

/// In which account it will live.
pub fn lead(account: &str) -> String {
    format!("It will belong to the account {account}, and cannot be moved to another one.")
}

/// "northwind-vector is free."
pub fn is_free(name: &str) -> String {
    format!("{name} is free.")
}
