//! Statements as files: rows for a spreadsheet, and JSON with the steps of every line. A file is written piece by piece
//! while it is sent, so that none of them is in memory as a whole.

use std::io;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::stream;
use serde::Deserialize;
use slipway_app::paths;
use slipway_backend::{Backend, Error, Report};
use slipway_domain::caller::Caller;
use slipway_domain::rejection::Rejection;
use slipway_domain::statement::{CSV_COLUMNS, ExportedLine, Statement, StatementLine};

use super::address::Query;
use super::fault::Fault;
use super::telemetry::RequestId;

/// Lines in one piece of a file.
const AT_ONCE: usize = 200;
/// How a JSON file without lines ends: with their list.
const NO_LINES: &str = "]\n}";

#[derive(Clone, Copy)]
enum Format {
    Csv,
    Json,
}

/// A statement to be written, and what its account is called.
struct File {
    format: Format,
    statement: Statement,
    account: String,
}

#[derive(Deserialize)]
struct Asked {
    /// `2026-05`; empty: the current month.
    #[serde(default)]
    month: String,
}

pub(crate) fn routes(backend: Backend) -> Router {
    Router::new()
        .route("/statement/csv", get(csv).fallback(|| async { Fault::MethodNotAllowed }))
        .route("/statement/json", get(json).fallback(|| async { Fault::MethodNotAllowed }))
        .with_state(backend)
}

async fn csv(
    State(backend): State<Backend>,
    Extension(caller): Extension<Caller>,
    Extension(request): Extension<RequestId>,
    Query(asked): Query<Asked>,
) -> Response {
    download(&backend, caller, request, &asked, Format::Csv).await
}

async fn json(
    State(backend): State<Backend>,
    Extension(caller): Extension<Caller>,
    Extension(request): Extension<RequestId>,
    Query(asked): Query<Asked>,
) -> Response {
    download(&backend, caller, request, &asked, Format::Json).await
}

async fn download(backend: &Backend, caller: Caller, request: RequestId, asked: &Asked, format: Format) -> Response {
    let view = match backend.acting_for(caller).on_request(request.0).statement(&asked.month).await {
        Ok(view) => view,
        Err(Error::Rejected(Rejection::Unauthenticated)) => {
            return Redirect::to(&paths::Path::SignIn.to_string()).into_response();
        }
        Err(Error::Rejected(_)) => return Fault::NotFound.into_response(),
        Err(Error::Unavailable(report) | Error::Internal(report)) => return failed(&report),
    };
    let month = view.statement.month.to_string();
    // A file of another month than the one that was asked for would be taken for it.
    if !asked.month.is_empty() && asked.month != month {
        return Fault::NotFound.into_response();
    }
    let name = format!("attachment; filename=\"statement-{month}.{}\"", format.ending());
    let kind = format.kind().to_owned();
    let headers = [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name), (CACHE_CONTROL, "no-store".to_owned())];
    let file = File { format, statement: view.statement, account: view.account };
    let pieces = file.pieces().map(|piece| {
        piece.map_err(|report| {
            tracing::error!(error = %report, "a statement could not be written to its end");
            io::Error::other(report.to_string())
        })
    });
    (headers, Body::from_stream(stream::iter(pieces))).into_response()
}

fn failed(report: &Report) -> Response {
    tracing::error!(error = %report, "a statement could not be written");
    Fault::from(report).into_response()
}

