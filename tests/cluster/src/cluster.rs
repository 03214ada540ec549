//! The test itself: installs the production overlay, lets callers in, disturbs the hub in every way that a cluster has, and
//! asks the callers whether they noticed. Then the laptop's overlay, and whether it keeps its data.

mod callers;
mod databases;
mod disturb;
mod install;
mod kubectl;
mod laptop;
mod metrics;

use std::{net::IpAddr, path::PathBuf, time::Duration};

use clap::{Args, ValueEnum as _};
use tokio::time::Instant;

use self::{callers::Callers, databases::Databases, disturb::Disturbance, kubectl::Kubectl};
use crate::Outcome;

/// The roles; each is a Deployment `zhibiao-ROLE`.
const ROLES: [&str; 3] = ["store", "ingest", "compare"];

/// Namespace of the hub.
const HUB: &str = "zhibiao";

/// Longest time that a change of the cluster may take to be through.
const PATIENCE: Duration = Duration::from_secs(300);

/// How the cluster is reached, and how hard the hub is disturbed.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Context of the cluster. There is no usual one: what is current on an operator's machine may be production
    #[arg(long, value_name = "NAME", env = "ZHIBIAO_TEST_CONTEXT")]
    context: String,
    /// How kubectl is run
    #[arg(
        long,
        value_name = "WORDS",
        env = "ZHIBIAO_TEST_KUBECTL",
        default_value = "kubectl"
    )]
    kubectl: String,
    /// Image of the hub
    #[arg(
        long,
        value_name = "IMAGE",
        env = "ZHIBIAO_TEST_IMAGE",
        default_value = "localhost/zhibiao:test"
    )]
    image: String,
    /// Image of the callers
    #[arg(
        long,
        value_name = "IMAGE",
        env = "ZHIBIAO_TEST_CALLERS_IMAGE",
        default_value = "localhost/zhibiao-callers:test"
    )]
    callers_image: String,
    /// What puts a program into the cluster as an image: run as WORDS IMAGE PROGRAM; not given, images are there
    #[arg(long, value_name = "WORDS", env = "ZHIBIAO_TEST_LOAD")]
    load: Option<String>,
    /// The hub's program
    #[arg(
        long,
        value_name = "FILE",
        env = "ZHIBIAO_TEST_PROGRAM",
        default_value = "target/release/zhibiao"
    )]
    program: PathBuf,
    /// Address of this machine as pods see it: a PostgreSQL and a Redis of the test's own listen there
    #[arg(long, value_name = "IP", env = "ZHIBIAO_TEST_HOST")]
    host: Option<IpAddr>,
    /// PostgreSQL database instead, which is empty, as pods see it
    #[arg(
        long,
        value_name = "URL",
        env = "ZHIBIAO_TEST_POSTGRES",
        requires = "redis",
        required_unless_present = "host"
    )]
    postgres: Option<String>,
    /// Redis instead, as pods see it
    #[arg(long, value_name = "URL", env = "ZHIBIAO_TEST_REDIS", requires = "postgres")]
    redis: Option<String>,
    /// What stops that Redis
    #[arg(
        long,
        value_name = "WORDS",
        env = "ZHIBIAO_TEST_REDIS_STOP",
        requires = "redis_start"
    )]
    redis_stop: Option<String>,
    /// What starts it again
    #[arg(
        long,
        value_name = "WORDS",
        env = "ZHIBIAO_TEST_REDIS_START",
        requires = "redis_stop"
    )]
    redis_start: Option<String>,
    /// Folder of the only node where a volume may be made; the default storage class when not given
    #[arg(long, value_name = "FOLDER", env = "ZHIBIAO_TEST_VOLUME")]
    volume: Option<PathBuf>,
    /// Pods of each role that are deleted
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    deletions: usize,
    /// How long Redis is gone
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    outage: u64,
    /// Which parts to run; all when not given
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// Leave everything there
    #[arg(long)]
    keep: bool,
}

/// A part of the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Rolling restarts of every role
    Restart,
    /// Deletions of pods
    Delete,
    /// From two replicas to four and back
    Scale,
    /// Redis gone
    Redis,
    /// The overlay for a laptop
    Laptop,
}

impl Part {
    const OF_PRODUCTION: [Self; 4] = [Self::Restart, Self::Delete, Self::Scale, Self::Redis];

    /// The namespaces that it takes place in.
    fn namespaces(self) -> &'static [&'static str] {
        match self {
            Self::Restart | Self::Delete | Self::Scale | Self::Redis => &[HUB, callers::NAMESPACE],
            Self::Laptop => &[laptop::NAMESPACE],
        }
    }
}

impl Options {
    fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }
}

/// Runs the test.
///
/// # Errors
/// When something failed, or somebody was told anything untrue.
pub(crate) async fn run(options: Options) -> Outcome<()> {
    let kubectl = Kubectl::new(&options.kubectl, &options.context);
    // Before minutes of work, and before anything is removed.
    let wanted = Part::value_variants().iter().filter(|part| options.wants(**part));
    kubectl
        .free_or_own(&wanted.copied().flat_map(Part::namespaces).copied().collect())
        .await?;
    if let Some(load) = &options.load {
        install::load(load, &options).await?;
    }
    if Part::OF_PRODUCTION.iter().any(|part| options.wants(*part)) {
        let namespaces = Part::Restart.namespaces();
        kubectl.without(namespaces).await?;
        let tested = production(&options, &kubectl).await;
        settle(&options, &kubectl, tested, namespaces).await?;
    }
    if options.wants(Part::Laptop) {
        let namespaces = Part::Laptop.namespaces();
        kubectl.without(namespaces).await?;
        let tested = laptop::test(&options, &kubectl).await;
        settle(&options, &kubectl, tested, namespaces).await?;
    }
    Ok(())
}

/// Says what the pods were at when it failed, and removes what was made.
async fn settle(
    options: &Options,
    kubectl: &Kubectl,
    tested: Outcome<()>,
    namespaces: &[&str],
) -> Outcome<()> {
    if tested.is_err() {
        for namespace in namespaces {
            eprintln!("{}", kubectl.in_namespace(namespace).last_words().await);
        }
    }
    if !options.keep {
        kubectl.without(namespaces).await?;
    }
    tested
}

async fn production(options: &Options, kubectl: &Kubectl) -> Outcome<()> {
    let databases = Databases::start(options).await?;
    let hub = kubectl.in_namespace(HUB);
    let begun = Instant::now();
    install::production(options, kubectl, &databases).await?;
    say(begun, "installed, and every role is ready by its own probe");
    let callers = Callers::start(options, kubectl).await?;
    let disturbance = Disturbance {
        hub: &hub,
        callers: &callers,
        databases: &databases,
    };
    disturb::all(options, &disturbance).await?;
    let begun = Instant::now();
    let verdict = callers.finish().await?;
    say(
        begun,
        &format!("callers ended: {}", callers::counts(&verdict.told)),
    );
    if verdict.is_good() {
        println!("not one call failed, and nothing acknowledged was lost");
        Ok(())
    } else {
        let told = [verdict.told.failures, verdict.broken].concat();
        Err(format!(
            "{} calls failed, and these promises are broken:\n{}",
            verdict.told.failed,
            told.join("\n")
        )
        .into())
    }
}

/// Says what was done, and how long it took.
fn say(begun: Instant, what: &str) {
    println!("{:>6.1} s  {what}", begun.elapsed().as_secs_f64());
}
