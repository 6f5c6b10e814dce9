//! Files and directories for their owner alone: the database and its copies hold password hashes, and the secrets key
//! opens the rest. Where files have no such modes, the system's own rules are all there is.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a file that must not exist yet.
pub fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    system::private(&mut options).open(path)
}

/// Makes a directory with everything above it. One that exists stays as it is.
pub fn create_dir(dir: &Path) -> io::Result<()> {
    system::create_dir(dir)
}

/// Whether anybody else can get at it.
pub fn is_exposed(metadata: &Metadata) -> bool {
    system::is_exposed(metadata)
}

/// Takes everybody else's access away, if anybody else has some; whether that was so.
pub(crate) fn conceal(path: &Path) -> io::Result<bool> {
    let metadata = fs::metadata(path)?;
    if !is_exposed(&metadata) {
        return Ok(false);
    }
    system::conceal(path, &metadata)?;
    Ok(true)
}

#[cfg(unix)]
mod system {
    use std::fs::{DirBuilder, Metadata, OpenOptions, Permissions, set_permissions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
    use std::path::Path;

    const OTHERS: u32 = 0o077;

    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options.mode(0o600)
    }

    pub(super) fn create_dir(dir: &Path) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(dir)
    }

    pub(super) fn is_exposed(metadata: &Metadata) -> bool {
        metadata.mode() & OTHERS != 0
    }

    pub(super) fn conceal(path: &Path, metadata: &Metadata) -> io::Result<()> {
        set_permissions(path, Permissions::from_mode(metadata.mode() & 0o7777 & !OTHERS))
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::{DirBuilder, Metadata, OpenOptions};
    use std::io;
    use std::path::Path;

    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    pub(super) fn create_dir(dir: &Path) -> io::Result<()> {
        DirBuilder::new().recursive(true).create(dir)
    }

    pub(super) fn is_exposed(_: &Metadata) -> bool {
        false
    }

    pub(super) fn conceal(_: &Path, _: &Metadata) -> io::Result<()> {
        Ok(())
    }
}
