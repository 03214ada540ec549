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
    error::Problem,
    outlet::{End, Outlet, Sent, outlet, stopping},
};

use super::{columns::read_list, range::Range, rows::RowWriter, sdmx};
use crate::{
    core::{self, Core},
    cube::{Cells, ColumnKey, Detail},
};

/// The parts of an export, as they become ready.
pub(super) type Parts = Sent<ExportObservationsResponse>;

/// Parts that wait for the reader.
const BUFFER: usize = 2;

/// Columns read at a time.
const CHUNK: usize = 16;

/// Rows after which a part is sent.
const PART_ROWS: usize = 20_000;

/// Bytes of text after which a part is sent.
const PART_BYTES: usize = 1 << 20;

struct Export {
    core: Arc<Core>,
    indicators: Vec<Arc<Indicator>>,
    subjects: HashSet<SubjectName>,
    kind: Option<KindId>,
    range: Range,
    detail: Detail,
    revision: Revision,
}

pub(super) async fn start(core: &Arc<Core>, request: ExportObservationsRequest) -> Result<Parts, Problem> {
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
        for indicator in &self.indicators {
            let periods = self
                .core
                .cube
                .periods(&indicator.code, self.revision)
                .await
                .map_err(Problem::from)?;
            let keys: Vec<ColumnKey> = periods
                .into_iter()
                .filter(|period| self.range.contains(*period))
                .map(|period| ColumnKey {
                    indicator: indicator.code.clone(),
                    period,
                })
                .collect();
            for keys in keys.chunks(CHUNK) {
                // Past the cache: an export would only wash it out.
                let columns = self
                    .core
                    .cube
                    .columns(keys, self.revision, self.detail)
                    .await
                    .map_err(Problem::from)?;
                for (key, cells) in keys.iter().zip(columns) {
                    for i in (0..cells.keys.len()).filter(|i| self.takes(&cells.keys[*i])) {
                        writer.push(indicator, key, &cells, i);
                        if writer.is_full() {
                            sent = true;
                            self.send(outlet, writer.take()).await?;
                        }
                    }
                }
            }
        }
        if !sent || !writer.is_empty() {
            self.send(outlet, writer.take()).await?;
        }
        Ok(())
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
