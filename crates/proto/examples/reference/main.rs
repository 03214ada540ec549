//! Writes the reference pages of the APIs into `proto/reference`, from the comments of the proto files.

mod comments;
mod pages;

use std::{error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../proto/reference");
    fs::create_dir_all(&folder)?;
    let pages = pages::all(zhibiao_proto::DESCRIPTORS)?;
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        if !entry
            .file_name()
            .to_str()
            .is_some_and(|name| pages.contains_key(name))
        {
            fs::remove_file(entry.path())?;
        }
    }
    for (name, page) in pages {
        fs::write(folder.join(name), page)?;
    }
    Ok(())
}
