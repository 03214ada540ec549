//! The demo: the embedded pack applied and its reports filed, over the same API and port as everybody else's.

mod prose;

use bytes::Bytes;
use ulid::Ulid;
use zhibiao_client::Hub;
use zhibiao_proto::{
    catalog::v1::{ApplyCatalogRequest, ApplyMode},
    compare::v1::{Peers, RankRequest, peers::Selector},
    observation::v1::{Consistency, consistency::Requirement},
    report::v1::{ApproveReport, Report, ReportHeader, ReportState, decide_report_request::Decision},
};
use zhibiao_runtime::caller::Caller;

use crate::{
    commands::{
        rank,
        report::{Upload, decide, upload},
    },
    exit::Exit,
    failure::{Failure, Place},
    output::{Format, Ui},
    pack::{self, Files, Pack},
    process::announce::command,
    text::Text,
    wire::state_text,
};

/// Who files the demo's reports, and who approves them: four eyes.
const REPORTER: &str = "demo-reporter";
const APPROVER: &str = "demo-approver";

/// The ranking that the demo shows.
const INDICATOR: &str = "indicators/high-tech-enterprises";
const PERIOD: &str = "2023";
const PEERS: &str = "peerGroups/national-htz";

/// Files the demo; what is there already stays as it is.
pub(super) async fn file(address: &str, ui: &Ui) -> Result<(), Failure> {
    let pack = Pack::read(Files::demo())?;
    let hub = Hub::connect(address)?.in_language(ui.language);
    let (reporter, approver) = (in_name(&hub, REPORTER)?, in_name(&hub, APPROVER)?);
    apply(&approver, &pack).await?;
    let mut token = String::new();
    let mut stuck = Vec::new();
    let mut read_from_prose = String::new();
    for (i, report) in pack.manifest.reports.iter().enumerate() {
        let filed = publish(&reporter, &approver, &pack, i, report, ui).await?;
        if !report.reviews.is_empty() {
            read_from_prose.clone_from(&filed.name);
        }
        if filed.state() == ReportState::Published {
            token.clone_from(&filed.published_token);
        } else {
            stuck.push(Place {
                at: report.file.get_ref().clone(),
                what: ui.text(state_text(filed.state())),
            });
        }
    }
    if !stuck.is_empty() {
        return Err(Failure::new(Exit::Data, "DEMO_STUCK", Text::DemoStuck).at(stuck));
    }
    tell(&hub, &pack, &read_from_prose, token, address, ui).await
}

fn in_name(hub: &Hub, name: &str) -> Result<Hub, Failure> {
    let caller = Caller::new(name).ok_or_else(|| Failure::internal("the demo's names are not valid"))?;
    Ok(hub.clone().as_user(&caller))
}

async fn apply(hub: &Hub, pack: &Pack) -> Result<(), Failure> {
    let request = ApplyCatalogRequest {
        catalog: Some(pack.catalog.clone()),
        mode: ApplyMode::Merge.into(),
        dry_run: false,
        expected_revision: None,
    };
    hub.retrying(|| {
        let (mut client, request) = (hub.catalog(), request.clone());
        async move { client.apply_catalog(request).await }
    })
    .await?;
    Ok(())
}

/// Files one report, reviews what was read from prose, and has it approved where its department asks for that.
async fn publish(
    reporter: &Hub,
    approver: &Hub,
    pack: &Pack,
    index: usize,
    report: &pack::Report,
    ui: &Ui,
) -> Result<Report, Failure> {
    let upload_of = header(pack, index, report);
    let mut filed = upload(reporter, &upload_of, ui).await?.report;
    let is_open = matches!(filed.state(), ReportState::Blocked | ReportState::Pending);
    if is_open && !report.reviews.is_empty() {
        filed = prose::review_as_said(reporter, filed, &report.reviews).await?;
    }
    if filed.state() != ReportState::Pending {
        return Ok(filed);
    }
    decide(approver, &filed, Decision::Approve(ApproveReport::default())).await
}

