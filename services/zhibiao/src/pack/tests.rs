use super::*;

fn read(files: &[(&str, &str)]) -> Result<Pack, Vec<String>> {
    let mut all = Files::default();
    for (path, content) in files {
        all.insert(path, *content);
    }
    Pack::read(all).map_err(|InvalidPack(faults)| faults.iter().map(ToString::to_string).collect())
}

const MANIFEST: (&str, &str) = ("pack.toml", "[pack]\nid = \"t\"\nversion = \"1\"\n");

#[test]
fn the_demo_pack_fits() {
    let pack = Pack::read(Files::demo()).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let counts: std::collections::BTreeMap<_, _> = pack.counts().into();
    assert!(counts["indicators"] >= 120, "{counts:?}");
    assert!(counts["zones"] >= 50, "{counts:?}");
    let [framework] = pack.catalog.frameworks.as_slice() else {
        panic!("one framework: {counts:?}")
    };
    assert_eq!(
        (framework.name.as_str(), framework.indicators.len()),
        ("frameworks/htz-2021", 46)
    );
    assert!(
        framework.source.contains("106"),
        "the title of the source: {}",
        framework.source
    );
    assert_eq!(pack.manifest.reports.len(), 8);
    let revenue = pack
        .catalog
        .indicators
        .iter()
        .find(|i| i.name == "indicators/revenue")
        .unwrap();
    assert_eq!(revenue.unit, "亿元");
    assert_eq!(revenue.owner, "departments/statistics");
    let growth = pack
        .catalog
        .indicators
        .iter()
        .find(|i| i.name == "indicators/rd-fte-share")
        .unwrap();
    assert_eq!(growth.attributes["weight"], "1.2");
}

#[test]
fn tables_may_be_left_out() {
    let pack = read(&[MANIFEST, ("zones.csv", "id,name_zh\nyi,一区\n")]).unwrap();
    assert_eq!(pack.catalog.zones.len(), 1);
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    let faults = read(&[
        ("pack.toml", "[pack]\nid = \"t\"\nversion = \"1\"\n\n[[reports]]\nfile = \"reports/none.csv\"\ndepartment = \"x\"\nsource = \"y\"\n"),
        ("zone.csv", "id\n"),
        ("zones.csv", "id,name_zh,parent,valid_to,nmae_en\nyi,一区,,,\nYi,二区,,,\nsan,三区,si,,\nyi,又一区,,,\nwu,五区,,2023-13-01,\n"),
        (
            "indicators.csv",
            "code,name_zh,unit,kind,frequency,formula,min\nincome,收入,亿元,flow,annual,,\nmargin,利润率,%,ratio,annual,{profit} / {income},\n\
             bad,坏,光年每斤,flow,annual,,\ntwice,收入,家,stock,,,x\nrate,率,%,ratio,annual,{bad} / {income},\n",
        ),
        ("frameworks/f.toml", "id = \"f\"\nsource = \"z\"\ndecimals = 99\n[[aggregates]]\nid = \"a\"\n[[indicators]]\ncode = \"no\"\nparent = \"a\"\nweight = -1\n[[indicators]]\nparent = \"b\"\ncode = \"income\"\n"),
        ("frameworks/g.toml", "id = \"g\"\ndimensions = 5\n"),
    ])
    .unwrap_err();
    for (place, word) in [
        ("pack.toml:6 [file]", "reports/none.csv"),
        ("pack.toml:7 [department]", "departments.csv"),
        ("pack.toml:8 [source]", "`y`"),
        ("zone.csv", "`zones.csv`"),
        ("zones.csv:1 [nmae_en]", "`name_en`"),
        ("zones.csv:3 [", "Yi"),
        ("zones.csv:4 [parent]", "zones/si"),
        ("zones.csv:5", "row 2"),
        ("zones.csv:6 [valid_to]", "2023-13-01"),
        ("indicators.csv:3 [formula]", "profit"),
        ("indicators.csv:4 [unit]", "光年"),
        ("indicators.csv:5 [frequency]", "annual"),
        ("indicators.csv:5 [min]", "`x`"),
        ("frameworks/f.toml:2 [source]", "`z`"),
        ("frameworks/f.toml:3 [decimals]", "99"),
        ("frameworks/f.toml:7 [indicators]", "no"),
        ("frameworks/f.toml:7 [weight]", "-1"),
        ("frameworks/f.toml:12 [parent]", "`b`"),
        ("frameworks/g.toml:2", "dimensions"),
    ] {
        assert!(
            faults.iter().any(|f| f.starts_with(place) && f.contains(word)),
            "{place} {word}:\n{faults:#?}"
        );
    }
    assert!(
        !faults.iter().any(|f| f.starts_with("indicators.csv:6")),
        "what follows from a row that can't be read is not told: {faults:#?}"
    );
}

#[test]
fn a_missing_or_broken_manifest_has_its_row() {
    assert!(
        read(&[])
            .unwrap_err()
            .iter()
            .any(|f| f.starts_with("pack.toml: is missing"))
    );
    let faults = read(&[("pack.toml", "[pack]\nid = \"t\"\nversion = \"1\"\ncolour = 1\n")]).unwrap_err();
    assert!(
        faults
            .iter()
            .any(|f| f.starts_with("pack.toml:4") && f.contains("colour")),
        "{faults:#?}"
    );
}

