//! `zhibiao key`: keys of simple callers.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::Serialize;
use zhibiao_model::access;
use zhibiao_runtime::identity::{ApiKey, NewKey};

use crate::{
    exit::Exit,
    failure::Failure,
    output::{Format, Ui},
    text::Text,
};

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Make a key; needs no hub
    New(NewArgs),
}

/// Flags of `zhibiao key new`.
#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// Name of its holder, such as jungar-gateway: the grants of users/NAME are its rights
    name: String,
    /// Role of its holder; may be given several times
    #[arg(long, value_name = "ROLE")]
    role: Vec<String>,
    /// Last day on which it is taken, in UTC, such as 2027-06-30
    #[arg(long, value_name = "DATE")]
    expires: Option<Date>,
}

/// A new key in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct Json {
    key: String,
    entry: ApiKey,
}

/// What the server's file takes.
#[derive(Debug, Serialize)]
struct File<'a> {
    key: [&'a ApiKey; 1],
}

/// Makes a key and shows it once.
///
/// # Errors
/// When the name is none.
pub(crate) fn new(args: NewArgs, ui: &Ui) -> Result<(), Failure> {
    let NewArgs { name, role, expires } = args;
    let NewKey { key, mut entry } = NewKey::make(&name).ok_or_else(|| {
        let text = format!(
            "`{name}` can't be the name of a key: write lower-case letters, digits and single hyphens"
        );
        Failure::new(Exit::Usage, "NAME_INVALID", Text::Said(text))
    })?;
    if let Some(wrong) = role.iter().find(|role| !access::is_name(role)) {
        let most = access::MAX_NAME;
        let text = format!("`{wrong}` can't be the name of a role: write 1 to {most} printable characters");
        return Err(Failure::new(Exit::Usage, "NAME_INVALID", Text::Said(text)));
    }
    entry.roles = role.into_iter().collect();
    entry.expires = expires;
    match ui.format {
        Format::Json => {
            let json = Json { key, entry };
            ui.line(&serde_json::to_string(&json).map_err(Failure::internal)?)
        }
        // A table would break the key over lines.
        Format::Table | Format::Csv => {
            ui.line(&key)?;
            ui.line(&ui.text(Text::KeyShownOnce))?;
            let toml = toml::to_string(&File { key: [&entry] }).map_err(Failure::internal)?;
            ui.line(toml.trim())
        }
    }
}
