//! The permission matrix of §2 as one table: object × role → verbs, in the letters of §2. Rows that §2 implies but does
//! not print (creating an offering, members, ticks, people) stand below its own. Machines (the column SI) are not here:
//! they authenticate at their own interfaces and hold no role.

use core::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::caller::Role;

/// What is acted upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Object {
    Registration,
    Documentation,
    Announcement,
    /// Listing, settings, support; the Summary page goes with it.
    Listing,
    AccessRegistration,
    /// API keys and client secrets: made and revoked, never viewed.
    Secrets,
    FreePlan,
    PaidPlan,
    Broker,
    Deployment,
    Allowlist,
    TestRun,
    Review,
    Lifecycle,
    Instance,
    Usage,
    /// Where an account is at home and in what it pays; A: what is put right on its statements.
    Billing,
    Offering,
    Definitions,
    /// What people say to each other about the values of an offering; A: to block with it, and to lift that.
    Thread,
    /// Its ticks; A: those of rows that the operator has to see.
    Checklist,
    Members,
    Accounts,
    People,
    Board,
    /// Every entry of the catalog, whoever it is for (decision 0028); what is for an account itself, `visibility` tells.
    WholeCatalog,
}

impl Object {
    pub const ALL: [Self; 26] = [
        Self::Registration,
        Self::Documentation,
        Self::Announcement,
        Self::Listing,
        Self::AccessRegistration,
        Self::Secrets,
        Self::FreePlan,
        Self::PaidPlan,
        Self::Broker,
        Self::Deployment,
        Self::Allowlist,
        Self::TestRun,
        Self::Review,
        Self::Lifecycle,
        Self::Instance,
        Self::Usage,
        Self::Billing,
        Self::Offering,
        Self::Definitions,
        Self::Thread,
        Self::Checklist,
        Self::Members,
        Self::Accounts,
        Self::People,
        Self::Board,
        Self::WholeCatalog,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Documentation => "documentation",
            Self::Announcement => "announcement",
            Self::Listing => "listing",
            Self::AccessRegistration => "access_registration",
            Self::Secrets => "secrets",
            Self::FreePlan => "free_plan",
            Self::PaidPlan => "paid_plan",
            Self::Broker => "broker",
            Self::Deployment => "deployment",
            Self::Allowlist => "allowlist",
            Self::TestRun => "test_run",
            Self::Review => "review",
            Self::Lifecycle => "lifecycle",
            Self::Instance => "instance",
            Self::Usage => "usage",
            Self::Billing => "billing",
            Self::Offering => "offering",
            Self::Definitions => "definitions",
            Self::Thread => "thread",
            Self::Checklist => "checklist",
            Self::Members => "members",
            Self::Accounts => "accounts",
            Self::People => "people",
            Self::Board => "board",
            Self::WholeCatalog => "whole_catalog",
        }
    }
}

/// What is done to it; the letters of §2, and R for taking a secret or a consent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    Create,
    Edit,
    Submit,
    /// Decide: approve as well as return or reject.
    Approve,
    View,
    Execute,
    Revoke,
}

impl Verb {
    pub const ALL: [Self; 7] =
        [Self::Create, Self::Edit, Self::Submit, Self::Approve, Self::View, Self::Execute, Self::Revoke];

    pub const fn letter(self) -> char {
        match self {
            Self::Create => 'C',
            Self::Edit => 'E',
            Self::Submit => 'S',
            Self::Approve => 'A',
            Self::View => 'V',
            Self::Execute => 'X',
            Self::Revoke => 'R',
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Edit => "edit",
            Self::Submit => "submit",
            Self::Approve => "approve",
            Self::View => "view",
            Self::Execute => "execute",
            Self::Revoke => "revoke",
        }
    }
}

