//! The reports of the pack of high-tech zones, against its catalogue: real shapes of real offices.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use serde::Deserialize;
use zhibiao_ingest::Limits;
use zhibiao_model::{
    catalog::{Approval, Direction, Indicator, IndicatorKind, Names, Placement, Range, Validity},
    ids::{DepartmentId, IndicatorCode, KindId, ZoneId},
    period::Frequency,
};
use zhibiao_proto::report::v1::{ReportHeader, ReportState, Severity, decide_report_request::Decision};
use zhibiao_testkit::catalog::Small;

use crate::hub::TestHub;

#[derive(Deserialize)]
struct Manifest {
    sources: Vec<Source>,
    reports: Vec<Entry>,
}

#[derive(Deserialize)]
struct Source {
    key: String,
    title: String,
}

#[derive(Deserialize)]
struct Entry {
    file: String,
    department: String,
    #[serde(default)]
    zone: String,
    #[serde(default)]
    period: String,
    #[serde(default)]
    issued: String,
    source: String,
    title: String,
}

type Record = BTreeMap<String, String>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/packs/high-tech-zones")
}

fn table(name: &str) -> Vec<Record> {
    let mut reader = csv::Reader::from_path(folder().join(name)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn list(text: &str) -> BTreeSet<String> {
    text.split('|')
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect()
}

fn names(record: &Record) -> Names {
    Names {
        zh: record["name_zh"].clone(),
        en: record["name_en"].clone(),
        aliases: record.get("aliases").map(|text| list(text)).unwrap_or_default(),
    }
}

fn validity(record: &Record) -> Validity {
    Validity {
        from: record["valid_from"].parse().ok(),
        until: record["valid_to"].parse().ok(),
    }
}

fn change_indicator(indicator: &mut Indicator, record: &Record) {
    indicator.names = names(record);
    indicator.direction = match record["direction"].as_str() {
        "up" => Direction::Up,
        "down" => Direction::Down,
        _ => Direction::None,
    };
    indicator.kind = match record["kind"].as_str() {
        "stock" => IndicatorKind::Stock,
        "flow" => IndicatorKind::Flow,
        "ratio" => IndicatorKind::Ratio,
        "index" => IndicatorKind::Index,
        other => panic!("{other}"),
    };
    indicator.owner = DepartmentId::new(&record["owner"]).ok();
    indicator.frequency = Frequency::ALL
        .into_iter()
        .find(|f| f.to_string() == record["frequency"])
        .unwrap();
    indicator.range = Range {
        min: record["min"].parse().ok(),
        max: record["max"].parse().ok(),
    };
    let kinds = list(&record["subject_kinds"]);
    if !kinds.is_empty() {
        indicator.subject_kinds = kinds.iter().map(|kind| KindId::new(kind).unwrap()).collect();
    }
    indicator.formula = (!record["formula"].is_empty()).then(|| record["formula"].parse().unwrap());
    indicator.parent = IndicatorCode::new(&record["parent"]).ok();
    let dimensions = list(&record["dimensions"]);
    indicator.dimensions = dimensions
        .iter()
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
}

fn catalog() -> Small {
    let mut small = Small::default();
    for record in table("zones.csv") {
        small = small.zone_with(&record["id"], "", |zone| {
            zone.names = names(&record);
            zone.class = record["class"].clone();
            zone.level = record["level"].clone();
            zone.parent = ZoneId::new(&record["parent"]).ok();
            zone.validity = validity(&record);
        });
    }
    for record in table("subjects.csv") {
        small = small.subject_with(&record["name"], "", |subject| {
            subject.names = names(&record);
            subject.placements = [Placement {
                validity: validity(&record),
                zone: record["zone"].parse().unwrap(),
            }]
            .into();
        });
    }
    for record in table("departments.csv") {
        small = small.department_with(&record["id"], "", |department| {
            department.names = names(&record);
            if record["approval"] == "four-eyes" {
                department.approval = Approval::FourEyes;
            }
        });
    }
    for record in table("indicators.csv") {
        small = small.indicator_with(&record["code"], &record["unit"], |indicator| {
            change_indicator(indicator, &record)
        });
    }
    small
}

#[tokio::test]
async fn every_report_of_the_pack_is_read_without_an_error() {
    let manifest: Manifest =
        toml::from_str(&std::fs::read_to_string(folder().join("pack.toml")).unwrap()).unwrap();
    let hub = TestHub::with(catalog().message(), Limits::default()).await;
    let mut values = BTreeMap::new();
    for entry in &manifest.reports {
        let source = manifest
            .sources
            .iter()
            .find(|source| source.key == entry.source)
            .unwrap();
        let header = ReportHeader {
            department: format!("departments/{}", entry.department),
            zone: entry.zone.clone(),
            period: entry.period.clone(),
            issued: entry.issued.clone(),
            title: entry.title.clone(),
            source: source.title.clone(),
            file_name: entry.file.clone(),
            ..ReportHeader::default()
        };
        let file = std::fs::read(folder().join(&entry.file)).unwrap();
        let uploaded = hub.upload(header, &file).await.unwrap();
        if entry.file.ends_with(".txt") {
            // What is read from prose is reviewed before it is published, which the demo does.
            values.insert(entry.file.as_str(), uploaded.report.unwrap().entries);
            continue;
        }
        let grave: Vec<_> = uploaded
            .findings
            .iter()
            .filter(|finding| finding.severity() >= Severity::Warning)
            .map(|finding| format!("{} {:?} {}", finding.code, finding.position, finding.message))
            .collect();
        assert!(grave.is_empty(), "{}: {grave:#?}", entry.file);
        let mut report = uploaded.report.unwrap();
        if report.state() == ReportState::Pending {
            report = hub
                .decide("wang", &report, Decision::Approve(Default::default()))
                .await
                .unwrap();
        }
        assert_eq!(report.state(), ReportState::Published, "{}", entry.file);
        values.insert(entry.file.as_str(), report.entries);
    }
    // As many figures as the pack's description counts.
    let counted: Vec<_> = values.into_iter().collect();
    assert_eq!(
        counted,
        [
            ("reports/article-2024-04.txt", 46),
            ("reports/chengdu-2022.csv", 4),
            ("reports/suzhou-industrial-park-2023.csv", 6),
            ("reports/torch-yearbook-2023.csv", 15),
            ("reports/torch-yearbook-2024.csv", 12),
            ("reports/wuhan-2023.csv", 2),
            ("reports/xian-2023.csv", 2),
            ("reports/zhengzhou-2024-h1.csv", 2),
        ]
    );
    let revenue = hub
        .value("zones/zhongguancun", "indicators/revenue", "2023")
        .await;
    assert_eq!(revenue, Some(91_772.495_74));
    let whole = hub
        .value(
            "zones/national-htz-total",
            "indicators/surveyed-enterprises",
            "2023",
        )
        .await;
    assert_eq!(whole, Some(223_573.0));
}
