//! Text files of users: in UTF-8, or as older programs on Chinese systems save them, in GB18030.

use std::{fs, path::Path};

use crate::{
    exit::Exit,
    failure::{Failure, Place},
    text::Text,
};

/// The text of a file.
///
/// # Errors
/// When the file can't be read, or is no text in one encoding; then with the line and what to do.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::file(path, &error))?;
    decoded(&bytes).map_err(|what| {
        let at = path.display().to_string();
        Failure::new(Exit::Data, "FILE_INVALID", Text::FileInvalid)
            .at(vec![Place { at, what }])
            .next(Text::NextEncoding)
    })
}

/// The text of bytes.
///
/// # Errors
/// Where they are no text, and what to do.
pub(crate) fn decoded(bytes: &[u8]) -> Result<String, String> {
    let text = zhibiao_encoding::decode(bytes).map_err(|error| error.to_string())?;
    Ok(text.whole().into_owned())
}