impl Format {
    const fn kind(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

impl File {
    /// From the head of the file to its end.
    fn pieces(self) -> impl Iterator<Item = Result<Vec<u8>, Report>> + Send {
        let pages = self.statement.lines.len().div_ceil(AT_ONCE);
        (0..pages.saturating_add(2)).map(move |at| match at.checked_sub(1) {
            None => self.head(),
            Some(page) if page < pages => self.page(page * AT_ONCE),
            Some(_) => Ok(self.end().into()),
        })
    }

    fn head(&self) -> Result<Vec<u8>, Report> {
        match self.format {
            Format::Csv => written([CSV_COLUMNS]),
            Format::Json => {
                let head = self.statement.json_without_lines(&self.account);
                let head = serde_json::to_string_pretty(&head).map_err(|error| Report::new("JSON", error))?;
                Ok(head.strip_suffix(NO_LINES).unwrap_or(&head).into())
            }
        }
    }

    /// The lines from this one on.
    fn page(&self, from: usize) -> Result<Vec<u8>, Report> {
        let lines = self.statement.lines.get(from..).unwrap_or_default();
        let lines = &lines[..lines.len().min(AT_ONCE)];
        match self.format {
            Format::Csv => written(self.statement.rows_of(lines)),
            Format::Json => items(lines, from == 0),
        }
    }

    fn end(&self) -> &'static str {
        match (self.format, self.statement.lines.is_empty()) {
            (Format::Csv, _) => "",
            (Format::Json, true) => NO_LINES,
            (Format::Json, false) => "\n  ]\n}",
        }
    }
}

fn written<const N: usize>(rows: impl IntoIterator<Item = [impl AsRef<[u8]>; N]>) -> Result<Vec<u8>, Report> {
    let failed = |error: csv::Error| Report::new("rows", error);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| Report::new("rows", error.into_error()))
}

/// Lines as they stand in the list of a document for people. A text in JSON has no line break of its own.
fn items(lines: &[StatementLine], is_first: bool) -> Result<Vec<u8>, Report> {
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        text.push_str(if is_first && at == 0 { "\n    " } else { ",\n    " });
        let line = serde_json::to_string_pretty(&ExportedLine::from(line));
        text.push_str(&line.map_err(|error| Report::new("JSON", error))?.replace('\n', "\n    "));
    }
    Ok(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use slipway_domain::ids::InstanceId;
    use slipway_domain::moment::Moment;
    use slipway_domain::month::Month;
    use slipway_domain::plan::{AmountDraft, PlanDraft};
    use slipway_domain::rating::Buyer;
    use slipway_domain::statement::{Fee, FeeDays, LinePlace, StatementState, fee_line};

    use super::*;

    fn statement(lines: usize) -> Statement {
        let amount = AmountDraft { country: "USA".to_owned(), currency: "USD".to_owned(), price: "49".to_owned() };
        let plan = PlanDraft { amounts: vec![amount], ..PlanDraft::default() };
        let place = LinePlace::of_service("vector".to_owned(), "Vector \"1\",\n2".to_owned(), "=Northwind".to_owned());
        let line = |number: usize| {
            let instance = InstanceId::new(uuid::Uuid::from_u128(u128::try_from(number).unwrap()));
            let (name, days) = (format!("search {number}"), FeeDays { charged: 15, of: 30 });
            fee_line(&place, Buyer::BASE, &Fee { plan: &plan, instance, name, days })
        };
        let month = Month::of(Moment::from_millis(1_780_000_000_000));
        let state = StatementState::Frozen { at: month.end() };
        Statement { month, state, lines: (0..lines).map(line).collect() }
    }

    fn file(format: Format, statement: Statement) -> String {
        let file = File { format, statement, account: "Orrery".to_owned() };
        let pieces: Vec<u8> = file.pieces().map(Result::unwrap).collect::<Vec<_>>().concat();
        String::from_utf8(pieces).unwrap()
    }

    #[test]
    fn the_pieces_of_a_file_are_what_it_would_be_in_one() {
        for lines in [0, 1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE + 7] {
            let whole = serde_json::to_string_pretty(&statement(lines).json("Orrery")).unwrap();
            assert_eq!(file(Format::Json, statement(lines)), whole, "{lines}");
            let rows = statement(lines);
            let whole = [written([CSV_COLUMNS]).unwrap(), written(rows.rows()).unwrap()].concat();
            assert_eq!(file(Format::Csv, statement(lines)), String::from_utf8(whole).unwrap(), "{lines}");
        }
    }
}
