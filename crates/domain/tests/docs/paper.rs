//! A page as it is committed, beside the page as the code has it.

use std::path::Path;

/// Panics if `docs/{name}.md` is not `page`; with `UPDATE_DOCS=1` it is written first.
pub(crate) fn agrees(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name).with_extension("md");
    if is_update_wanted() {
        let written = std::fs::write(&path, page);
        assert!(written.is_ok(), "{}: {written:?}", path.display());
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == page,
        "docs/{name}.md differs from the code; run UPDATE_DOCS=1 cargo test -p slipway-domain --test docs"
    );
}

#[expect(clippy::disallowed_methods, reason = "a switch of this test, not configuration of the program")]
fn is_update_wanted() -> bool {
    std::env::var("UPDATE_DOCS").is_ok_and(|value| value == "1")
}
