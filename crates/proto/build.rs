//! Compiles `proto/` with protox, so that a fresh clone needs nothing but cargo.

use std::{env, error::Error, fs, path::Path, path::PathBuf};

use prost::Message as _;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../proto");
    // Beside the sources lie pages that are made from them.
    let sources = root.join("zhibiao");
    println!("cargo::rerun-if-changed={}", sources.display());
    let mut files = Vec::new();
    collect(&sources, &mut files)?;
    files.sort();
    let set = protox::compile(&files, [&root])?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("zhibiao.descriptor.bin"), set.encode_to_vec())?;
    tonic_prost_build::configure()
        .bytes(".zhibiao.report.v1.UploadReportRequest.chunk")
        .bytes(".zhibiao.report.v1.CheckReportRequest.chunk")
        .btree_map(".")
        .compile_fds(set)?;
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "proto") {
            files.push(path);
        }
    }
    Ok(())
}
