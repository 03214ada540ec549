//! What two evaluations tell beside their tables, field by field.

use std::fmt::Debug;

use zhibiao_proto::compare::v1::EvaluateFrameworkResponse;

/// A field in which two evaluations differ.
#[derive(Debug, PartialEq)]
pub(super) struct Difference {
    /// The field of the evaluation, of a list with the first place that differs.
    pub(super) field: String,
    /// What it was.
    pub(super) expected: String,
    /// What it is.
    pub(super) found: String,
}

/// The fields that differ; none of an evaluation without its manifest, which is told in part only.
///
/// What is written is compared, not the numbers: 0 and −0 differ, and a number is written to its last bit.
pub(super) fn differences(
    expected: &EvaluateFrameworkResponse,
    found: &EvaluateFrameworkResponse,
) -> Vec<Difference> {
    let mut fields = Fields::default();
    if expected.manifest.is_none() {
        return fields.0;
    }
    fields.one("framework", &expected.framework, &found.framework);
    fields.one("names", &expected.names, &found.names);
    fields.one("period", &expected.period, &found.period);
    fields.each("aggregates", &expected.aggregates, &found.aggregates);
    fields.each("indicators", &expected.indicators, &found.indicators);
    fields.each("subjects", &expected.subjects, &found.subjects);
    fields.each("subject_names", &expected.subject_names, &found.subject_names);
    fields.one("ranked_count", &expected.ranked_count, &found.ranked_count);
    fields.each("tied", &expected.tied, &found.tied);
    fields.each("groups", &expected.groups, &found.groups);
    fields.one("additive", &expected.additive, &found.additive);
    fields.one("imputed_cells", &expected.imputed_cells, &found.imputed_cells);
    fields.one("carried_cells", &expected.carried_cells, &found.carried_cells);
    fields.one("missing_cells", &expected.missing_cells, &found.missing_cells);
    fields.each("unscored", &expected.unscored, &found.unscored);
    fields.each("warnings", &expected.warnings, &found.warnings);
    fields.one("revision", &expected.revision, &found.revision);
    fields.one(
        "baseline_failure",
        &expected.baseline_failure,
        &found.baseline_failure,
    );
    fields.one("decimals", &expected.decimals, &found.decimals);
    fields.each(
        "earlier_figures",
        &expected.earlier_figures,
        &found.earlier_figures,
    );
    fields.0
}

#[derive(Debug, Default)]
struct Fields(Vec<Difference>);

impl Fields {
    fn one<T: Debug>(&mut self, field: &str, expected: &T, found: &T) {
        let (expected, found) = (format!("{expected:?}"), format!("{found:?}"));
        if expected != found {
            self.0.push(Difference {
                field: field.to_owned(),
                expected,
                found,
            });
        }
    }

    /// A list, told by its first place that differs.
    fn each<T: Debug>(&mut self, field: &str, expected: &[T], found: &[T]) {
        let before = self.0.len();
        for at in 0..expected.len().max(found.len()) {
            self.one(&format!("{field}[{at}]"), &expected.get(at), &found.get(at));
            if self.0.len() > before {
                return;
            }
        }
    }
}
