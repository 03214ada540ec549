//! The service in a process of its own: this test binary, run again with one ignored test.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use tokio_util::sync::CancellationToken;
use zhibiao_client::Hub;
use zhibiao_ingest::{Config, SERVICES};
use zhibiao_runtime::{
    clock::Clock,
    server::{Security, Server, Services},
    telemetry::Telemetry,
};

const FOLDER: &str = "ZHIBIAO_TEST_FOLDER";
const STORE: &str = "ZHIBIAO_TEST_STORE";
const ADDRESS: &str = "ZHIBIAO_TEST_ADDRESS";
const LISTENING: &str = "listening on ";

/// A running service.
pub(crate) struct Child {
    process: std::process::Child,
    pub(crate) address: SocketAddr,
}

impl Child {
    /// Starts the service on a folder, a store and an address (port 0: any); waits until it listens.
    pub(crate) async fn start(folder: &Path, store: SocketAddr, address: SocketAddr) -> Self {
        let folder = folder.to_owned();
        // The store must be served while this waits.
        tokio::task::spawn_blocking(move || Self::start_and_wait(&folder, store, address))
            .await
            .unwrap()
    }

    fn start_and_wait(folder: &Path, store: SocketAddr, address: SocketAddr) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([
                "--ignored",
                "--exact",
                "process::serves_in_a_process_of_its_own",
                "--nocapture",
            ])
            .env(FOLDER, folder)
            .env(STORE, store.to_string())
            .env(ADDRESS, address.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let address = output
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                line.split_once(LISTENING)
                    .map(|(_, address)| address.trim().parse().unwrap())
            })
            .expect("the service listens");
        Self { process, address }
    }

    /// Kills it (SIGKILL): nothing is flushed, nothing is said.
    pub(crate) fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // Killed already, unless a test failed before.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the other tests run it in a process of its own"]
async fn serves_in_a_process_of_its_own() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let store = Hub::connect(&format!("http://{}", std::env::var(STORE).unwrap())).unwrap();
    let shutdown = CancellationToken::new();
    let intake = Config::folder(folder)
        .build(store, Clock::system(), &Telemetry::none(), shutdown.clone())
        .await
        .unwrap();
    intake.ready().await;
    let server = Server::bind(
        std::env::var(ADDRESS).unwrap().parse().unwrap(),
        Security::local(Clock::system()),
    )
    .await
    .unwrap();
    println!("\n{LISTENING}{}", server.address());
    let services = Services::new(intake.routes(), &SERVICES).await;
    server.serve(services, shutdown, Duration::ZERO).await.unwrap();
}
