use super::{subjects::OWN_ZONE, *};
use crate::pack::Pack;

fn draft_of(text: &str, known: Option<&Catalog>) -> (Drafted, Pack) {
    let sources = [("reports/我的报表.csv".to_owned(), text.as_bytes().to_vec())];
    let given = Given {
        id: "mine",
        department: "",
        zone: "",
        known,
    };
    let drafted = draft(&sources, given).unwrap();
    let pack = Pack::read(drafted.files.clone()).unwrap_or_else(|faults| panic!("{faults:#?}"));
    (drafted, pack)
}

#[test]
fn a_wide_table_becomes_a_pack_that_fits() {
    let (drafted, pack) = draft_of(
        "2023年主要指标,,,\n园区,营业收入（亿元）,研发投入强度（%）,企业数（家）\n甲高新区,120.5,3.2,40\n乙经开区,80,2.1,…\n合计,200.5,,40\n",
        None,
    );
    assert_eq!((drafted.zones, drafted.subjects), (2, 0), "the total is no zone");
    let names: Vec<&str> = drafted
        .indicators
        .iter()
        .map(|indicator| indicator.name.as_str())
        .collect();
    assert_eq!(names, ["营业收入", "研发投入强度", "企业数"]);
    let units: Vec<&str> = drafted
        .indicators
        .iter()
        .map(|indicator| indicator.unit.symbol())
        .collect();
    assert_eq!(units, ["亿元", "%", "家"]);
    assert!(
        drafted
            .indicators
            .iter()
            .all(|indicator| indicator.frequency == Frequency::Annual)
    );
    assert_eq!(drafted.indicators[0].code, "ying-ye-shou-ru");
    assert!(drafted.notes.is_empty(), "{:?}", drafted.notes);
    assert_eq!(drafted.peer_group.as_deref(), Some("mine-peers"));
    assert_eq!(pack.catalog.zones[0].class, "htz");
    assert_eq!(pack.catalog.departments.len(), 1);
    assert_eq!(pack.manifest.sources[0].title, "我的报表");
}

#[test]
fn months_and_sums_since_new_year_are_told_apart() {
    let (drafted, _) = draft_of(
        "园区,指标,时期,数值,单位\n甲,税收,2023年1-9月,5,亿元\n甲,税收,2023年1-6月,3,亿元\n甲,用电量,2023年9月,7,万千瓦时\n",
        None,
    );
    let of = |name: &str| {
        drafted
            .indicators
            .iter()
            .find(|indicator| indicator.name == name)
            .unwrap()
    };
    assert!(of("税收").year_to_date);
    assert_eq!(of("税收").frequency, Frequency::Monthly);
    assert!(!of("用电量").year_to_date);
    assert_eq!(of("用电量").frequency, Frequency::Monthly);
}

#[test]
fn what_the_hub_has_is_not_drafted_again() {
    let demo = Pack::read(Files::demo()).unwrap();
    let (drafted, pack) = draft_of(
        "园区,营业收入（亿元）,夜间灯光指数\n肇庆高新区,1,2\n丙新区,3,4\n",
        Some(&demo.checked),
    );
    assert_eq!(drafted.known, 2);
    assert_eq!(drafted.zones, 1);
    assert_eq!(pack.catalog.indicators.len(), 1);
    assert!(drafted.needs_period);
    assert_eq!(drafted.notes, [Note::NoUnit("夜间灯光指数".into())]);
}

#[test]
fn what_can_t_be_told_is_noted() {
    let (drafted, _) = draft_of(
        "园区,指标,时期,数值,单位\n甲,产值,2023年,5,亿元\n甲,产值,2023年9月,1,亿元\n甲,产值,去年,1,亿元\n甲,产值,2022年,1,人\n",
        None,
    );
    assert!(
        drafted.notes.contains(&Note::OtherFrequency {
            indicator: "产值".into(),
            values: 1
        }),
        "{:?}",
        drafted.notes
    );
    assert!(
        drafted.notes.contains(&Note::OddUnit {
            indicator: "产值".into(),
            unit: "人".into()
        }),
        "{:?}",
        drafted.notes
    );
    assert!(
        drafted.notes.contains(&Note::NoPeriod("去年".into())),
        "{:?}",
        drafted.notes
    );
}

/// A workbook with indicators down and quarters across, and the unit in a corner.
fn quarters(sheet_name: &str) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name).unwrap();
    sheet.write(0, 2, "单位：万元").unwrap();
    for (column, head) in (0..).zip(["指标", "2023年一季度", "2023年二季度"]) {
        sheet.write(1, column, head).unwrap();
    }
    for (row, name) in (2..).zip(["订单金额", "展会支出"]) {
        sheet.write(row, 0, name).unwrap();
        sheet.write(row, 1, 12.5).unwrap();
        sheet.write(row, 2, 13.5).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_named_after_a_time_or_form_is_nobody() {
    for sheet in ["季度", "年度", "汇总表", "Sheet1"] {
        let sources = [("mine.xlsx".to_owned(), quarters(sheet))];
        let given = Given {
            id: "mine",
            department: "",
            zone: "",
            known: None,
        };
        let drafted = draft(&sources, given).unwrap();
        assert!(drafted.notes.contains(&Note::NoSubject), "{sheet}: {drafted:#?}");
        assert_eq!(drafted.zone.as_deref(), Some(OWN_ZONE), "{sheet}");
        assert_eq!(drafted.zones, 1, "{sheet}: only the one to be renamed");
        let units: Vec<&str> = drafted
            .indicators
            .iter()
            .map(|indicator| indicator.unit.symbol())
            .collect();
        assert_eq!(units, ["万元", "万元"], "{sheet}");
    }
}

#[test]
fn an_indicator_of_zones_is_not_taken_for_one_of_enterprises() {
    let demo = Pack::read(Files::demo()).unwrap();
    let (drafted, pack) = draft_of(
        "企业,营业收入（亿元）\n甲科技有限公司,1\n乙装备有限公司,3\n",
        Some(&demo.checked),
    );
    assert_eq!(
        drafted.notes[..1],
        [Note::KnownOfOtherKind {
            indicator: "营业收入".into(),
            drafted: "营业收入（企业）".into()
        }]
    );
    let names = pack.catalog.indicators[0].names.as_ref().unwrap();
    assert_eq!(names.zh, "营业收入（企业）");
    assert_eq!(pack.catalog.indicators[0].subject_kinds.len(), 1);
    assert!(
        drafted.notes.contains(&Note::Placed(OWN_ZONE.into())),
        "{:?}",
        drafted.notes
    );
    assert_eq!((drafted.known_indicators, drafted.zone), (0, None));
}

#[test]
fn enterprises_lie_in_the_zone_that_is_named() {
    let demo = Pack::read(Files::demo()).unwrap();
    let text = "企业,订单金额（亿元）\n甲科技有限公司,1\n";
    for (zone, id, zones) in [
        ("肇庆高新区", "zhaoqing-htz", 0),
        ("东港园区", "dong-gang-yuan-qu", 1),
    ] {
        let sources = [("a.csv".to_owned(), text.as_bytes().to_vec())];
        let given = Given {
            id: "mine",
            department: "",
            zone,
            known: Some(&demo.checked),
        };
        let drafted = draft(&sources, given).unwrap();
        let subjects = String::from_utf8_lossy(drafted.files.get("subjects.csv").unwrap()).into_owned();
        assert!(subjects.contains(id), "{subjects}");
        assert_eq!(drafted.zones, zones);
        assert!(drafted.notes.is_empty(), "{:?}", drafted.notes);
    }
}
