//! ReadColumns.

mod answer;

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

use jiff::civil::Date;
use zhibiao_model::{
    catalog::{Catalog, Indicator},
    computed::Plan,
    ids::{IndicatorCode, KindId, SubjectName},
    period::Period,
    revision::Revision,
};
use zhibiao_proto::{
    convert::{Faults, consistency::ReadAt},
    observation::v1::{ReadColumnsRequest, ReadColumnsResponse},
};
use zhibiao_runtime::{
    access::{self, Demand, Permit},
    error::{Code, Problem},
};

use super::compute::{self, Answers};
use crate::{
    core::{self, Core},
    cube::{Cells, ColumnKey, Detail},
    error::EngineError,
    gate,
    library::Edition,
};

const MAX_INDICATORS: usize = 500;
const MAX_PERIODS: usize = 100;
const MAX_SUBJECTS: usize = 100_000;
/// Most cells of an answer.
const MAX_CELLS: usize = 2_000_000;
/// Columns read at a time: how far an answer may overshoot before its size is looked at.
const CHUNK: usize = 64;
/// Answers of more cells are put together on a thread of their own.
const INLINE: usize = 20_000;

/// A column that is asked for.
struct Wanted {
    indicator: Arc<Indicator>,
    plan: Option<Arc<Plan>>,
    period: Period,
}

/// Which subjects are asked for.
enum Filter {
    All,
    Kind(KindId),
    Subjects(HashSet<SubjectName>),
}

impl Filter {
    fn takes(&self, subject: &SubjectName) -> bool {
        match self {
            Self::All => true,
            Self::Kind(kind) => subject.kind() == kind.id(),
            Self::Subjects(subjects) => subjects.contains(subject),
        }
    }

    /// What reading indicators takes: of whole columns, every zone.
    fn demands(&self, catalog: &Catalog, today: Date, indicators: &[IndicatorCode]) -> Vec<Demand> {
        match self {
            Self::All | Self::Kind(_) => access::cells(catalog, today, [], indicators)
                .into_iter()
                .map(|place| Demand::new("indicators", place))
                .collect(),
            Self::Subjects(subjects) => access::cells(catalog, today, subjects, indicators)
                .into_iter()
                .map(|place| Demand::new("subjects", place))
                .collect(),
        }
    }
}

/// A column as it was read.
struct Found {
    wanted: Wanted,
    answers: Answers<SubjectName>,
}

struct Query {
    indicators: Vec<IndicatorCode>,
    periods: BTreeSet<Period>,
    filter: Filter,
    at: ReadAt,
    detail: Detail,
}

pub(super) async fn read(
    core: &Core,
    permit: &Permit,
    request: ReadColumnsRequest,
) -> Result<ReadColumnsResponse, Problem> {
    let query = Query::read(request)?;
    gate::may_read(core, permit, |catalog, today| {
        query.filter.demands(catalog, today, &query.indicators)
    })
    .await?;
    let (revision, edition) = core.moment(query.at).await?;
    if let Filter::Subjects(subjects) = &query.filter {
        subjects
            .iter()
            .try_for_each(|name| core::subject(&edition, name))?;
    }
    let wanted = wanted(core, &query, revision, &edition).await?;
    let mut found: Vec<Found> = Vec::new();
    let mut cells = 0;
    let mut wanted = wanted.into_iter().peekable();
    while wanted.peek().is_some() {
        let chunk: Vec<Wanted> = wanted.by_ref().take(CHUNK).collect();
        for column in read_chunk(core, chunk, &query, revision).await? {
            cells += column.answers.cells.keys.len();
            found.push(column);
        }
        if cells > MAX_CELLS {
            let message =
                format!("the answer has more than {MAX_CELLS} cells: ask for fewer columns, or export");
            return Err(Problem::new(Code::ResourceExhausted, "ANSWER_TOO_LARGE", message));
        }
    }
    let mut answer = if cells <= INLINE {
        answer::assemble(found)
    } else {
        let task = tokio::task::spawn_blocking(move || answer::assemble(found));
        task.await
            .map_err(|error| EngineError::Failed(error.to_string()))?
    };
    answer.revision = revision.get();
    answer.token = core.token(revision);
    Ok(answer)
}

impl Query {
    fn read(request: ReadColumnsRequest) -> Result<Self, Problem> {
        let ReadColumnsRequest {
            indicators,
            periods,
            subjects,
            kind,
            consistency,
            as_of,
            include_provenance,
        } = request;
        let mut faults = Faults::default();
        for (field, length, most) in [
            ("indicators", indicators.len(), MAX_INDICATORS),
            ("periods", periods.len(), MAX_PERIODS),
            ("subjects", subjects.len(), MAX_SUBJECTS),
        ] {
            if length > most {
                faults.add(
                    field,
                    format!("has {length} entries, at most {most} are read at once"),
                );
            }
        }
        faults.finish()?;
        let mut faults = Faults::default();
        let at = faults
            .nested(String::new, ReadAt::read(consistency, as_of))
            .unwrap_or_default();
        let mut seen = BTreeSet::new();
        let mut codes: Vec<IndicatorCode> = read_list(&mut faults, "indicators", &indicators);
        codes.retain(|code| seen.insert(code.clone()));
        let periods = read_list(&mut faults, "periods", &periods).into_iter().collect();
        let subjects: HashSet<SubjectName> = read_list(&mut faults, "subjects", &subjects)
            .into_iter()
            .collect();
        let filter = if !subjects.is_empty() {
            Filter::Subjects(subjects)
        } else if kind.is_empty() {
            Filter::All
        } else {
            faults
                .take(|| "kind".into(), KindId::new(&kind))
                .map_or(Filter::All, Filter::Kind)
        };
        faults.finish()?;
        let detail = if include_provenance {
            Detail::Sources
        } else {
            Detail::Figures
        };
        Ok(Self {
            indicators: codes,
            periods,
            filter,
            at,
            detail,
        })
    }
}

