//! `zhibiao serve`: one role in a process of its own.

mod cache;
mod data;
mod settings;

use std::pin::pin;

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
    let mut stop = pin!(stop);
    let (process, role) = (&settings.process, &settings.role);
    let tls = process.security.tls()?;
    let roles = role.roles(tls.clone())?;
    let Some(started) = Started::start(role.service(), process, tls, roles, stop.as_mut()).await? else {
        return Ok(Exit::Ok);
    };
    announce::role(role.name(), &started, &process.lines(&ui))?;
    started.tell(&settings.process)?;
    started.until(stop, async { Ok(()) }).await
}
