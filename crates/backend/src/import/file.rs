//! Taking values over from a `catalog.json` that somebody hands in (§6.7), without a broker. The text is read anew each
//! time and kept nowhere: the page that shows what it offers holds it.

use core::result;

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::import::file::{FileImport, FileProblem, LARGEST};
use slipway_domain::import::{self, ImportDraft};
use slipway_domain::policy::{Object, Verb};
use slipway_osb::{JsonProblem, Limits, parse_json};

use super::{Source, fingerprint};
use crate::operation::Operation;
use crate::parity;
use crate::{Acting, Result};

impl Acting {
    /// What a file offers to the definition, or why it cannot be read. `choice` is the service that somebody chose,
    /// counted from 1; it counts where none fits by itself.
    pub async fn import_file(
        &self,
        name: &str,
        text: &str,
        choice: u32,
    ) -> Result<result::Result<FileImport, FileProblem>> {
        let offering = self.offering(name).await?.offering;
        let parity::Read { catalog, violations } = match read(text) {
            Ok(read) => read,
            Err(problem) => return Ok(Err(problem)),
        };
        let meant = import::meant(&catalog, &offering, choice);
        let offers = meant.map(|(service, _)| import::offers(service, &offering)).unwrap_or_default();
        let left = meant.map(|(service, _)| import::left(service, &offering)).unwrap_or_default();
        Ok(Ok(FileImport {
            services: import::services(&catalog),
            fit: meant.map(|(_, fit)| fit),
            meant: meant.map(|(service, _)| import::called(service)).unwrap_or_default(),
            seen: fingerprint(&offers)?,
            offers,
            left,
            violations,
        }))
    }

    /// Takes over what was ticked of the offers of a file, as `take_over` does it with those of a broker. `Stale` if other
    /// things are offered by now, which a text that was changed since does as well.
    pub async fn take_over_file(&self, name: &str, text: &str, draft: &ImportDraft) -> Result<Vec<String>> {
        let operation = self.attempt("import/file", &(name, text, draft))?;
        self.once(operation.as_ref(), self.take_of_file(name, text, draft, operation.as_ref())).await
    }

    async fn take_of_file(
        &self,
        name: &str,
        text: &str,
        draft: &ImportDraft,
        operation: Option<&Operation>,
    ) -> Result<Vec<String>> {
        let catalog = read(text).map(|read| read.catalog).unwrap_or_default();
        let (mut tx, head) = self.edit_head(name, Verb::Edit, Object::Listing).await?;
        let offering = self.issued(tx.whole(head.clone()).await?);
        let source = Source { catalog, kind: EventKind::DefinitionsImported, detail: Detail::none() };
        let names = self.take_offered(&mut tx, &head, &offering, source, draft).await?;
        self.keep_taken(tx, operation, names).await
    }
}

fn read(text: &str) -> result::Result<parity::Read, FileProblem> {
    if text.trim().is_empty() {
        return Err(FileProblem::Empty);
    }
    if text.len() > LARGEST {
        return Err(FileProblem::TooLong);
    }
    let value = parse_json(text.as_bytes(), &Limits::default()).map_err(|problem| match problem {
        JsonProblem::TooDeep { limit } => FileProblem::TooDeep { limit },
        JsonProblem::TooManyValues { limit } => FileProblem::TooManyValues { limit },
        JsonProblem::NotJson { line, column } => FileProblem::NotJson { line, column },
    })?;
    Ok(parity::read_file(&value))
}