/// Columns as in `Role::ALL`: PA PE PD PV · OR OM OB OA SA · CA CU. An empty cell grants nothing. Whoever may do
/// anything to an object may also view it, except `Secrets`, which nobody views. Whoever sees an offering sees its parts
/// (docs/decisions/0028), so that some cells say V where §2 prints none.
#[rustfmt::skip]
pub const MATRIX: [(Object, [&str; 11]); 26] = {
    use Object as O;
    [
        //                          PA     PE     PD    PV    OR    OM    OB    OA    SA   CA    CU
        // The admin approves accounts for integrated billing until the registration workbench exists.
        (O::Registration,        ["CES", "ES",  "V",  "V",  "A",  "V",  "V",  "AV", "",  "",   ""  ]),
        (O::Documentation,       ["CES", "CES", "E",  "V",  "A",  "V",  "V",  "V",  "V", "",   ""  ]),
        (O::Announcement,        ["CES", "CES", "V",  "V",  "V",  "A",  "V",  "V",  "V", "",   ""  ]),
        (O::Listing,             ["CES", "CES", "V",  "V",  "A",  "V",  "V",  "E",  "V", "",   ""  ]),
        (O::AccessRegistration,  ["CE",  "CE",  "E",  "V",  "V",  "V",  "V",  "E",  "V", "",   ""  ]),
        (O::Secrets,             ["XR",  "XR",  "XR", "",   "",   "",   "",   "R",  "",  "",   ""  ]),
        (O::FreePlan,            ["CE",  "CE",  "V",  "V",  "V",  "V",  "V",  "E",  "V", "",   ""  ]),
        (O::PaidPlan,            ["CES", "CES", "V",  "V",  "V",  "V",  "A",  "E",  "V", "",   ""  ]),
        (O::Broker,              ["CE",  "CE",  "CE", "V",  "V",  "V",  "V",  "E",  "V", "",   ""  ]),
        (O::Deployment,          ["CEX", "CEX", "CEX","V",  "V",  "V",  "V",  "X",  "V", "",   ""  ]),
        (O::Allowlist,           ["CE",  "CE",  "V",  "V",  "A",  "V",  "V",  "E",  "V", "",   ""  ]),
        (O::TestRun,             ["X",   "X",   "X",  "V",  "XV", "V",  "V",  "XV", "V", "",   ""  ]),
        (O::Review,              ["S",   "S",   "V",  "V",  "A",  "V",  "V",  "X",  "V", "",   ""  ]),
        (O::Lifecycle,           ["S",   "",    "",   "V",  "A",  "",   "",   "X",  "",  "",   ""  ]),
        (O::Instance,            ["",    "",    "",   "",   "",   "",   "",   "",   "",  "X",  "X" ]),
        (O::Usage,               ["V",   "V",   "V",  "V",  "",   "",   "V",  "V",  "",  "V",  "V" ]),
        // Not printed in §2. DEC-39 and DEC-41; T05, T11, §5, the sections on accounts, people and the board, and 0028.
        (O::Billing,             ["E",   "V",   "V",  "V",  "",   "",   "EA", "V",  "",  "E",  "V" ]),
        (O::Offering,            ["CV",  "CV",  "V",  "V",  "V",  "V",  "V",  "V",  "V", "",   ""  ]),
        (O::Definitions,         ["X",   "X",   "X",  "X",  "",   "",   "",   "",   "",  "",   ""  ]),
        (O::Thread,              ["CE",  "CE",  "CE", "V",  "CEA","V",  "CEA","V",  "",  "",   ""  ]),
        (O::Checklist,           ["ER",  "ER",  "ER", "V",  "A",  "V",  "V",  "A",  "",  "",   ""  ]),
        (O::Members,             ["CER", "V",   "V",  "V",  "",   "",   "",   "CER","",  "CER","V" ]),
        (O::Accounts,            ["",    "",    "",   "",   "V",  "V",  "V",  "CE", "V", "",   ""  ]),
        (O::People,              ["",    "",    "",   "",   "",   "",   "",   "CER","",  "",   ""  ]),
        (O::Board,               ["",    "",    "",   "",   "V",  "V",  "V",  "V",  "V", "",   ""  ]),
        (O::WholeCatalog,        ["",    "",    "",   "",   "V",  "",   "",   "V",  "",  "",   ""  ]),
    ]
};

/// May a holder of `role` do `verb` to `object`, as far as the table alone says?
pub fn cell(object: Object, role: Role, verb: Verb) -> bool {
    let letters = letters(object, role);
    letters.contains(verb.letter()) || (verb == Verb::View && !letters.is_empty() && object != Object::Secrets)
}

/// Every role that may do `verb` to `object`, in the order of `Role::ALL`.
pub fn roles_with(object: Object, verb: Verb) -> Vec<Role> {
    Role::ALL.into_iter().filter(|role| cell(object, *role, verb)).collect()
}

/// The table for `docs/rules.md`.
pub fn policy_markdown() -> String {
    let mut out = String::from("| Object |");
    for role in Role::ALL {
        let _ = write!(out, " {} |", role.code());
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(Role::ALL.len()));
    out.push('\n');
    for (object, cells) in MATRIX {
        let _ = write!(out, "| {} |", object.name().replace('_', " "));
        for letters in cells {
            let _ = write!(out, " {} |", if letters.is_empty() { "–" } else { letters });
        }
        out.push('\n');
    }
    out
}

fn letters(object: Object, role: Role) -> &'static str {
    let row = MATRIX.iter().find(|(row, _)| *row == object).map(|(_, cells)| cells);
    let column = Role::ALL.iter().position(|column| *column == role);
    row.zip(column).map_or("", |(cells, column)| cells[column])
}
