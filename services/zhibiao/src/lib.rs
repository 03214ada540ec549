//! Zhibiao on the command line: the hub in one process, packs, and the client.
//!
//! The binary is `main.rs`; everything it does is here, so that tests and other programs can start a hub of their own.

pub mod args;
mod commands;
pub mod exit;
pub mod failure;
mod manifest;
pub mod migrate;
mod names;
mod near;
pub mod output;
pub mod pack;
pub mod process;
mod reader_words;
pub mod roles;
pub mod serve;
pub mod settings;
pub mod text;
mod text_file;
mod toml_form;
pub mod up;
mod wire;
