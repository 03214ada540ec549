//! ReadSeries.

use std::sync::Arc;

use bytes::{BufMut as _, Bytes};
use prost::{
    Message as _,
    encoding::{WireType, encode_key, encode_varint},
};
use tonic::{Status, codec::EncodeBuf};
use zhibiao_model::{catalog::Indicator, computed::Plan, period::Period, revision::Revision};
use zhibiao_proto::{
    convert::{Faults, cell, consistency::ReadAt},
    observation::v1::{ReadSeriesRequest, ReadSeriesResponse, Series, SeriesKey as KeyMessage},
};
use zhibiao_runtime::{
    access::{self, Demand, Permit},
    calls::{Written, write_message},
    error::{Code, Problem},
};

use super::{
    compute::{self, Answers, SubjectInputs},
    range::Range,
    rows::{self, ProvenanceWriter},
};
use crate::{
    core::{self, Core},
    cube::{Cells, Detail, SeriesKey},
    gate,
    library::Edition,
};

/// Most keys of a request.
const MAX_KEYS: usize = 1_000;

/// Most stored series that one request may lead to through formulas.
const MAX_INPUTS: usize = 20_000;

/// An answer, of which there may be bytes already.
pub(super) struct SeriesAnswer {
    series: Vec<Answered>,
    /// The answer with its revision and token only.
    at: ReadSeriesResponse,
}

/// A series of an answer.
struct Answered {
    series: Series,
    /// Further fields of the same message: fields may come in any order and pieces.
    columns: Bytes,
}

/// Number of `ReadSeriesResponse.series`.
const SERIES: u32 = 1;

impl Written for SeriesAnswer {
    fn write(self, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
        for Answered { series, columns } in self.series {
            encode_key(SERIES, WireType::LengthDelimited, into);
            encode_varint((series.encoded_len() + columns.len()) as u64, into);
            write_message(&series, into)?;
            into.put(columns);
        }
        write_message(&self.at, into)
    }
}

/// A series that is asked for, and where its stored inputs lie among those read.
struct Wanted {
    key: SeriesKey,
    indicator: Arc<Indicator>,
    plan: Option<Arc<Plan>>,
    inputs: std::ops::Range<usize>,
}

pub(super) async fn read(
    core: &Core,
    permit: &Permit,
    request: ReadSeriesRequest,
) -> Result<SeriesAnswer, Problem> {
    let ReadSeriesRequest {
        keys,
        from,
        to,
        consistency,
        as_of,
        include_provenance,
        include_vintages,
    } = request;
    let mut faults = Faults::default();
    if keys.len() > MAX_KEYS {
        faults.add(
            "keys",
            format!("has {} entries, at most {MAX_KEYS} are read at once", keys.len()),
        );
    }
    faults.finish()?;
    let mut faults = Faults::default();
    let keys = read_keys(&mut faults, &keys);
    let range = Range::read(&mut faults, &from, &to);
    let at = faults
        .nested(String::new, ReadAt::read(consistency, as_of))
        .unwrap_or_default();
    faults.finish()?;

    gate::may_read(core, permit, |catalog, today| {
        let demand = |(i, key): (usize, &SeriesKey)| {
            let places = access::cells(catalog, today, [&key.subject], [&key.indicator]).into_iter();
            places.map(move |place| Demand::new(format!("keys[{i}]"), place))
        };
        keys.iter().enumerate().flat_map(demand).collect()
    })
    .await?;
    let (revision, edition) = core.moment(at).await?;
    let (wanted, stored) = resolve(keys, &range, &edition)?;
    let detail = if include_provenance {
        Detail::Sources
    } else {
        Detail::Figures
    };
    let read = core.reader.series(&stored, revision, detail).await?;
    let mut histories = Vec::new();
    if include_vintages {
        let keys: Vec<SeriesKey> = wanted.iter().map(|one| one.key.clone()).collect();
        histories = core.cube.histories(&keys, revision).await?;
    }
    let mut histories = histories.into_iter();
    let mut series = Vec::with_capacity(wanted.len());
    for one in &wanted {
        let mut answer = one.answer(&read[one.inputs.clone()], &range, detail);
        let held = histories.next().unwrap_or_default().into_iter();
        answer.series.vintages = held
            .filter(|(period, _)| range.contains(*period))
            .map(|(period, vintage)| cell::vintage(period, &vintage))
            .collect();
        series.push(answer);
    }
    let at = ReadSeriesResponse {
        series: Vec::new(),
        revision: revision.get(),
        token: core.token(revision),
    };
    Ok(SeriesAnswer { series, at })
}

