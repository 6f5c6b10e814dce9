//! Brotli beside every file that gains by it, at the highest level: it is done once and downloaded often.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::Result;
use walkdir::WalkDir;

const EXTENSIONS: [&str; 9] = ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest"];
const QUALITY: u32 = 11;
const WINDOW: u32 = 22;

/// Writes `name.ext.br` beside each compressible file below `dir`; a file that would not shrink gets none.
pub(crate) fn directory(dir: &Path) -> Result<()> {
    for entry in WalkDir::new(dir) {
        let entry = entry?;
        let extension = entry.path().extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if !entry.file_type().is_file() || !EXTENSIONS.contains(&extension) {
            continue;
        }
        let plain = fs::read(entry.path())?;
        let packed = pack(&plain)?;
        if packed.len() < plain.len() {
            fs::write(entry.path().with_extension(format!("{extension}.br")), packed)?;
        }
    }
    Ok(())
}

fn pack(plain: &[u8]) -> Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, QUALITY, WINDOW);
    writer.write_all(plain)?;
    Ok(writer.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_packed_unpacks_to_the_same_bytes() {
        let plain = "the same words again and again ".repeat(200);
        let packed = pack(plain.as_bytes()).unwrap();
        assert!(packed.len() < plain.len() / 10);
        let mut unpacked = String::new();
        brotli::Decompressor::new(packed.as_slice(), 4096).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain);
    }

    #[test]
    fn only_files_that_shrink_get_a_packed_form() {
        let dir = std::env::temp_dir().join(format!("slipway-compress-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("long.css"), "a { color: red }\n".repeat(50)).unwrap();
        fs::write(dir.join("tiny.css"), "x").unwrap();
        fs::write(dir.join("font.woff2"), "a".repeat(500)).unwrap();
        directory(&dir).unwrap();
        let has = |name: &str| dir.join(name).exists();
        assert_eq!((has("long.css.br"), has("tiny.css.br"), has("font.woff2.br")), (true, false, false));
        fs::remove_dir_all(dir).unwrap();
    }
}
