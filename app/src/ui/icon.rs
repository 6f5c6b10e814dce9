//! Icons from the one sprite `public/icons.svg` (Carbon icons, Apache-2.0).
//! Every glyph that may be drawn is a variant, so a misspelt name does not compile.

use leptos::prelude::*;
use std::borrow::Cow;

macro_rules! glyphs {
    ($($variant:ident = $id:literal),+ $(,)?) => {
        /// One symbol of the sprite; named as in Carbon's icon set.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph {
            $(#[doc = $id] $variant,)+
        }

        impl Glyph {
            /// Every glyph, for the test that compares this list with the sprite.
            pub const ALL: &[Glyph] = &[$(Glyph::$variant),+];

            /// The id of the symbol in the sprite.
            pub const fn id(self) -> &'static str {
                match self { $(Glyph::$variant => concat!("i-", $id)),+ }
            }

            /// Where a `<use>` element finds the symbol.
            pub const fn href(self) -> &'static str {
                match self { $(Glyph::$variant => concat!("/icons.svg#i-", $id)),+ }
            }
        }
    };
}

glyphs! {
    Add = "add",
    ArrowDown = "arrow--down",
    ArrowLeft = "arrow--left",
    ArrowRight = "arrow--right",
    ArrowUp = "arrow--up",
    Calendar = "calendar",
    Catalog = "catalog",
    CatalogPublish = "catalog--publish",
    ChartBar = "chart--bar",
    Checkmark = "checkmark",
    CheckmarkFilled = "checkmark--filled",
    CheckmarkOutline = "checkmark--outline",
    ChevronDown = "chevron--down",
    ChevronLeft = "chevron--left",
    ChevronRight = "chevron--right",
    ChevronSort = "chevron--sort",
    CircleDash = "circle-dash",
    Close = "close",
    CloseFilled = "close--filled",
    Compare = "compare",
    Connect = "connect",
    Copy = "copy",
    Cube = "cube",
    CurrencyEuro = "currency--euro",
    Dashboard = "dashboard",
    Document = "document",
    Download = "download",
    Edit = "edit",
    Email = "email",
    Enterprise = "enterprise",
    Filter = "filter",
    Flag = "flag",
    Help = "help",
    HelpDesk = "help-desk",
    Hourglass = "hourglass",
    InProgress = "in-progress",
    Incomplete = "incomplete",
    Information = "information",
    InformationFilled = "information--filled",
    Launch = "launch",
    Link = "link",
    ListBulleted = "list--bulleted",
    ListChecked = "list--checked",
    Location = "location",
    Locked = "locked",
    Login = "login",
    Logout = "logout",
    Menu = "menu",
    Meter = "meter",
    Notification = "notification",
    Password = "password",
    PlayOutline = "play--outline",
    Renew = "renew",
    Reply = "reply",
    Rocket = "rocket",
    Search = "search",
    Send = "send",
    Settings = "settings",
    SettingsCheck = "settings--check",
    Subtract = "subtract",
    SubtractAlt = "subtract--alt",
    Tag = "tag",
    Task = "task",
    Time = "time",
    TrashCan = "trash-can",
    Undo = "undo",
    Unlocked = "unlocked",
    Upload = "upload",
    UserAdmin = "user--admin",
    UserAvatar = "user--avatar",
    UserAvatarFilled = "user--avatar--filled",
    UserCertification = "user--certification",
    UserFollow = "user--follow",
    UserMultiple = "user--multiple",
    View = "view",
    ViewOff = "view--off",
    WarningAltFilled = "warning--alt--filled",
    WarningFilled = "warning--filled",
}

/// The symbol of that name, which the sprite has: for icons that people choose. Decorative, 20 CSS pixels.
pub fn chosen(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" width="20" height="20" aria-hidden="true">
            <use_ href=format!("/icons.svg#i-{name}")></use_>
        </svg>
    }
}

/// An icon. Decorative unless `label` names it; then it is an image with that name.
///
/// `size` is the edge in CSS pixels, `class` is added to `icon`.
#[component]
pub fn Icon(
    name: Glyph,
    #[prop(default = 16)] size: u16,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let class: Cow<'static, str> = match class {
        "" => Cow::Borrowed("icon"),
        more => Cow::Owned(format!("icon {more}")),
    };
    let hidden = label.is_none().then_some("true");
    let role = label.is_some().then_some("img");
    view! {
        <svg class=class width=size height=size role=role aria-label=label aria-hidden=hidden>
            <use_ href=name.href()></use_>
        </svg>
    }
}
