//! Words of the plain pages that the server shows when a request cannot reach the console at all.

/// A title, what happened, and the label of the link onwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    pub title: &'static str,
    pub what: &'static str,
    pub next: &'static str,
}

pub const MALFORMED_HOST: Words = Words {
    title: "The request does not say whom it is for",
    what: "A request must name exactly one host. Yours named none, or several.",
    next: "To the start page",
};

pub const WRONG_HOST: Words = Words {
    title: "The console lives at another address",
    what: "This server answers under its own name only, so that links and sign-in cannot be misled.",
    next: "Go to the console",
};

pub const CROSS_SITE: Words = Words {
    title: "This did not come from the console",
    what: "Nothing was changed. Changes are accepted from the console’s own pages only; open the page again and repeat \
           what you did.",
    next: "To the start page",
};

pub const NOT_A_FORM: Words = Words {
    title: "This is not a form",
    what: "This address takes what a form of the console sends (application/x-www-form-urlencoded), and the request \
           says that it is something else. Nothing was changed; open the page with the form and send it from there.",
    next: "To the start page",
};

pub const MALFORMED_FORM: Words = Words {
    title: "The form could not be read",
    what: "A field is missing, is there twice, is none of this form, or holds what it cannot hold. Nothing was \
           changed; open the page with the form again and send it from there.",
    next: "To the start page",
};

pub const MALFORMED_QUERY: Words = Words {
    title: "The address could not be read",
    what: "A part of its query is missing, is there twice, or holds what it cannot hold. Nothing was changed; come back \
           by a link of the console.",
    next: "To the start page",
};

pub const UNKNOWN_LANGUAGE: Words = Words {
    title: "There is no sample broker in this language",
    what: "The sample broker of an offering is there in Rust, Python and Node: lang=rust, lang=python and lang=node.",
    next: "To the start page",
};

pub const OVERDUE: Words = Words {
    title: "This took too long",
    what: "The console gave up on your request. If it was to change something, look before you repeat it.",
    next: "To the start page",
};

pub const UNAVAILABLE: Words = Words {
    title: "The console cannot answer right now",
    what: "Nothing was changed. Please try again in a moment.",
    next: "Try the start page",
};

pub const BROKEN: Words = Words {
    title: "Something is broken",
    what: "The console failed on your request, and the fault was logged. Whoever looks after it finds it by the time.",
    next: "To the start page",
};

pub const NOT_FOUND: Words = Words {
    title: "There is nothing here",
    what: "The address is wrong, or what was here is gone.",
    next: "To the start page",
};

pub const METHOD_NOT_ALLOWED: Words = Words {
    title: "This address cannot be used that way",
    what: "The request’s method is not one that this address knows.",
    next: "To the start page",
};

pub const TOO_LARGE: Words = Words {
    title: "That was too much at once",
    // Which fields are still filled in is the browser's choice: it forgets those that ask for no autocompletion.
    what: "Nothing was changed. Go back in your browser to return to the form, where some browsers still show what you \
           typed. Shorten it, or choose a smaller file, and send the form again.",
    next: "To the start page",
};

/// Beside [`TOO_LARGE`]: the most that a request may carry.
pub fn limit(kib: u32) -> String {
    format!("A form may carry up to {kib} KiB, files included.")
}

pub const TOO_LONG: Words = Words {
    title: "That was too much at once",
    what: "The request to sign in is longer than the console accepts. Nothing was changed; the service that sent you \
           here has to make it shorter.",
    next: "To the start page",
};
