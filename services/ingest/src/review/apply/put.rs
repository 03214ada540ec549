//! Putting what a correction says in the place of what was read.

use zhibiao_extract::Measure;
use zhibiao_model::status::Status;

use super::{Correction, One, Verdict};
use crate::content::{Row, TextId, Texts};

impl One<'_> {
    pub(super) fn put(&mut self, at: usize, correction: Correction) {
        let Correction {
            value,
            unit,
            qualifier,
            indicator,
            subject,
            period,
            status,
        } = correction;
        let mut row = self.content.rows[at];
        if let Some(code) = &indicator {
            row.indicator = renamed(
                &mut self.content.indicators,
                row.indicator,
                &code.to_string(),
                &row,
            );
        }
        if let Some(name) = &subject {
            row.subject = renamed(&mut self.content.subjects, row.subject, name.as_str(), &row);
        }
        if let Some(period) = &period {
            row.period = self.content.periods.intern(period, row.place);
        }
        if let Some(unit) = &unit {
            row.unit = self.content.units.intern(unit.symbol(), row.place);
        }
        row.qualifier = qualifier.unwrap_or(row.qualifier);
        let Some(passage) = self.passage(at) else {
            return;
        };
        passage.value = value.unwrap_or(passage.value);
        passage.verdict = Verdict::Corrected;
        // Whoever names the indicator says that the number is a value of it, not that what is planned has come true.
        let is_plan = matches!(passage.other_measure, Some(Measure::Target | Measure::Forecast));
        if indicator.is_some() {
            passage.other_measure = None;
            row.status = if is_plan { Status::Forecast } else { row.status };
        }
        row.status = status.unwrap_or(row.status);
        row.value = passage.value;
        row.blocked = passage.other_measure.is_some();
        self.content.rows[at] = row;
    }
}

/// The same text with another meaning; where nothing was written, the name itself.
fn renamed(texts: &mut Texts, text: TextId, meaning: &str, row: &Row) -> TextId {
    let written = match texts.text(text) {
        "" => meaning.to_owned(),
        written => written.to_owned(),
    };
    texts.intern_as(&written, meaning, row.place)
}
