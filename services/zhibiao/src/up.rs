//! `zhibiao up`: the whole hub in one process, on one port.

mod announce;
mod demo;
mod hub;
mod settings;

use std::{fs, path::Path};

use tokio_util::sync::CancellationToken;
use zhibiao_runtime::{clock::Clock, server::Server, telemetry};

use crate::{exit::Exit, failure::Failure, output::Ui, text::Text};

pub use hub::{Config, Running};
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
    if args.print_config {
        ui.answer(&announce::settings(&settings)?)?;
        return Ok(Exit::Ok);
    }
    telemetry::init(&settings.log, settings.log_format).map_err(Failure::internal)?;
    let server = Server::bind(settings.listen).await.map_err(bind_failure)?;
    let running = Config::folder(&settings.data)
        .build(server, Clock::system())
        .await?;
    let address = running.address();
    let shutdown = CancellationToken::new();
    let serving = tokio::spawn(running.serve(shutdown.clone(), settings.grace));
    announce::address(&address, &settings, &ui)?;
    if let Some(path) = &args.address_file {
        write_whole(path, &format!("{address}\n"))?;
    }
    let life = async {
        if args.demo {
            demo::file(&address, &ui).await?;
        }
        std::future::pending::<Result<(), Failure>>().await
    };
    let mut serving = std::pin::pin!(serving);
    let ended = tokio::select! {
        () = stop => Ok(()),
        failed = life => failed,
        // Serving ends by itself only when it fails.
        _ = &mut serving => Err(Failure::internal("serving ended unasked")),
    };
    tracing::info!("draining");
    shutdown.cancel();
    if ended.is_ok() || !serving.is_finished() {
        serving.await.map_err(Failure::internal)??;
    }
    ended.map(|()| Exit::Ok)
}

fn bind_failure(error: zhibiao_runtime::server::ServerError) -> Failure {
    use zhibiao_runtime::server::ServerError;
    match error {
        ServerError::Bind { .. } => Failure::new(Exit::Io, "ADDRESS_IN_USE", Text::Said(error.to_string())),
        ServerError::NotLoopback(_) => {
            Failure::new(Exit::Settings, "NOT_LOOPBACK", Text::Said(error.to_string()))
        }
        ServerError::Serve(_) | ServerError::Reflection(_) => Failure::internal(error),
    }
}

/// Writes a file so that whoever waits for it never reads half of it.
fn write_whole(path: &Path, content: &str) -> Result<(), Failure> {
    let partial = path.with_extension("partial");
    fs::write(&partial, content)
        .and_then(|()| fs::rename(&partial, path))
        .map_err(|error| Failure::file(path, &error))
}
