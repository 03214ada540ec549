//! `zhibiao serve`: one role in a process of its own.

mod cache;
mod data;
mod settings;

use crate::{
    exit::Exit,
    failure::Failure,
    output::Ui,
    process::{Started, announce},
};

pub use cache::StoreCache;
pub use data::StoreData;
pub use settings::{Role, ServeCommand, Settings, Upstream};

/// Runs a role until `stop`, then drains it.
///
/// # Errors
/// When the address or the data is in use.
pub async fn run(settings: Settings, ui: Ui, stop: impl Future<Output = ()>) -> Result<Exit, Failure> {
    if settings.print {
        ui.answer(&announce::settings(&settings.shown, &ui)?)?;
        return Ok(Exit::Ok);
    }
    let tls = settings.process.security.tls()?;
    let roles = settings.role.roles(tls.clone())?;
    let started = Started::start(&settings.process, tls, roles).await?;
    announce::role(settings.role.name(), &started.address, &ui)?;
    started.tell(&settings.process)?;
    started.until(stop, async { Ok(()) }).await
}
