//! `zhibiao up`: the whole hub in one process, on one port.

mod demo;
mod settings;

use std::pin::pin;

use crate::{
    exit::Exit,
    failure::Failure,
    output::Ui,
    process::{Started, announce},
    roles::Config,
};

pub use settings::{Settings, UpArgs};

/// Runs a hub until `stop`, then drains it.
///
/// # Errors
/// When the address or the data folder is in use; when the demo can't be filed.
pub async fn run(
    args: UpArgs,
    settings: Settings,
    ui: Ui,
    stop: impl Future<Output = ()>,
) -> Result<Exit, Failure> {
    if args.process.print_config {
        ui.answer(&announce::settings(&settings.shown, &ui)?)?;
        return Ok(Exit::Ok);
    }
    let mut stop = pin!(stop);
    let (process, roles) = (&settings.process, Config::folder(&settings.data));
    let tls = process.security.tls()?;
    let Some(started) = Started::start("zhibiao", process, tls, roles, stop.as_mut()).await? else {
        return Ok(Exit::Ok);
    };
    announce::hub(&started, &settings.data, &process.lines(&ui))?;
    started.tell(&settings.process)?;
    let address = started.address.clone();
    let life = async {
        if args.demo {
            demo::file(&address, &ui).await?;
        }
        Ok(())
    };
    started.until(stop, life).await
}
