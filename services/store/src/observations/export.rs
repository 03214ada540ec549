//! ExportObservations: every stored value at one revision, column by column.
//!
//! Each part is read in a snapshot of its own as of the same revision, so that a slow reader holds nothing up.

use std::{collections::HashSet, sync::Arc};

use zhibiao_model::{
    catalog::Indicator,
    ids::{IndicatorCode, KindId, SubjectName},
    revision::Revision,
};
use zhibiao_proto::{
    convert::{Faults, consistency::ReadAt},
    observation::v1::{
        ExportFormat, ExportObservationsRequest, ExportObservationsResponse,
        export_observations_response::Part,
    },
};
use zhibiao_runtime::{
    access::{self, Demand, Permit},
    error::Problem,
    outlet::{End, Outlet, Sent, outlet, stopping},
};

use super::{columns::read_list, range::Range, rows::RowWriter, sdmx};
use crate::{
    core::{self, Core},
    cube::{Cells, ColumnKey, Detail},
    gate,
};

/// The parts of an export, as they become ready.
pub(super) type Parts = Sent<ExportObservationsResponse>;

/// Parts that wait for the reader.
const BUFFER: usize = 2;

/// Indicators whose periods are read at a time.
const INDICATORS: usize = 64;

/// Fewest columns read at a time.
const FEWEST: usize = 16;

/// Most columns read at a time.
const MOST: usize = 256;

/// Rows that one read is to give: what a part takes, a few times over.
const READ_ROWS: usize = 4 * PART_ROWS;

/// Rows after which a part is sent.
const PART_ROWS: usize = 20_000;

/// Bytes of text after which a part is sent.
const PART_BYTES: usize = 1 << 20;

/// How many columns are read at a time. Columns hold anything from one row to all subjects: short ones are read many at
/// a time, long ones few, so that neither round trips nor memory grow with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pace(usize);

impl Pace {
    /// The next pace, once so many columns gave so many rows.
    fn after(self, columns: usize, rows: usize) -> Self {
        let fitting = READ_ROWS.saturating_mul(columns) / rows.max(1);
        // Long columns may follow short ones: it grows by degrees and falls at once.
        Self(fitting.min(self.0 * 2).clamp(FEWEST, MOST))
    }
}

struct Export {
    core: Arc<Core>,
    indicators: Vec<Arc<Indicator>>,
    subjects: HashSet<SubjectName>,
    kind: Option<KindId>,
    range: Range,
    detail: Detail,
    revision: Revision,
}

pub(super) async fn start(
    core: &Arc<Core>,
    permit: &Permit,
    request: ExportObservationsRequest,
) -> Result<Parts, Problem> {
    let ExportObservationsRequest {
        indicators,
        subjects,
        kind,
        from,
        to,
        consistency,
        as_of,
        format,
        include_provenance,
    } = request;
    let mut faults = Faults::default();
    let codes: Vec<IndicatorCode> = read_list(&mut faults, "indicators", &indicators);
    let subjects: HashSet<SubjectName> = read_list(&mut faults, "subjects", &subjects)
        .into_iter()
        .collect();
    let kind = if kind.is_empty() {
        Ok(None)
    } else {
        KindId::new(&kind).map(Some)
    };
    let kind = faults.take(|| "kind".into(), kind).flatten();
    let range = Range::read(&mut faults, &from, &to);
    let at = faults
        .nested(String::new, ReadAt::read(consistency, as_of))
        .unwrap_or_default();
    let format = faults.take(
        || "format".into(),
        ExportFormat::try_from(format).map_err(|_| "is no format that this hub knows"),
    );
    faults.finish()?;
    gate::may_read(core, permit, |catalog, today| {
        let places = access::cells(catalog, today, &subjects, &codes).into_iter();
        places.map(|place| Demand::new("indicators", place)).collect()
    })
    .await?;
    let (revision, edition) = core.moment(at).await?;
    subjects
        .iter()
        .try_for_each(|name| core::subject(&edition, name))?;
    let mut indicators = codes
        .iter()
        .map(|code| core::indicator(&edition, code).cloned())
        .collect::<Result<Vec<_>, _>>()?;
    if codes.is_empty() {
        indicators = edition.catalog.items().indicators.values().cloned().collect();
    }
    indicators.sort_by(|a, b| a.code.cmp(&b.code));
    indicators.dedup_by(|a, b| a.code == b.code);
    let detail = if include_provenance {
        Detail::Sources
    } else {
        Detail::Figures
    };
    let place = core.exports.take()?;
    let (outlet, sent) = outlet(BUFFER, core.limits.watch_patience);
    let export = Export {
        core: Arc::clone(core),
        indicators,
        subjects,
        kind,
        range,
        detail,
        revision,
    };
    tokio::spawn(export.run(outlet, format.unwrap_or_default()));
    Ok(sent.at(place))
}

/// Takes the rows of an export and gives parts when there is enough.
enum Writer {
    Columns {
        rows: Box<RowWriter>,
        revisions: Vec<i64>,
    },
    Sdmx(String),
}

