//! Writes a draft as the tables of a pack.

use zhibiao_model::catalog::Names;

use super::{DraftIndicator, ENTERPRISES, Named, guess};
use crate::pack::{
    files::Files,
    forms::{DEPARTMENTS, INDICATORS, KINDS, PEER_GROUPS, SUBJECTS, ZONES},
    table::Form,
};

/// What a draft consists of.
pub(super) struct Tables<'a> {
    pub(super) id: &'a str,
    pub(super) titles: &'a [String],
    pub(super) zones: &'a [Named],
    pub(super) enterprises: &'a [Named],
    /// Id of the zone that the enterprises lie in; empty when it is not known.
    pub(super) place: &'a str,
    /// Kinds of subject other than zones, with what they are called.
    pub(super) kinds: Vec<(String, Names)>,
    pub(super) indicators: &'a [DraftIndicator],
    pub(super) department: Option<&'a Named>,
    pub(super) peer_group: Option<&'a str>,
}

impl Tables<'_> {
    pub(super) fn files(&self) -> Files {
        let mut files = Files::default();
        files.insert("pack.toml", self.manifest());
        let zones = self.zones.iter().map(|zone| {
            vec![
                ("id", zone.id.clone()),
                ("name_zh", zone.name.clone()),
                ("class", guess::class(&zone.name).to_owned()),
            ]
        });
        put(&mut files, ZONES, zones);
        let enterprises = self.enterprises.iter().map(|enterprise| {
            vec![
                ("name", format!("{ENTERPRISES}/{}", enterprise.id)),
                ("name_zh", enterprise.name.clone()),
                ("zone", self.place.to_owned()),
            ]
        });
        put(&mut files, SUBJECTS, enterprises);
        let department = self.department.iter().map(|department| {
            vec![
                ("id", department.id.clone()),
                ("name_zh", department.name.clone()),
                ("approval", "four-eyes".to_owned()),
            ]
        });
        put(&mut files, DEPARTMENTS, department);
        put(
            &mut files,
            INDICATORS,
            self.indicators.iter().map(|indicator| self.indicator(indicator)),
        );
        let kinds = self.kinds.iter().map(|(id, names)| {
            vec![
                ("id", id.clone()),
                ("name_zh", names.zh.clone()),
                ("name_en", names.en.clone()),
            ]
        });
        put(&mut files, KINDS, kinds);
        if let Some(id) = self.peer_group {
            let members: Vec<String> = self
                .zones
                .iter()
                .map(|zone| format!("zones/{}", zone.id))
                .collect();
            let row = vec![
                ("id", id.to_owned()),
                ("name_zh", format!("{}可比组", self.id)),
                ("kind", "zones".to_owned()),
                ("members", members.join("|")),
            ];
            put(&mut files, PEER_GROUPS, [row].into_iter());
        }
        files
    }

    fn indicator(&self, indicator: &DraftIndicator) -> Vec<(&'static str, String)> {
        let kinds: Vec<&str> = indicator.kinds.iter().map(String::as_str).collect();
        let dimensions = if indicator.year_to_date {
            "span=year-to-date"
        } else {
            ""
        };
        vec![
            ("code", indicator.code.clone()),
            ("name_zh", indicator.name.clone()),
            ("unit", indicator.unit.symbol().to_owned()),
            ("direction", guess::direction(&indicator.name).to_owned()),
            ("kind", guess::kind(&indicator.name, &indicator.unit).to_owned()),
            (
                "owner",
                self.department
                    .map(|department| department.id.clone())
                    .unwrap_or_default(),
            ),
            ("frequency", guess::frequency_word(indicator.frequency).to_owned()),
            ("subject_kinds", kinds.join("|")),
            ("dimensions", dimensions.to_owned()),
        ]
    }

    fn manifest(&self) -> String {
        let quote = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut text = format!(
            "[pack]\nid = {}\nversion = \"0.1.0\"\nname_zh = {}\n",
            quote(self.id),
            quote(self.id)
        );
        for (i, title) in self.titles.iter().enumerate() {
            text.push_str(&format!(
                "\n[[sources]]\nkey = \"source-{}\"\ntitle = {}\n",
                i + 1,
                quote(title)
            ));
        }
        text
    }
}

/// Writes a table with all its columns, so that what can be filled in stands there; none when there are no rows. The
/// byte order mark makes spreadsheets read it as UTF-8.
fn put(files: &mut Files, form: Form, rows: impl Iterator<Item = Vec<(&'static str, String)>>) {
    let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let mut any = false;
    // Writing to memory can't fail; a row always has as many cells as the head.
    let _ = writer.write_record(form.columns);
    for row in rows {
        any = true;
        let cell = |column: &&str| {
            row.iter()
                .find(|(head, _)| head == column)
                .map_or("", |(_, cell)| cell.as_str())
        };
        let _ = writer.write_record(form.columns.iter().map(cell));
    }
    if any && let Ok(content) = writer.into_inner() {
        files.insert(form.file, content);
    }
}
