//! Every field of a row is one that its form reads. A row whose fields have other names would show no more than that the
//! right ones are missing, or nothing at all where they may be.

use std::collections::BTreeSet;

use hyper::StatusCode;
use slipway_app::error::AppError;

use super::rows::{ROWS, Row};
use super::{digests, fields, filled};
use crate::support::{Answer, Request, Scene, Stage};

/// Turned down before anybody looked at who sent it: a function names no field, a form of a page answers with a page.
fn is_unread(answer: &Answer) -> bool {
    match AppError::parse(&answer.body) {
        Some(error) => error == AppError::Transport,
        None => answer.status == StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn sent(row: &Row, stage: &Stage, given: &[(String, String)]) -> Request {
    let pairs: Vec<(&str, &str)> = given.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Request::form(filled(row.route, stage.facts), &pairs).header("accept", "application/json")
}

#[tokio::test]
async fn every_field_of_a_row_is_read_by_its_form() {
    let scenes: BTreeSet<Scene> = ROWS.iter().map(|row| row.scene).collect();
    for scene in scenes {
        let stage = scene.open().await;
        let (stranger, before) = (stage.server.browser(), digests(&stage.server).await);
        for row in ROWS.iter().filter(|row| row.scene == scene && row.body.contains('=')) {
            let given = fields(row.body, stage.facts);
            let answer = stranger.send(sent(row, &stage, &given)).await;
            assert!(!is_unread(&answer), "{row:?} is not what its form takes: {} {}", answer.status, answer.body);
            if !row.route.starts_with("/api/") {
                // These forms turn down fields that they do not know.
                continue;
            }
            // A field that is read cannot hold a list; one that nobody knows may hold anything.
            let unknown = [given.as_slice(), &[("nobody[echo-7]".to_owned(), "1".to_owned())]].concat();
            assert!(!is_unread(&stranger.send(sent(row, &stage, &unknown)).await), "{row:?} with an unknown field");
            for (name, _) in &given {
                let mut wrong: Vec<_> = given.iter().filter(|(other, _)| other != name).cloned().collect();
                wrong.push((format!("{name}[echo-7]"), "1".to_owned()));
                let answer = stranger.send(sent(row, &stage, &wrong)).await;
                assert!(is_unread(&answer), "{row:?}: {name} is no field of its form: {}", answer.body);
            }
        }
        assert!(digests(&stage.server).await == before, "{scene:?}: a stranger changes nothing");
    }
}