#[test]
fn reviews_quote_a_file_as_the_hub_reads_it() {
    let faults = |content: &[u8]| {
        let mut files = Files::default();
        let reviews = "[[reports]]\nfile = \"reports/a.txt\"\ndepartment = \"d\"\n\
                       [[reports.reviews]]\nsays = \"企业30家\"\n[[reports.reviews]]\nsays = \"学校12所\"\n";
        files.insert("pack.toml", [MANIFEST.1, reviews].concat());
        files.insert("departments.csv", "id,name_zh\nd,统计局\n");
        files.insert("reports/a.txt", content);
        let InvalidPack(faults) = Pack::read(files).unwrap_err();
        faults.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let text = "甲高新区有企业30家。";
    for content in [text.as_bytes(), &encoding_rs::GB18030.encode(text).0] {
        let faults = faults(content);
        assert_eq!(faults.len(), 1, "{faults:#?}");
        assert!(faults[0].contains("`学校12所`"), "{faults:#?}");
    }
    let faults = faults(b"%PDF-1.7");
    assert!(
        faults.len() == 1 && faults[0].contains("a PDF document"),
        "{faults:#?}"
    );
}

#[test]
fn the_last_day_is_inclusive_in_a_table() {
    let pack = read(&[
        MANIFEST,
        (
            "zones.csv",
            "id,name_zh,valid_from,valid_to\nyi,一区,2010-01-01,2023-12-31\n",
        ),
    ])
    .unwrap();
    let validity = pack.catalog.zones[0].validity.clone().unwrap();
    assert_eq!(
        (validity.from.as_str(), validity.until.as_str()),
        ("2010-01-01", "2024-01-01")
    );
}

#[test]
fn the_human_development_pack_fits() {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/packs/human-development");
    let files = Files::of_folder(&folder).unwrap();
    let pack = Pack::read(files).unwrap_or_else(|faults| panic!("{faults:#?}"));
    assert_eq!(pack.catalog.frameworks[0].name, "frameworks/hdi");
    assert_eq!(pack.catalog.subjects.len(), 18);
}

/// Less is better of the indicator, and the framework takes it as it is: what would score the worst highest is refused here
/// as the hub does.
#[test]
fn a_framework_is_checked_with_the_directions_of_the_pack_s_indicators() {
    let framework = "id = \"f\"\nnames = { zh = \"能耗\" }\nnormalise = { method = \"as_is\" }\naggregates = [{ id = \"index\" }]\n\
                     indicators = [{ code = \"energy\", parent = \"index\" }]\n";
    let read = |direction: &str| {
        let indicators = format!(
            "code,name_zh,unit,kind,frequency,direction\nenergy,能耗,吨标准煤,flow,annual,{direction}\n"
        );
        read(&[
            MANIFEST,
            ("indicators.csv", &indicators),
            ("frameworks/f.toml", framework),
        ])
    };
    read("up").unwrap();
    let faults = read("down").unwrap_err();
    assert!(faults[0].starts_with("frameworks/f.toml:4"), "{faults:#?}");
}

#[test]
fn a_file_that_is_no_table_is_likened_to_one_only_where_it_is_like_one() {
    let faults = |file| read(&[MANIFEST, (file, "id\n")]).unwrap_err().join("\n");
    let slip = faults("zone.csv");
    assert!(slip.contains("did you mean `zones.csv`"), "{slip}");
    let report = faults("r.csv");
    assert!(
        !report.contains("did you mean") && report.contains("a report goes into the folder `reports`"),
        "{report}"
    );
}

#[test]
fn trees_in_gb18030_are_read() {
    let text = "[pack]\nid = \"t\"\nversion = \"1\"\nname_zh = \"开发区\"\n";
    let mut files = Files::default();
    files.insert("pack.toml", encoding_rs::GB18030.encode(text).0.into_owned());
    assert_eq!(Pack::read(files).unwrap().manifest.pack.name_zh, "开发区");
}

/// A misspelt method hides no name that leads nowhere; what stands in for a missing id is nobody's fault.
#[test]
fn names_in_a_framework_that_cannot_be_read_are_looked_up() {
    let indicators = "code,name_zh,unit,kind,frequency,direction\nincome,收入,亿元,flow,annual,up\n";
    let body = "normalise = { method = \"min_mx\" }\npeers = \"nobody\"\nnames = { zh = \"收入\" }\n\
                aggregates = [{ id = \"index\" }]\nindicators = [\n\
                { code = \"incme\", parent = \"index\" },\n{ code = \"income\", parent = \"index\" },\n]\n";
    let other = body.replace("收入", "另一").replace("incme", "outcome");
    let faults = read(&[
        MANIFEST,
        ("indicators.csv", indicators),
        ("frameworks/a.toml", &format!("id = \"a\"\n{body}")),
        ("frameworks/b.toml", &other),
        ("frameworks/c.toml", &other.replace("另一", "又一")),
    ])
    .unwrap_err();
    let mut wanted = Vec::new();
    for (file, row, code) in [("a", 2, "incme"), ("b", 1, "outcome"), ("c", 1, "outcome")] {
        let file = format!("frameworks/{file}.toml");
        wanted.push((format!("{file}:{row}: "), "`min_mx` is not known here"));
        wanted.push((
            format!("{file}:{} [peers]", row + 1),
            "`peerGroups/nobody` is not in the catalogue",
        ));
        let what = if code == "incme" {
            "`incme` is no indicator"
        } else {
            "`outcome` is no indicator"
        };
        wanted.push((format!("{file}:{} [indicators]", row + 5), what));
        if row == 1 {
            wanted.push((format!("{file}:1: "), "the key `id` is missing"));
        }
    }
    for (place, what) in &wanted {
        let told = faults
            .iter()
            .any(|fault| fault.starts_with(place) && fault.contains(what));
        assert!(told, "{place} {what}:\n{faults:#?}");
    }
    assert_eq!(faults.len(), wanted.len(), "nothing else: {faults:#?}");
}
