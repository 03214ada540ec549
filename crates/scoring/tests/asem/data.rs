//! The published files, where they are at hand. The package that they come with (COINr) is under the MIT licence, but the
//! figures in them are those of the agencies that the index was made from, on terms of their own, so that no part of them
//! is kept in the repository: without them these tests say that they are skipped, and pass. `ZHIBIAO_TEST_ASEM` names the
//! folder; where it names one, it has to be there. What always runs against published numbers are the vectors of the
//! methods' papers, beside each method, and the human development index of 2020 (`services/zhibiao/tests/index.rs`).

use std::{collections::BTreeMap, env, io::Write as _, path::PathBuf, sync::Once};

use zhibiao_model::catalog::Names;
use zhibiao_scoring::{
    AggregateForm, Cell, Column, Denominator, Direction, FrameworkForm, Imputation, IndicatorForm, Table,
    Treatment, Unit,
};

/// A file: its rows as maps from the names in the header.
pub(crate) struct Sheet(pub(crate) Vec<BTreeMap<String, String>>);

/// A file of the data set; none, and said so, where the data set is absent.
pub(crate) fn sheet(name: &str) -> Option<Sheet> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/asem");
    let named = env::var_os("ZHIBIAO_TEST_ASEM").map(PathBuf::from);
    let must_be = named.is_some();
    let folder = named.unwrap_or_else(beside);
    if !folder.is_dir() {
        assert!(!must_be, "ZHIBIAO_TEST_ASEM: {} is no folder", folder.display());
        tell_skipped();
        return None;
    }
    let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
    Some(Sheet(reader.deserialize().map(|row| row.unwrap()).collect()))
}

/// Says once that nothing is held against the published tables, past what hides the output of tests that pass.
fn tell_skipped() {
    static TOLD: Once = Once::new();
    TOLD.call_once(|| {
        let said = "skipped: the published tables of the ASEM index, which need its data set; ZHIBIAO_TEST_ASEM names its \
                    folder\n";
        let _ = std::io::stderr().write_all(said.as_bytes());
    });
}

impl Sheet {
    /// Rows by the code of their unit.
    pub(crate) fn by_unit(&self, code: &str) -> BTreeMap<&str, &BTreeMap<String, String>> {
        self.0.iter().map(|row| (row[code].as_str(), row)).collect()
    }
}

/// A number; missing for `NA` and empty text.
pub(crate) fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The framework and the table of the index, in the order of the published results.
pub(crate) fn asem() -> Option<(FrameworkForm, Table)> {
    let (meta, data, raw) = (
        sheet("ASEM_iMeta.csv")?,
        sheet("ASEM_iData.csv")?,
        sheet("ASEM_COIN.Data.Raw.csv")?,
    );
    Some((form(&meta), table(&meta, &data, &raw)))
}

/// The same from the published denominated figures on: their denominators were rounded otherwise than those that were
/// published, which shows from the tenth digit on.
pub(crate) fn denominated() -> Option<(FrameworkForm, Table)> {
    let (meta, data) = (sheet("ASEM_iMeta.csv")?, sheet("ASEM_iData.csv")?);
    let mut form = form(&meta);
    for indicator in &mut form.indicators {
        indicator.denominator = None;
    }
    Some((
        form,
        table(&meta, &data, &sheet("ASEM_COIN.Data.Denominated.csv")?),
    ))
}

fn form(meta: &Sheet) -> FrameworkForm {
    let mut form =
        toml::from_str::<FrameworkForm>("id = \"asem\"\naggregates = []\nindicators = []").unwrap();
    form.impute = Imputation::GroupMean {
        by: "EurAsia".to_owned(),
    };
    form.treat = Treatment::Winsorise {
        max_points: 5,
        skew: 2.0,
        kurtosis: 3.5,
        otherwise: zhibiao_scoring::Otherwise::Log,
    };
    let given = |text: &str| (text != "NA" && !text.is_empty()).then(|| text.to_owned());
    for row in &meta.0 {
        match row["Type"].as_str() {
            "Indicator" => form.indicators.push(IndicatorForm {
                code: row["iCode"].clone(),
                parent: row["Parent"].clone(),
                weight: number(&row["Weight"]).unwrap(),
                number: String::new(),
                weight_source: String::new(),
                direction: row["Direction"].starts_with('-').then_some(Direction::Down),
                denominator: given(&row["Denominator"]).map(|by| Denominator { by, scale: 1.0 }),
                impute: None,
                treat: None,
                normalise: None,
            }),
            "Aggregate" => form.aggregates.push(AggregateForm {
                id: row["iCode"].clone(),
                names: Names::default(),
                number: String::new(),
                parent: given(&row["Parent"]),
                weight: number(&row["Weight"]).unwrap(),
                weight_source: String::new(),
                weighting: None,
                aggregation: None,
                min_available: None,
            }),
            _ => {}
        }
    }
    form
}

fn table(meta: &Sheet, data: &Sheet, raw: &Sheet) -> Table {
    let units = raw.0.iter().map(|row| Unit {
        code: row["UnitCode"].clone(),
        groups: [("EurAsia".to_owned(), row["Group_EurAsia"].clone())].into(),
    });
    let sizes = data.by_unit("uCode");
    let columns = meta.0.iter().filter_map(|row| {
        let code = row["iCode"].as_str();
        // The published chain starts from its own rounding of the indicators; denominators stand in the other file.
        let cell = |unit: &BTreeMap<String, String>| match row["Type"].as_str() {
            "Indicator" => Cell::plain(number(&unit[code])),
            _ => Cell::plain(number(&sizes[unit["UnitCode"].as_str()][code])),
        };
        matches!(row["Type"].as_str(), "Indicator" | "Denominator").then(|| Column {
            code: code.to_owned(),
            cells: raw.0.iter().map(cell).collect(),
            past: Vec::new(),
        })
    });
    Table::new(units.collect(), 2018.5, columns.collect()).unwrap()
}
