//! Paired runs and the table of their ratios.

use std::fmt;

/// What a bar asks of a ratio.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bar {
    /// Our speed is at least this share of the floor's.
    AtLeast(f64),
    /// Our time, or size, is at most this many times the floor's.
    AtMost(f64),
    /// Our figure itself is at most this, whatever the floor's.
    Within(f64),
    /// Nothing: it is told to be known.
    Told,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Row {
    /// Name of the row.
    pub(crate) name: &'static str,
    /// What is compared.
    pub(crate) what: &'static str,
    /// Unit of the figures.
    pub(crate) unit: &'static str,
    /// Our figure and the floor's, run by run.
    pub(crate) pairs: Vec<(f64, f64)>,
    /// What is asked of ours over the floor's.
    pub(crate) bar: Bar,
}

#[derive(Debug, Default)]
pub(crate) struct Table(Vec<Row>);

impl Table {
    pub(crate) fn add(&mut self, rows: Vec<Row>) {
        self.0.extend(rows);
    }
}

impl Row {
    fn ratios(&self) -> Vec<f64> {
        sorted(self.pairs.iter().map(|(ours, floor)| ours / floor))
    }

    fn cells(&self) -> [String; 7] {
        let ratios = self.ratios();
        let ratio = median(&ratios);
        let ours = median(&sorted(self.pairs.iter().map(|p| p.0)));
        let (bar, met) = match self.bar {
            Bar::AtLeast(least) => (format!("≥ {least:.2}"), Some(ratio >= least)),
            Bar::AtMost(most) => (format!("≤ {most:.2}"), Some(ratio <= most)),
            Bar::Within(most) => (format!("≤ {most:.0} {}", self.unit), Some(ours <= most)),
            Bar::Told => (String::new(), None),
        };
        let spread = match ratios.as_slice() {
            [] => String::new(),
            [one] => format!("{one:.2}"),
            [least, .., most] => format!("{least:.2}–{most:.2}"),
        };
        [
            self.name.to_owned(),
            self.what.to_owned(),
            figure(ours, self.unit),
            figure(median(&sorted(self.pairs.iter().map(|p| p.1))), self.unit),
            format!("{ratio:.2} ({spread})"),
            bar,
            met.map_or("", |met| if met { "met" } else { "MISSED" })
                .to_owned(),
        ]
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = comfy_table::Table::new();
        table.load_style(comfy_table::presets::UTF8_BORDERS_ONLY);
        table.set_header(["row", "what", "ours", "floor", "ratio (spread)", "bar", ""]);
        for row in &self.0 {
            table.add_row(row.cells());
        }
        table.fmt(f)
    }
}

/// The value below which 99 of 100 lie.
pub(crate) fn p99(values: Vec<f64>) -> f64 {
    let values = sorted(values.into_iter());
    let at = (values.len() * 99).div_ceil(100).saturating_sub(1);
    values.get(at).copied().unwrap_or(f64::NAN)
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match (sorted.get(middle.wrapping_sub(1)), sorted.get(middle)) {
        (Some(a), Some(b)) if sorted.len().is_multiple_of(2) => f64::midpoint(*a, *b),
        (_, Some(b)) => *b,
        (_, None) => f64::NAN,
    }
}

fn figure(value: f64, unit: &str) -> String {
    if value >= 1000.0 {
        format!("{value:.0} {unit}")
    } else {
        format!("{value:.3} {unit}")
    }
}
