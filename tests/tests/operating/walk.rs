//! The walk: install, upgrade, back up, lose, restore.

use std::path::Path;

use serde_json::Value;
use zhibiao_client::{Hub, Retry};
use zhibiao_proto::{
    catalog::v1::GetSummaryRequest,
    compare::v1::RankRequest,
    observation::v1::{Consistency, consistency::Requirement},
    report::v1::GetReportRequest,
};
use zhibiao_runtime::error::Problem;
use zhibiao_tls::{Tls, TlsFiles};

use crate::{guide::Guide, metrics, shell::Shell};

const INSTALL: &str = "One machine without containers";
const UPGRADE: &str = "Upgrading one machine without containers";
const BACK_UP: &str = "Backing up PostgreSQL";
const RESTORE: &str = "Restoring PostgreSQL";
const FILES: &str = "Files: SQLite";

/// The figures of the guide's report.
const REPORTED: [(&str, f64); 3] = [
    ("zones/suzhou-industrial-park", 3_900.0),
    ("zones/xian-htz", 3_500.0),
    ("zones/wuhan-donghu-htz", 2_900.0),
];

/// A report that comes after the dump, with an entry that a check finds fault with.
const LOST: &str = "01KB4N8H3QZ6V7W2T9X5Y1M0RT";

/// What happens between dump and restore.
const AFTER_THE_DUMP: &str = include_str!("after-the-dump.sh");

/// What is there of a server that was lost, on another one.
const FRESH_SERVER: &str = include_str!("fresh-server.sh");

/// The line of a restore that a fresh server leaves out.
const STOP_ROLES: &str = "for role in compare ingest store; do stop \"$role\"; done\n";

#[test]
fn no_commands_of_the_guide_are_left_out() {
    assert_eq!(Guide::read().parts(), [INSTALL, UPGRADE, BACK_UP, RESTORE, FILES]);
}

#[tokio::test]
async fn the_guide_leads_to_a_hub_that_comes_back_as_it_was() {
    let Some(mut shell) = Shell::start().await else {
        return;
    };
    let guide = Guide::read();
    let restore = guide.script(RESTORE);
    let restore_anew = restore.replacen(STOP_ROLES, "", 1);
    assert_ne!(restore, restore_anew, "the guide says which line is left out");
    let script = [
        guide.script(INSTALL),
        guide.script(UPGRADE),
        guide.script(BACK_UP),
        format!("lost={LOST}\n{AFTER_THE_DUMP}"),
        restore,
        guide.script(FILES),
        FRESH_SERVER.to_owned(),
        restore_anew,
    ];
    shell.run(&script.concat()).await;

    let hub = gateway(&shell, true);
    assert_eq!(ranking(&hub, None).await.unwrap(), REPORTED);
    let nobody = gateway(&shell, false);
    let refused = ranking(&nobody, None).await.unwrap_err();
    assert_eq!(refused.reason, "CREDENTIALS_MISSING");
    assert!(
        shell.read("refused").contains("authorization"),
        "the command line is told too"
    );
    let away = shell.read("away");
    assert!(away.contains("behind the gateway"), "{away}");

    let lost: Value = serde_json::from_str(&shell.read("lost/summary.json")).unwrap();
    let token = lost["token"].as_str().unwrap().to_owned();
    let of_the_lost = ranking(&hub, Some(token)).await.unwrap_err();
    assert_eq!(of_the_lost.reason, "TOKEN_OF_ANOTHER_STORE", "{of_the_lost:?}");
    let request = GetReportRequest {
        name: format!("reports/{LOST}"),
    };
    let lost = hub.reports().get_report(request).await.unwrap_err();
    assert_eq!(Problem::from_status(&lost).reason, "REPORT_NOT_FOUND");
    // What the dump does not have was never written here.
    let summary = hub.read(GetSummaryRequest {}).await.unwrap();
    assert_eq!((summary.revision, summary.past_observations), (2, 0));

    metrics::agree(
        ["store.metrics", "ingest.metrics", "compare.metrics"]
            .map(|file| shell.read(file))
            .iter()
            .map(String::as_str),
    );
    let senders = shell.collector.senders();
    for role in ["zhibiao-store", "zhibiao-ingest", "zhibiao-compare"] {
        assert!(senders.contains(role), "{role} sent no spans: {senders:?}");
    }
}

/// A client of the gateway, with the reader's token or without.
fn gateway(shell: &Shell, bearing: bool) -> Hub {
    let files = TlsFiles {
        pair: None,
        ca: Some(shell.hub().join(Path::new("certificates/ca.crt"))),
    };
    let address = format!("https://{}:7890", shell.host);
    let hub = Hub::connect_over(&address, Some(Tls::read(files).unwrap())).unwrap();
    let hub = hub.with_retry(Retry::never());
    match bearing {
        true => hub.bearing(&shell.read("zhang.min.token")).unwrap(),
        false => hub,
    }
}

async fn ranking(hub: &Hub, token: Option<String>) -> Result<Vec<(&'static str, f64)>, Problem> {
    let requirement = match token {
        Some(token) => Requirement::AtLeastAsFresh(token),
        None => Requirement::FullyConsistent(true),
    };
    let request = RankRequest {
        indicator: "indicators/gdp".to_owned(),
        period: "2024".to_owned(),
        consistency: Some(Consistency {
            requirement: Some(requirement),
        }),
        ..RankRequest::default()
    };
    let answer = hub.comparisons().rank(request).await;
    let ranked = answer
        .map_err(|status| Problem::from_status(&status))?
        .into_inner()
        .ranked;
    let known = |subject: &str| REPORTED.iter().find(|(name, _)| *name == subject).unwrap().0;
    Ok(ranked
        .iter()
        .map(|row| (known(&row.subject), row.value))
        .collect())
}
