//! Rules of personal access tokens.

super::rules! {
    NAME_MISSING = "TOK-NAM-01" Token missing,
        "The name is missing.",
        "Say what the token is for, so that you know it again, for example {example}.",
        "Deployment from CI", "security §3f";
    SCOPE_MISSING = "TOK-SCO-01" Token missing,
        "What the token may do is missing.",
        "Choose whether a program reads with it, or changes things as well.",
        "Read", "security §3f";
}
