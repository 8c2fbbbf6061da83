//! Files that only their owner reads.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::Path,
};

/// Opens it for writing, 0600 in a folder 0700 where they are new; with `new`, only if it is.
pub fn open(path: &Path, new: bool) -> io::Result<File> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let mut options = OpenOptions::new();
    options
        .write(true)
        .create(true)
        .create_new(new)
        .truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