/// What each key asks for, and the stored series that answer them all.
fn resolve(
    keys: Vec<SeriesKey>,
    range: &Range,
    edition: &Edition,
) -> Result<(Vec<Wanted>, Vec<SeriesKey>), Problem> {
    let mut wanted = Vec::with_capacity(keys.len());
    let mut stored = Vec::with_capacity(keys.len());
    for key in keys {
        core::subject(edition, &key.subject)?;
        let indicator = Arc::clone(core::indicator(edition, &key.indicator)?);
        range.fits(&indicator)?;
        let plan = indicator.formula.is_some().then(|| edition.plan(&indicator));
        let first = stored.len();
        match &plan {
            None => stored.push(key.clone()),
            Some(plan) => stored.extend(plan.indicators().map(|input| SeriesKey {
                indicator: input.code.clone(),
                subject: key.subject.clone(),
            })),
        }
        if stored.len() > MAX_INPUTS {
            return Err(too_many_inputs());
        }
        wanted.push(Wanted {
            key,
            indicator,
            plan,
            inputs: first..stored.len(),
        });
    }
    Ok((wanted, stored))
}

fn read_keys(faults: &mut Faults, keys: &[KeyMessage]) -> Vec<SeriesKey> {
    let read = |(i, KeyMessage { subject, indicator }): (usize, &KeyMessage)| {
        let subject = faults.take(|| format!("keys[{i}].subject"), subject.parse());
        let indicator = faults.take(|| format!("keys[{i}].indicator"), indicator.parse());
        subject
            .zip(indicator)
            .map(|(subject, indicator)| SeriesKey { indicator, subject })
    };
    keys.iter().enumerate().filter_map(read).collect()
}

fn too_many_inputs() -> Problem {
    let message =
        format!("the formulas asked for lead to more than {MAX_INPUTS} stored series: ask for fewer keys");
    Problem::new(Code::ResourceExhausted, "TOO_MANY_INPUTS", message)
}

impl Wanted {
    fn answer(&self, stored: &[Arc<Cells<Period>>], range: &Range, detail: Detail) -> Answered {
        let mut answer = Series {
            subject: self.key.subject.to_string(),
            indicator: self.key.indicator.to_string(),
            unit: self.indicator.unit.symbol().to_owned(),
            ..Series::default()
        };
        let mut columns = Bytes::new();
        match &self.plan {
            None => match stored.first() {
                Some(cells) if range.is_open() && cells.sources.is_empty() => columns = encoded(cells),
                Some(cells) => fill(&mut answer, cells, range),
                None => {}
            },
            Some(plan) => {
                let inputs = SubjectInputs::new(plan, stored);
                let with_sources = detail == Detail::Sources;
                let (Answers { cells, computed }, unanswered) =
                    compute::series(plan, &inputs, |period| range.contains(period), with_sources);
                fill(&mut answer, &cells, &Range::default());
                if computed.contains(&true) {
                    answer.computed = computed;
                }
                answer.unanswered = unanswered;
            }
        }
        Answered {
            series: answer,
            columns,
        }
    }
}

/// The columns of a whole series as they go out.
fn encoded(cells: &Cells<Period>) -> Bytes {
    cells.encoded.get(|| {
        let mut columns = Series::default();
        fill(&mut columns, cells, &Range::default());
        columns.encode_to_vec().into()
    })
}

/// Fills the columns of a series.
fn fill(answer: &mut Series, cells: &Cells<Period>, range: &Range) {
    let first = cells
        .keys
        .iter()
        .position(|period| range.contains(*period))
        .unwrap_or(cells.keys.len());
    let length = cells.keys[first..]
        .iter()
        .take_while(|period| range.contains(**period))
        .count();
    let slice = first..first + length;
    let figures = &cells.figures[slice.clone()];
    answer.periods = cells.keys[slice.clone()]
        .iter()
        .copied()
        .map(String::from)
        .collect();
    answer.values = figures
        .iter()
        .map(|figure| figure.value().unwrap_or(0.0))
        .collect();
    answer.qualifiers = rows::qualifiers(figures.iter());
    answer.statuses = rows::statuses(figures.iter());
    answer.revisions = cells.revisions[slice.clone()]
        .iter()
        .map(|revision: &Revision| revision.get())
        .collect();
    if !cells.sources.is_empty() {
        let mut provenances = ProvenanceWriter::default();
        (answer.provenance, answer.evidence) = rows::sources(&cells.sources[slice], &mut provenances);
        answer.provenances = provenances.finish();
    }
}
