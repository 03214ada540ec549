//! What the parts of an index are called.

use zhibiao_proto::compare::v1::{EvaluateFrameworkResponse, EvaluatedAggregate, EvaluatedIndicator};
use zhibiao_runtime::language::Language;

use crate::names::sent_in_language;

/// The parts of an evaluation as people call them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Labels(pub(crate) Language);

impl Labels {
    /// An aggregate: its number and its name, or its id.
    pub(crate) fn aggregate(self, aggregate: &EvaluatedAggregate) -> String {
        let EvaluatedAggregate {
            id, names, number, ..
        } = aggregate;
        numbered(number, sent_in_language(names.as_ref(), id, self.0))
    }

    /// An indicator: its number and its name.
    pub(crate) fn indicator(self, indicator: &EvaluatedIndicator) -> String {
        let EvaluatedIndicator {
            indicator: code,
            names,
            number,
            ..
        } = indicator;
        numbered(number, sent_in_language(names.as_ref(), code, self.0))
    }

    /// A subject of an evaluation by its row.
    pub(crate) fn subject(self, evaluation: &EvaluateFrameworkResponse, row: usize) -> &str {
        let code = evaluation.subjects.get(row).map_or("", String::as_str);
        sent_in_language(evaluation.subject_names.get(row), code, self.0)
    }
}

fn numbered(number: &str, name: &str) -> String {
    if number.is_empty() {
        name.to_owned()
    } else {
        format!("{number} {name}")
    }
}
