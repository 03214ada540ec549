//! Files that are read whole.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use bytes::Bytes;

use crate::{exit::Exit, failure::Failure, text::Text};

/// Stands for standard input.
pub(crate) const STANDARD_INPUT: &str = "-";

/// Largest file that a hub takes; a larger one is refused before it is read.
const MAX_FILE: u64 = 64 << 20;

/// The content of a file.
///
/// # Errors
/// When it can't be read, is empty, or larger than a hub takes.
pub(crate) fn read(path: &Path) -> Result<Bytes, Failure> {
    let failed = |error: io::Error| Failure::file(path, &error);
    if path.as_os_str() == STANDARD_INPUT {
        let mut content = Vec::new();
        io::stdin()
            .lock()
            .take(MAX_FILE + 1)
            .read_to_end(&mut content)
            .map_err(failed)?;
        return fits(path, content.len() as u64).map(|()| Bytes::from(content));
    }
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_file() {
        fits(path, metadata.len())?;
    }
    // What is no plain file has no length, but may have content without end.
    let mut content = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(MAX_FILE + 1)
        .read_to_end(&mut content)
        .map_err(failed)?;
    fits(path, content.len() as u64).map(|()| Bytes::from(content))
}

fn fits(path: &Path, size: u64) -> Result<(), Failure> {
    let path = path.display().to_string();
    if size == 0 {
        let what = Text::FileEmpty { path };
        return Err(Failure::new(Exit::Data, "FILE_EMPTY", what).next(Text::NextEmpty));
    }
    if size > MAX_FILE {
        let mebibytes = size >> 20;
        let what = Text::FileTooLarge { path, mebibytes };
        return Err(Failure::new(Exit::Data, "FILE_TOO_LARGE", what).next(Text::NextSplit));
    }
    Ok(())
}
