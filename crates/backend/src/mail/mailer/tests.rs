//! Which configurations can send, what is sent to the byte, and which answers are the end.

use lettre::transport::smtp::response::Detail;
use slipway_domain::ids::MailId;
use slipway_domain::mail::Mail;
use uuid::Uuid;

use super::*;

const FROM: &str = "Slipway <console@operator.example>";
const DESK: &str = "desk@operator.example";

fn mailer(smtp: &str) -> Result<Mailer, MailFault> {
    Mailer::new(smtp, FROM, DESK, "https://console.example.com")
}

fn due(subject: &str, recipient: &str) -> DueMail {
    let at = Moment::from_millis(1_778_594_520_000);
    let mail = Mail { subject: subject.to_owned(), body: "It is “silent”.\n.\nBcc: nobody\n".to_owned() };
    let id = MailId::new(Uuid::from_u128(7));
    DueMail { id, at, recipient: recipient.to_owned(), mail, attempts: 1, until: at }
}

fn headers(subject: &str) -> Vec<String> {
    let message = mailer("smtp://127.0.0.1:25").unwrap().message(&due(subject, "ada@northwind.example")).unwrap();
    let text = String::from_utf8(message.formatted()).unwrap();
    text.split("\r\n\r\n").next().unwrap().split("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_mail_says_who_sent_it_when_and_that_nobody_wrote_it() {
    let headers = headers("Vector Search: 1 instance");
    for told in [
        "From: Slipway <console@operator.example>",
        "To: ada@northwind.example",
        "Subject: Vector Search: 1 instance",
        "Date: Tue, 12 May 2026 14:02:00 +0000",
        "Message-ID: <00000000-0000-0000-0000-000000000007@operator.example>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
    ] {
        assert!(headers.iter().any(|header| header == told), "{told} in {headers:?}");
    }
}

#[test]
fn a_subject_ends_no_header_and_a_recipient_is_one_address() {
    let headers = headers("Vector\r\nBcc: everybody@example.com\r\n\r\nBody");
    assert!(!headers.iter().any(|header| header.starts_with("Bcc")), "{headers:?}");
    assert!(headers.iter().any(|header| header.starts_with("Message-ID")), "{headers:?}");
    let mailer = mailer("smtp://127.0.0.1:25").unwrap();
    for wrong in ["", "ada", "ada@northwind.example\r\nRCPT TO:<everybody@example.com>", "a@b.example, c@d.example"] {
        let unsent = mailer.message(&due("Subject", wrong)).unwrap_err();
        assert!(unsent.is_final, "{wrong}");
    }
}

#[test]
fn a_server_is_named_by_its_url_and_a_password_does_not_travel_in_the_open() {
    for sound in [
        "smtp://relay.internal",
        "smtp://relay.internal:2525",
        "smtp://me:secret@127.0.0.1:25",
        "smtp://me:secret@127.0.0.2:1025",
        "smtp://me:secret@localhost:1025",
        "smtp://me:secret@mail.example.com?tls=required",
        "smtps://me%40example.com:secret@mail.example.com:465",
    ] {
        assert!(mailer(sound).is_ok(), "{sound}");
    }
    for wrong in ["", "mail.example.com", "https://mail.example.com", "smtp://", "smtp://mail.example.com?tls=maybe"] {
        assert_eq!(mailer(wrong).unwrap_err(), MailFault::Url, "{wrong}");
    }
    for address in ["smtp://me:secret@[::1]:1025", "smtps://[2001:db8::1]"] {
        assert_eq!(mailer(address).unwrap_err(), MailFault::Ipv6Address, "{address}");
    }
    for open in ["smtp://me:secret@mail.example.com", "smtp://me:secret@mail.example.com?tls=opportunistic"] {
        let fault = mailer(open).unwrap_err();
        assert_eq!(fault, MailFault::OpenPassword, "{open}");
        assert!(!fault.to_string().contains("secret@"), "{fault}");
    }
    let smtp = "smtp://relay.internal";
    assert_eq!(Mailer::new(smtp, "nobody", DESK, "").unwrap_err(), MailFault::From("nobody".to_owned()));
    assert_eq!(Mailer::new(smtp, FROM, "", "").unwrap_err(), MailFault::Operator(String::new()));
}

#[test]
fn only_an_answer_about_the_mail_itself_is_the_end() {
    let code = |severity, category| Code::new(severity, category, Detail::Zero);
    let (passing, lasting) = (Severity::TransientNegativeCompletion, Severity::PermanentNegativeCompletion);
    assert!(is_final(code(lasting, Category::MailSystem)));
    assert!(is_final(code(lasting, Category::Syntax)));
    assert!(!is_final(code(lasting, Category::Unspecified3)), "signing in");
    assert!(!is_final(code(passing, Category::MailSystem)));
}
