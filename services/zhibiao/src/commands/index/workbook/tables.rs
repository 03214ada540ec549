//! The tables of an evaluation and of its analyses.

use rust_xlsxwriter::{Workbook, XlsxError};
use zhibiao_proto::compare::v1::{AnalyzeStabilityResponse, Numbers, Uncertainty};

use super::{
    Sheets,
    marks::{Kind, Marks},
    sheet::Value,
};
use crate::{
    commands::index::{
        evaluation::{code, flags_shown},
        uncertainty::{self, Row},
    },
    text::Text,
};

/// Places of a table at which a figure may be marked: how by row and indicator.
type MarkOf = fn(&Marks, usize, usize) -> Option<Kind>;

impl Sheets<'_> {
    /// Scores and ranks of every aggregate, and what the figures of a subject are remarked with.
    pub(super) fn ranking(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let response = self.view.0;
        let root = self.view.root();
        let mut head = self.heads(&[Text::HeadRank, Text::HeadSubject, Text::HeadName, Text::HeadScore]);
        let compared = response.baseline_ranks.is_some();
        if compared {
            head.extend(self.heads(&[Text::HeadBefore, Text::HeadChange]));
        }
        head.extend(self.heads(&[
            Text::Tied,
            Text::HeadCarried,
            Text::HeadImputed,
            Text::HeadMissing,
            Text::HeadRemarks,
        ]));
        for one in response.aggregates.iter().take(root) {
            let name = self.labels.aggregate(one);
            head.push(format!("{name} {}", Text::HeadScore.say(self.language)));
            head.push(format!("{name} {}", Text::HeadRank.say(self.language)));
        }
        let rows = (0..response.subjects.len()).map(|row| {
            let mut cells: Vec<Value> = vec![
                self.view.rank(row, root).into(),
                response.subjects[row].as_str().into(),
                self.labels.subject(response, row).into(),
                self.view.score(row, root).into(),
            ];
            if compared {
                cells.push(self.view.cell(&response.baseline_ranks, row, 0).into());
                cells.push(self.view.gained(row).into());
            }
            cells.push(self.view.is_tied(row).into());
            cells.extend(
                self.view
                    .remarked_counts(row)
                    .map(|count| Value::from(count as f64)),
            );
            cells.push(flags_shown(self.view, row, self.language).into());
            for at in 0..root {
                cells.push(self.view.score(row, at).into());
                cells.push(self.view.rank(row, at).into());
            }
            cells
        });
        self.sheet(workbook, Text::SheetRanking, &head, rows)
    }

    pub(super) fn intervals(self, workbook: &mut Workbook, found: &Uncertainty) -> Result<(), XlsxError> {
        let ranks = uncertainty::top(found);
        let head = self.heads(&[
            Text::HeadSubject,
            Text::HeadName,
            Text::HeadScore,
            Text::HeadRank,
            Text::HeadMean,
            Text::HeadMedian,
            Text::HeadLow,
            Text::HeadHigh,
            Text::HeadTop { ranks },
            Text::HeadBottom { ranks },
            Text::HeadRanked,
            Text::HeadTiedGroup,
        ]);
        let groups = uncertainty::groups(found);
        let rows = Row::all(found).map(|row| {
            let mut cells: Vec<Value> = vec![row.subject().into(), row.name(self.language).into()];
            cells.extend(row.numbers().map(Value::from));
            cells.extend(row.chances().map(Value::from));
            let group = groups.get(row.subject()).map(|place| place.group as f64);
            cells.push(group.into());
            cells
        });
        self.sheet(workbook, Text::SheetUncertainty, &head, rows)
    }

    /// The chance that who stands in the row is above who stands in the column.
    pub(super) fn pairs(self, workbook: &mut Workbook, found: &Uncertainty) -> Result<(), XlsxError> {
        let count = found.subjects.len();
        if found.above.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = Row::all(found)
            .map(|row| row.name(self.language).to_owned())
            .collect();
        let mut head = self.heads(&[Text::HeadName]);
        head.extend(names.iter().cloned());
        let rows = names
            .iter()
            .zip(found.above.chunks(count))
            .map(|(name, chances)| {
                let mut cells: Vec<Value> = vec![name.as_str().into()];
                cells.extend(chances.iter().map(|chance| Value::from(*chance)));
                cells
            });
        self.sheet(workbook, Text::SheetPairs, &head, rows)
    }

    /// The changes of weights that make pairs tie, where any was asked about.
    pub(super) fn swaps(
        self,
        workbook: &mut Workbook,
        found: &AnalyzeStabilityResponse,
    ) -> Result<(), XlsxError> {
        if found.swaps.is_empty() {
            return Ok(());
        }
        let head = self.heads(&[
            Text::HeadSubject,
            Text::HeadOtherSubject,
            Text::HeadPossible,
            Text::HeadMoved,
            Text::HeadIndicator,
            Text::HeadLow,
            Text::HeadHigh,
        ]);
        let rows = found.swaps.iter().flat_map(|swap| {
            let pair = move || -> Vec<Value> {
                vec![
                    swap.subject.as_str().into(),
                    swap.other.as_str().into(),
                    swap.possible.into(),
                ]
            };
            let changes = swap.changes.iter().map(move |change| {
                let mut cells = pair();
                cells.extend([swap.moved.into(), change.indicator.as_str().into()]);
                cells.extend([change.from.into(), change.to.into()]);
                cells
            });
            let alone = (!swap.possible || swap.changes.is_empty()).then(pair);
            alone.into_iter().chain(changes)
        });
        self.sheet(workbook, Text::SheetSwaps, &head, rows)
    }

    /// The figures stage by stage. What is imputed is none as reported, and marked from there on.
    pub(super) fn stages(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let response = self.view.0;
        let stages: [(_, _, MarkOf); 6] = [
            (Text::SheetContributions, &response.contributions, Marks::last),
            (Text::SheetRaw, &response.raw, Marks::reported),
            (Text::SheetDenominated, &response.denominated, Marks::denominated),
            (Text::SheetImputed, &response.imputed, Marks::last),
            (Text::SheetTreated, &response.treated, Marks::last),
            (Text::SheetNormalised, &response.normalised, Marks::last),
        ];
        for (title, table, mark) in stages {
            if table.is_some() {
                self.figures(workbook, title, table, mark)?;
            }
        }
        Ok(())
    }

    /// A table of subjects by indicators.
    fn figures(
        self,
        workbook: &mut Workbook,
        title: Text<'_>,
        table: &Option<Numbers>,
        mark: MarkOf,
    ) -> Result<(), XlsxError> {
        let response = self.view.0;
        let mut head = self.heads(&[Text::HeadSubject, Text::HeadName]);
        head.extend(response.indicators.iter().map(|one| self.labels.indicator(one)));
        let rows = (0..response.subjects.len()).map(|row| {
            let mut cells: Vec<Value> = vec![
                response.subjects[row].as_str().into(),
                self.labels.subject(response, row).into(),
            ];
            let figures = (0..response.indicators.len()).map(|at| {
                let figure = Value::from(self.view.cell(table, row, at));
                figure.marked(mark(self.whole.marks, row, at))
            });
            cells.extend(figures);
            cells
        });
        self.sheet(workbook, title, &head, rows)
    }

    /// The indicators with their weights and what was done to them.
    pub(super) fn tree(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let head = self.heads(&[
            Text::HeadCode,
            Text::HeadIndicator,
            Text::HeadParent,
            Text::HeadUnit,
            Text::HeadWeight,
            Text::HeadIndexWeight,
            Text::HeadSource,
            Text::HeadTreatment,
            Text::HeadCarried,
            Text::HeadImputed,
            Text::HeadMissing,
        ]);
        let aggregates = self.view.0.aggregates.iter().rev().map(|one| {
            vec![
                one.id.as_str().into(),
                self.labels.aggregate(one).into(),
                one.parent.as_str().into(),
                Value::NOTHING,
                one.weight.into(),
                Value::NOTHING,
                one.weight_source.as_str().into(),
            ]
        });
        let indicators = self.view.0.indicators.iter().enumerate().map(|(at, one)| {
            vec![
                code(&one.indicator).into(),
                self.labels.indicator(one).into(),
                one.parent.as_str().into(),
                one.unit.as_str().into(),
                one.weight.into(),
                one.index_weight.into(),
                one.weight_source.as_str().into(),
                crate::wire::word(one.treatment().as_str_name(), "APPLIED_TREATMENT_").into(),
                (self.whole.marks.carried_of(at) as f64).into(),
                f64::from(one.imputed).into(),
                f64::from(one.missing).into(),
            ]
        });
        self.sheet(workbook, Text::SheetTree, &head, aggregates.chain(indicators))
    }
}
