//! A hub with a few figures, and the workbooks that it writes, opened.

use std::{collections::BTreeMap, fs, io::Read as _};

use calamine::{Data, Range, Reader as _};

use crate::start::Hub;

const PACK: [(&str, &str); 8] = [
    (
        "pack.toml",
        "[pack]\nid = \"marks\"\nversion = \"1.0.0\"\nname_en = \"Marks\"\n",
    ),
    ("kinds.csv", "id,name_zh,name_en\nthings,事物,Things\n"),
    (
        "subjects.csv",
        "name,name_zh,name_en\nthings/alpha,阿尔法,Alpha\nthings/beta,贝塔,Beta\nthings/gamma,伽马,Gamma\n",
    ),
    (
        "departments.csv",
        "id,name_zh,name_en,approval\noffice,办公室,Office,four-eyes\n",
    ),
    (
        "indicators.csv",
        "code,name_zh,name_en,unit,direction,kind,theme,owner,frequency,subject_kinds\n\
         t-x,第一项,First,万元,up,flow,all,office,annual,things\n\
         t-y,第二项,Second,万元,up,flow,all,office,annual,things\n",
    ),
    (
        "peer_groups.csv",
        "id,name_zh,name_en,kind\nthings,全部,All,things\n",
    ),
    (
        "frameworks/both.toml",
        "id = \"both\"\nnames = { zh = \"两项\", en = \"Both\" }\npeers = \"things\"\n\
         impute = { method = \"mean\" }\naggregates = [{ id = \"index\" }]\n\
         indicators = [{ code = \"t-x\", parent = \"index\" }, { code = \"t-y\", parent = \"index\" }]\n",
    ),
    (
        "frameworks/per.toml",
        "id = \"per\"\nnames = { zh = \"比值\", en = \"Per\" }\npeers = \"things\"\naggregates = [{ id = \"index\" }]\n\
         indicators = [{ code = \"t-x\", parent = \"index\", denominator = { by = \"t-y\" } }]\n",
    ),
];

/// Beta has figures of the year before only, Gamma an old one of the second.
const FIGURES: [(&str, &str); 3] = [
    ("2022", "事物,第二项（万元）\nGamma,7\n"),
    ("2023", "事物,第一项（万元）,第二项（万元）\nBeta,2,20\n"),
    (
        "2024",
        "事物,第一项（万元）,第二项（万元）\nAlpha,5,50\nGamma,3,\n",
    ),
];

pub(crate) fn hub() -> Hub {
    let hub = Hub::empty();
    let pack = hub.folder.path().join("pack");
    fs::create_dir_all(pack.join("frameworks")).unwrap();
    for (name, content) in PACK {
        fs::write(pack.join(name), content).unwrap();
    }
    hub.say(&["pack", "apply", pack.to_str().unwrap()]).ok();
    for (period, figures) in FIGURES {
        let file = hub.file(&format!("{period}.csv"), figures);
        let submit = ["report", "submit", &file, "-o", "json", "--as", "li"];
        let of = ["--department", "office", "--period", period];
        let filed = hub.say(&[&submit[..], &of].concat()).ok().json();
        let report = filed["reports"][0]["report"]["name"].as_str().unwrap();
        hub.say(&["report", "approve", report, "--as", "wang"]).ok();
    }
    hub
}

/// A workbook that a command wrote.
pub(crate) struct Book {
    path: String,
    sheets: BTreeMap<String, Range<Data>>,
}

impl Book {
    pub(crate) fn write(hub: &Hub, words: &[&str]) -> Self {
        let path = hub.folder.path().join("book.xlsx").to_str().unwrap().to_owned();
        hub.say(&[words, &["--fresh", "--workbook", &path]].concat()).ok();
        let mut workbook = calamine::open_workbook_auto(&path).unwrap();
        let names = workbook.sheet_names();
        let sheets = names.into_iter().map(|name| {
            let range = workbook.worksheet_range(&name).unwrap();
            (name, range)
        });
        Self {
            sheets: sheets.collect(),
            path,
        }
    }

    /// The rows of a sheet as text, without its head.
    pub(crate) fn rows(&self, sheet: &str) -> Vec<Vec<String>> {
        let sheets: Vec<&String> = self.sheets.keys().collect();
        let range = self
            .sheets
            .get(sheet)
            .unwrap_or_else(|| panic!("{sheet}: {sheets:?}"));
        let rows = range.rows().skip(1);
        rows.map(|row| row.iter().map(Data::to_string).collect())
            .collect()
    }

    /// Cells of a row by their heads.
    pub(crate) fn row(&self, sheet: &str, named: &str) -> BTreeMap<String, String> {
        let range = &self.sheets[sheet];
        let heads = range.rows().next().unwrap().iter().map(Data::to_string);
        let row = range
            .rows()
            .find(|row| row.iter().any(|cell| cell == named))
            .unwrap();
        heads.zip(row.iter().map(Data::to_string)).collect()
    }

    /// The style of a cell, by the place of the sheet: which of the workbook's formats it has.
    pub(crate) fn style(&self, sheet: usize, cell: &str) -> String {
        let mut zip = zip::ZipArchive::new(fs::File::open(&self.path).unwrap()).unwrap();
        let mut text = String::new();
        let name = format!("xl/worksheets/sheet{sheet}.xml");
        zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        let from = text.split(&format!("<c r=\"{cell}\"")).nth(1).unwrap();
        let tag = from.split('>').next().unwrap();
        tag.split("s=\"").nth(1).map_or(String::new(), |style| {
            style.split('"').next().unwrap_or_default().to_owned()
        })
    }

    pub(crate) fn place(&self, sheet: &str) -> usize {
        let names = calamine::open_workbook_auto(&self.path).unwrap().sheet_names();
        1 + names.iter().position(|name| name == sheet).unwrap()
    }
}
