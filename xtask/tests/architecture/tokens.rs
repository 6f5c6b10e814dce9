//! A source file as a flat list of tokens: comments are gone, strings are one token, brackets are ordinary ones.
//! Rules look for short sequences in it and so cannot be misled by layout.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One token and the line that it stands on.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
}

/// The tokens of Rust source; the error says where it is no Rust.
pub(crate) fn lex(source: &str) -> Result<Vec<Token>, String> {
    let stream: TokenStream = source.parse().map_err(|error| format!("{error}"))?;
    let mut tokens = Vec::new();
    flatten(stream, &mut tokens);
    Ok(tokens)
}

/// The lines on which `sequence` begins.
pub(crate) fn lines_with(tokens: &[Token], sequence: &[&str]) -> Vec<usize> {
    let fits = |window: &&[Token]| window.iter().zip(sequence).all(|(token, text)| token.text == *text);
    tokens.windows(sequence.len()).filter(fits).map(|window| window[0].line).collect()
}

/// Whether `sequence` begins here.
pub(crate) fn begins(tokens: &[Token], sequence: &[&str]) -> bool {
    tokens.len() >= sequence.len() && tokens.iter().zip(sequence).all(|(token, text)| token.text == *text)
}

fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                tokens.push(Token { text: open.to_owned(), line });
                let end = group.span_close().start().line;
                flatten(group.stream(), tokens);
                tokens.push(Token { text: close.to_owned(), line: end });
            }
            other => tokens.push(Token { text: other.to_string(), line }),
        }
    }
}

#[test]
fn comments_and_strings_do_not_show_as_code() {
    let tokens = lex("// unsafe\nlet a = \"unsafe\"; /* unsafe */ f(unsafe_ish);").unwrap();
    assert!(lines_with(&tokens, &["unsafe"]).is_empty());
    assert_eq!(lines_with(&tokens, &["f", "("]), [2]);
}
