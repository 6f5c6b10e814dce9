//! The other way to a new offering: the dossier of one from another console. A plain form with a file.

use leptos::prelude::*;
use slipway_domain::resource_name::LONGEST_NAME;

use crate::text::dossier as words;
use crate::ui::{Button, DialogActs, FileField, TextField};

pub(super) fn section() -> impl IntoView {
    view! {
        <section class="dialog" id="dossier" aria-labelledby="dossier-title">
            <h2 class="dialog__title" id="dossier-title">
                {words::IMPORT}
            </h2>
            <p class="dialog__lead">{words::IMPORT_LEAD}</p>
            <form method="post" action="/dossiers" enctype="multipart/form-data" autocomplete="off">
                <FileField
                    label=words::FILE
                    id="dossier-file"
                    name="dossier"
                    accept="application/zip,.zip"
                    help=words::FILE_HELP
                    required=true
                />
                <TextField
                    label=words::NAME
                    name="name"
                    id="dossier-name"
                    help=words::NAME_HELP
                    limit=u32::try_from(LONGEST_NAME).unwrap_or(u32::MAX)
                />
                <DialogActs>
                    <Button unchecked=false>{words::SEND}</Button>
                </DialogActs>
            </form>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_goes_in_a_plain_form_with_the_name_that_it_gets_here() {
        let html = section().to_html();
        assert!(html.contains("action=\"/dossiers\"") && html.contains("enctype=\"multipart/form-data\""), "{html}");
        assert!(html.contains("type=\"file\"") && html.contains("name=\"dossier\""), "{html}");
        assert!(html.contains("for=\"dossier-file\"") && html.contains("id=\"dossier-name\""), "{html}");
    }
}