impl Writer {
    fn push(&mut self, indicator: &Indicator, key: &ColumnKey, cells: &Cells<SubjectName>, i: usize) {
        let (subject, figure) = (&cells.keys[i], cells.figures[i]);
        match self {
            Self::Columns { rows, revisions } => {
                rows.push(
                    (&key.indicator, key.period, subject),
                    figure,
                    cells.sources.get(i),
                );
                revisions.push(cells.revisions[i].get());
            }
            Self::Sdmx(text) => sdmx::row(text, indicator, key.period, subject, figure),
        }
    }

    fn is_full(&self) -> bool {
        match self {
            Self::Columns { revisions, .. } => revisions.len() >= PART_ROWS,
            Self::Sdmx(text) => text.len() >= PART_BYTES,
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Columns { revisions, .. } => revisions.is_empty(),
            Self::Sdmx(text) => text.is_empty(),
        }
    }

    /// The part, and the revision of each of its rows when it is in columns.
    fn take(&mut self) -> (Part, Vec<i64>) {
        match self {
            Self::Columns { rows, revisions } => (
                Part::Columns(std::mem::take(rows.as_mut()).finish()),
                std::mem::take(revisions),
            ),
            Self::Sdmx(text) => (Part::SdmxCsv(std::mem::take(text).into_bytes()), Vec::new()),
        }
    }
}

impl Export {
    async fn run(self, outlet: Outlet<ExportObservationsResponse>, format: ExportFormat) {
        let writer = match format {
            ExportFormat::Unspecified | ExportFormat::Columns => Writer::Columns {
                rows: Box::default(),
                revisions: Vec::new(),
            },
            ExportFormat::SdmxCsv => Writer::Sdmx(sdmx::HEAD.to_owned()),
        };
        let end = tokio::select! {
            biased;
            // A caller must not hold the shutdown up, nor take what was sent so far for all there is.
            () = self.core.streams.cancelled() => stopping().into(),
            () = outlet.gone() => End::Gone,
            sent = self.rows(&outlet, writer) => sent.err().unwrap_or(End::Complete),
        };
        outlet.end(end);
    }

    async fn rows(&self, outlet: &Outlet<ExportObservationsResponse>, mut writer: Writer) -> Result<(), End> {
        let mut sent = false;
        let mut pace = Pace(FEWEST);
        for indicators in self.indicators.chunks(INDICATORS) {
            let (of, keys) = self.keys(indicators).await?;
            let mut done = 0;
            while done < keys.len() {
                let next = keys.len().min(done + pace.0);
                // Past the cache: an export would only wash it out.
                let columns = self
                    .core
                    .cube
                    .columns(&keys[done..next], self.revision, self.detail)
                    .await
                    .map_err(Problem::from)?;
                let rows = columns.iter().map(|cells| cells.keys.len()).sum();
                pace = pace.after(next - done, rows);
                let asked = of[done..next].iter().zip(&keys[done..next]);
                for ((indicator, key), cells) in asked.zip(columns) {
                    for i in (0..cells.keys.len()).filter(|i| self.takes(&cells.keys[*i])) {
                        writer.push(indicator, key, &cells, i);
                        if writer.is_full() {
                            sent = true;
                            self.send(outlet, writer.take()).await?;
                        }
                    }
                }
                done = next;
            }
        }
        if !sent || !writer.is_empty() {
            self.send(outlet, writer.take()).await?;
        }
        Ok(())
    }

    /// The columns of indicators in the order of the export, and the indicator of each.
    async fn keys<'a>(
        &self,
        indicators: &'a [Arc<Indicator>],
    ) -> Result<(Vec<&'a Indicator>, Vec<ColumnKey>), Problem> {
        let codes: Vec<IndicatorCode> = indicators
            .iter()
            .map(|indicator| indicator.code.clone())
            .collect();
        let periods = self.core.cube.periods(&codes, self.revision).await?;
        let column = |indicator: &'a Indicator, period| {
            let code = indicator.code.clone();
            (
                indicator,
                ColumnKey {
                    indicator: code,
                    period,
                },
            )
        };
        let columns = indicators.iter().zip(periods).flat_map(|(indicator, periods)| {
            let wanted = periods.into_iter().filter(|period| self.range.contains(*period));
            wanted.map(move |period| column(indicator, period))
        });
        Ok(columns.unzip())
    }

    fn takes(&self, subject: &SubjectName) -> bool {
        (self.subjects.is_empty() || self.subjects.contains(subject))
            && self.kind.as_ref().is_none_or(|kind| kind.id() == subject.kind())
    }

    async fn send(
        &self,
        outlet: &Outlet<ExportObservationsResponse>,
        (part, revisions): (Part, Vec<i64>),
    ) -> Result<(), End> {
        outlet.room().await?.send(ExportObservationsResponse {
            revision: self.revision.get(),
            token: self.core.token(self.revision),
            part: Some(part),
            revisions,
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_columns_are_read_many_at_a_time_and_long_ones_few() {
        let mut pace = Pace(FEWEST);
        let mut read = |rows_of_each: usize| {
            pace = pace.after(pace.0, pace.0 * rows_of_each);
            pace.0
        };
        assert_eq!([0, 1, 1, 1, 1].map(&mut read), [32, 64, 128, 256, 256]);
        assert_eq!(read(1_000), 80);
        assert_eq!(read(100_000), FEWEST);
        assert_eq!(Pace(FEWEST).after(1, usize::MAX), Pace(FEWEST));
    }
}
