//! A certificate authority of a broker's own (security §3e), as far as its text tells: PEM blocks (RFC 7468), and of what
//! kind. What is in a certificate is read where calls are made; here nobody knows more than letters.

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::rule::deployment as rule;
use crate::shape::{self, Text};

/// The most certificates: an old authority and a new one, each with one between it and the broker.
pub const MOST_CERTIFICATES: usize = 4;

/// The most characters, as they are kept. Certificates alone fit into the address of a form that comes back; much text
/// around them may not, and then the page that answers holds what was typed.
pub const LONGEST_AUTHORITY: usize = 5 * 1024;

/// The kind of block that is wanted.
const CERTIFICATE: &str = "CERTIFICATE";

/// What the labels of all private keys have in common, whatever made them.
const PRIVATE_KEY: &str = "PRIVATE KEY";

/// A private key came along. It is nobody's here, so unlike everything else that is wrong it is not even kept: whoever
/// stores or shows what was typed asks before.
pub(super) fn private_key(text: &str) -> Option<Finding> {
    let found = text.to_ascii_uppercase().contains(PRIVATE_KEY);
    found.then(|| Finding::new(Field::BrokerCa, rule::CA_PRIVATE_KEY))
}

/// `is_unreadable`: whoever can read certificates could not read these.
pub(super) fn check(found: &mut Findings, text: &str, is_unreadable: bool) {
    let field = Field::BrokerCa;
    if let Some(finding) = private_key(text) {
        found.push(finding);
        return;
    }
    if shape::text(found, field, text, Text::prose(LONGEST_AUTHORITY)).is_none() {
        return;
    }
    // What is in it can wait until it is short enough: nobody reads thousands of findings.
    if text.chars().nth(LONGEST_AUTHORITY).is_some() {
        return;
    }
    let blocks = blocks(text);
    if blocks.is_empty() {
        found.push(Finding::new(field, rule::CA_NOT_PEM));
    }
    if let Some(other) = blocks.iter().find(|block| block.label != CERTIFICATE) {
        found.push(Finding::new(field, rule::CA_OTHER_BLOCK).naming(other.label));
    }
    let certificates: Vec<&Block<'_>> = blocks.iter().filter(|block| block.label == CERTIFICATE).collect();
    if certificates.len() > MOST_CERTIFICATES {
        found.push(Finding::new(field, rule::CA_TOO_MANY).naming(certificates.len()));
    }
    for (index, certificate) in certificates.iter().take(MOST_CERTIFICATES).enumerate() {
        if !certificate.is_whole {
            found.push(Finding::new(field, rule::CA_DAMAGED).naming(index + 1));
        }
    }
    if is_unreadable && found.at(field).next().is_none() {
        found.push(Finding::new(field, rule::CA_UNREADABLE));
    }
}

/// A part of a PEM text.
struct Block<'a> {
    /// What its first line says that it is.
    label: &'a str,
    /// It has an end, and what is between may be a certificate.
    is_whole: bool,
}

/// The blocks of a text, in order. What stands between them means nothing (RFC 7468 §2).
fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let Some(label) = label(line, "BEGIN ") else { continue };
        let (mut body, mut end) = (String::new(), None);
        for line in lines.by_ref() {
            end = self::label(line, "END ");
            if end.is_some() {
                break;
            }
            body.push_str(line);
        }
        blocks.push(Block { label, is_whole: end == Some(label) && is_der(&body) });
    }
    blocks
}

/// What the first line of a block, or its last, says that it is.
fn label<'a>(line: &'a str, edge: &str) -> Option<&'a str> {
    let label = line.strip_prefix("-----")?.strip_suffix("-----")?.strip_prefix(edge)?;
    (!label.is_empty()).then_some(label)
}

/// Base64 of a DER sequence of more than 127 bytes, which every certificate is.
fn is_der(body: &str) -> bool {
    let data = body.trim_end_matches('=');
    body.starts_with("MI")
        && body.len().is_multiple_of(4)
        && body.len() - data.len() <= 2
        && data.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{RuleId, any};

    fn block(label: &str, body: &str) -> String {
        format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
    }

    fn found(text: &str) -> Vec<RuleId> {
        let mut found = Findings::new();
        check(&mut found, text, false);
        found.iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn certificates_are_taken_as_people_have_them() {
        let certificate = block("CERTIFICATE", "MIIBAAAA\n  MIIBAA==  ");
        let windows = certificate.replace('\n', "\r\n");
        let told = format!("Subject: CN = Northwind Root\n\n{certificate}# the new one\n{certificate}");
        for text in ["", " \r\n", &certificate, certificate.trim_end(), &windows, &told] {
            assert_eq!(found(text), [], "{text:?}");
        }
    }

    #[test]
    fn a_private_key_of_any_kind_is_found_whole_or_in_part() {
        let certificate = block("CERTIFICATE", "MIIB");
        for label in ["PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"] {
            let key = block(label, "MIIB");
            let end = key.lines().last().unwrap().to_owned();
            let in_one_line = key.replace('\n', " ");
            for text in [key.clone(), format!("{certificate}{key}"), end, in_one_line, key.to_lowercase()] {
                assert_eq!(found(&text), [rule::CA_PRIVATE_KEY], "{text:?}");
            }
        }
        assert_eq!(private_key(&block("PUBLIC KEY", "MIIB")), None);
    }

    #[test]
    fn a_text_of_any_length_has_few_findings() {
        let empty = block("CERTIFICATE", "");
        let flood = empty.repeat(1024 * 1024 / empty.len());
        assert_eq!(found(&flood), [any::TOO_LONG]);
        let most = &flood[..LONGEST_AUTHORITY];
        let damaged = [rule::CA_DAMAGED; MOST_CERTIFICATES];
        assert_eq!(found(most), [&[rule::CA_TOO_MANY][..], &damaged].concat());
    }

    #[test]
    fn a_block_without_its_end_or_with_another_is_damaged() {
        let open = "-----BEGIN CERTIFICATE-----\nMIIB\n";
        let certificate = block("CERTIFICATE", "MIIB");
        let other_end = certificate.replace("END CERTIFICATE", "END X509 CRL");
        let twice_begun = format!("{open}{certificate}");
        let [empty, padded_within] = ["", "MIIB=AAA"].map(|body| block("CERTIFICATE", body));
        for text in [open, &other_end, &twice_begun, &empty, &padded_within] {
            assert_eq!(found(text), [rule::CA_DAMAGED], "{text:?}");
        }
    }
}