fn header(pack: &Pack, index: usize, report: &pack::Report) -> Upload {
    let path = report.file.get_ref();
    let content = pack.files.get(path).unwrap_or_default();
    let qualified = |text: &str, collection: &str| {
        if text.contains('/') {
            text.to_owned()
        } else {
            format!("{collection}/{text}")
        }
    };
    let source = report
        .source
        .as_ref()
        .and_then(|key| pack.manifest.source_title(key.get_ref()));
    let header = ReportHeader {
        report_id: id(index, report, content).to_string(),
        department: qualified(report.department.get_ref(), "departments"),
        zone: report
            .zone
            .as_ref()
            .map(|zone| qualified(zone.get_ref(), "zones"))
            .unwrap_or_default(),
        period: report.period.clone(),
        issued: report.issued.clone(),
        title: report.title.clone(),
        source: source.unwrap_or_default().to_owned(),
        file_name: path.rsplit('/').next().unwrap_or(path).to_owned(),
        ..ReportHeader::default()
    };
    Upload {
        header,
        content: Bytes::copy_from_slice(content),
    }
}

/// An id made of what is filed: a second start files nothing twice, and a newer pack files what is new.
fn id(index: usize, report: &pack::Report, content: &[u8]) -> Ulid {
    let mut hasher = blake3::Hasher::new();
    for part in [
        report.file.get_ref().as_bytes(),
        report.title.as_bytes(),
        report.period.as_bytes(),
        report.issued.as_bytes(),
        content,
    ] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let digest = hasher.finalize();
    let random = digest
        .as_bytes()
        .iter()
        .take(10)
        .fold(0_u128, |all, byte| all << 8 | u128::from(*byte));
    // The time of the id only orders the demo's reports.
    Ulid::from_parts(index as u64, random)
}

/// Shows a first ranking and what to try next.
async fn tell(
    hub: &Hub,
    pack: &Pack,
    read_from_prose: &str,
    token: String,
    address: &str,
    ui: &Ui,
) -> Result<(), Failure> {
    let request = RankRequest {
        indicator: INDICATOR.to_owned(),
        period: PERIOD.to_owned(),
        peers: Some(Peers {
            selector: Some(Selector::Group(PEERS.to_owned())),
        }),
        limit: 10,
        consistency: Some(Consistency {
            requirement: Some(Requirement::AtLeastAsFresh(token)),
        }),
        ..RankRequest::default()
    };
    let mut ranking = hub
        .retrying(|| {
            let (mut client, request) = (hub.comparisons(), request.clone());
            async move { client.rank(request).await }
        })
        .await?;
    if ui.format != Format::Table {
        let total = pack.manifest.reports.len();
        let done = serde_json::json!({ "demo": { "reports": total, "revision": ranking.revision } });
        return ui.line(&done.to_string());
    }
    let loaded = Text::DemoLoaded {
        zones: pack.catalog.zones.len(),
        indicators: pack.catalog.indicators.len(),
        reports: pack.manifest.reports.len(),
    };
    ui.line(&format!("{}\n", ui.text(loaded)))?;
    // The whole list of who has no figure belongs to the command, not to a greeting.
    ranking.unranked.clear();
    let mut answer = rank::answer(&ranking, ui.language)?;
    let below = &mut answer.below;
    below.extend(prose::greeting(hub, read_from_prose, ui).await?);
    below.extend([String::new(), ui.text(Text::TryNext)]);
    below.extend(NEXT.map(|words| command(words, address)));
    let id = read_from_prose.trim_start_matches("reports/");
    below.push(command(&format!("report show {id} --entries"), address));
    ui.answer(&answer)
}

/// Commands that work on the demo as they stand.
const NEXT: [&str; 6] = [
    "rank 营业收入 --period 2024 --against 2023 --peers torch-yearbook",
    "compare 苏州工业园区 西安高新区 武汉东湖高新区 -i 地区生产总值,地区生产总值增速 -p 2023",
    "series 郑州高新区 高新技术企业数",
    "indicators search 发明专利",
    "report list",
    "export -i 地区生产总值",
];