pub(super) fn read_list<T>(faults: &mut Faults, field: &str, texts: &[String]) -> Vec<T>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    let read = |(i, text): (usize, &String)| faults.take(|| format!("{field}[{i}]"), text.parse());
    texts.iter().enumerate().filter_map(read).collect()
}

/// The columns in the order of the answer.
async fn wanted(
    core: &Core,
    query: &Query,
    revision: Revision,
    edition: &Edition,
) -> Result<Vec<Wanted>, Problem> {
    let mut asked: Vec<(&Arc<Indicator>, Option<Arc<Plan>>)> = Vec::with_capacity(query.indicators.len());
    for code in &query.indicators {
        let indicator = core::indicator(edition, code)?;
        let plan = indicator.formula.is_some().then(|| edition.plan(indicator));
        asked.push((indicator, plan));
    }
    let stored = if query.periods.is_empty() {
        stored_periods(core, &asked, revision).await?
    } else {
        BTreeMap::new()
    };
    let of = |code: &IndicatorCode| stored.get(code).cloned().unwrap_or_default();
    let mut wanted = Vec::new();
    for (indicator, plan) in asked {
        let periods = match &plan {
            _ if !query.periods.is_empty() => query.periods.clone(),
            None => of(&indicator.code).into_iter().collect(),
            Some(plan) => plan.periods(&mut |code| of(code)),
        };
        wanted.extend(periods.into_iter().map(|period| Wanted {
            indicator: Arc::clone(indicator),
            plan: plan.clone(),
            period,
        }));
        if wanted.len() > MAX_INDICATORS * MAX_PERIODS {
            let message = "more columns than can be read at once: name the periods";
            return Err(Problem::new(Code::ResourceExhausted, "TOO_MANY_COLUMNS", message));
        }
    }
    Ok(wanted)
}

/// The periods at which the indicators asked for, and what their formulas lead to, have something stored.
async fn stored_periods(
    core: &Core,
    asked: &[(&Arc<Indicator>, Option<Arc<Plan>>)],
    revision: Revision,
) -> Result<BTreeMap<IndicatorCode, Vec<Period>>, Problem> {
    let mut codes: BTreeSet<IndicatorCode> = BTreeSet::new();
    for (indicator, plan) in asked {
        match plan {
            None => codes.extend([indicator.code.clone()]),
            Some(plan) => codes.extend(plan.indicators().map(|input| input.code.clone())),
        }
    }
    let codes: Vec<IndicatorCode> = codes.into_iter().collect();
    let periods = core.cube.periods(&codes, revision).await?;
    Ok(codes.into_iter().zip(periods).collect())
}

async fn read_chunk(
    core: &Core,
    chunk: Vec<Wanted>,
    query: &Query,
    revision: Revision,
) -> Result<Vec<Found>, Problem> {
    let needs: Vec<BTreeSet<ColumnKey>> = chunk.iter().map(Wanted::stored).collect();
    let keys: BTreeSet<&ColumnKey> = needs.iter().flatten().collect();
    let keys: Vec<ColumnKey> = keys.into_iter().cloned().collect();
    let read = core.reader.columns(&keys, revision, query.detail).await?;
    let stored: BTreeMap<&ColumnKey, &Arc<Cells<SubjectName>>> = keys.iter().zip(&read).collect();
    let mut found = Vec::with_capacity(chunk.len());
    for (wanted, needs) in chunk.into_iter().zip(needs) {
        let inputs: BTreeMap<ColumnKey, Arc<Cells<SubjectName>>> = needs
            .into_iter()
            .filter_map(|key| stored.get(&key).copied().cloned().map(|cells| (key, cells)))
            .collect();
        let answers = wanted.answers(&inputs, query);
        if !answers.cells.keys.is_empty() {
            found.push(Found { wanted, answers });
        }
    }
    Ok(found)
}

impl Wanted {
    /// The stored columns that decide it.
    fn stored(&self) -> BTreeSet<ColumnKey> {
        match &self.plan {
            None => [ColumnKey {
                indicator: self.indicator.code.clone(),
                period: self.period,
            }]
            .into(),
            Some(plan) => compute::columns_needed(plan, self.period),
        }
    }

    fn answers(
        &self,
        inputs: &BTreeMap<ColumnKey, Arc<Cells<SubjectName>>>,
        query: &Query,
    ) -> Answers<SubjectName> {
        let takes = |subject: &SubjectName| query.filter.takes(subject);
        match &self.plan {
            Some(plan) => compute::column(plan, self.period, inputs, takes, query.detail == Detail::Sources),
            None => inputs
                .values()
                .next()
                .map(|cells| filtered(cells, takes))
                .unwrap_or_default(),
        }
    }
}

fn filtered(cells: &Cells<SubjectName>, takes: impl Fn(&SubjectName) -> bool) -> Answers<SubjectName> {
    let mut taken = Cells::default();
    for (i, subject) in cells
        .keys
        .iter()
        .enumerate()
        .filter(|(_, subject)| takes(subject))
    {
        taken.keys.push(subject.clone());
        taken.figures.push(cells.figures[i]);
        taken.revisions.push(cells.revisions[i]);
        taken.sources.extend(cells.sources.get(i).cloned());
    }
    Answers {
        cells: taken,
        computed: Vec::new(),
    }
}
