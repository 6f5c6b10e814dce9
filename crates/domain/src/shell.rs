//! Text for a POSIX shell. Between single quotes it means itself there, whatever it is.

/// One word of a command that means exactly `text`. A quote ends the quoted text; it is put in escaped between two of
/// them.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The word as a shell reads it.
    fn read(word: &str) -> String {
        let mut text = String::new();
        let mut rest = word.chars();
        while let Some(character) = rest.next() {
            match character {
                '\'' => text.extend(rest.by_ref().take_while(|next| *next != '\'')),
                '\\' => text.extend(rest.next()),
                other => panic!("{other:?} stands outside of the quotes of {word}"),
            }
        }
        text
    }

    proptest! {
        #[test]
        fn a_shell_reads_what_was_written(text in any::<String>()) {
            prop_assert_eq!(read(&quoted(&text)), text);
        }
    }

    #[test]
    fn nothing_leaves_the_quotes() {
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quoted("'; touch a7; '"), r"''\''; touch a7; '\'''");
        assert_eq!(quoted(""), "''");
    }
}
