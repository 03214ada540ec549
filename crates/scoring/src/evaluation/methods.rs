//! What methods tell beside scores and weights.

use zhibiao_model::framework::{Aggregation, Weighting};

use super::{Evaluation, Stage};
use crate::{
    aggregate::{Weights, vikor},
    framework::Framework,
    index::Index,
    matrix::MISSING,
    weight::{self, Consistency},
};

impl Framework {
    /// How well the judgements agree that an aggregate's components are weighed by; of a blend of two such weightings the
    /// worse. None where nothing is judged pairwise.
    #[must_use]
    pub fn consistency(&self, aggregate: usize) -> Option<Consistency> {
        consistency(&self.nodes()[aggregate].weighting)
    }
}

fn consistency(weighting: &Weighting) -> Option<Consistency> {
    match weighting {
        Weighting::Ahp { judgements, .. } => weight::consistency(judgements),
        Weighting::Blend { first, second, .. } => {
            let both = [first, second].into_iter().filter_map(|one| consistency(one));
            both.max_by(|a, b| a.ratio.total_cmp(&b.ratio))
        }
        Weighting::Given
        | Weighting::Equal
        | Weighting::Entropy { .. }
        | Weighting::Critic { .. }
        | Weighting::StandardDeviation { .. }
        | Weighting::Gini
        | Weighting::Merec
        | Weighting::Pca { .. }
        | Weighting::BestWorst { .. }
        | Weighting::BenefitOfTheDoubt { .. } => None,
    }
}

impl Index<'_> {
    /// The compromise set of an aggregate of an evaluation of this index: units, best first, as
    /// [`Vikor::compromise`](crate::Vikor::compromise) has it. None where it is not aggregated by VIKOR with weights that
    /// all units share.
    #[must_use]
    pub fn compromise(&self, evaluation: &Evaluation, aggregate: usize) -> Option<Vec<usize>> {
        let Aggregation::Vikor { v } = self.framework.nodes()[aggregate].aggregation.chosen else {
            return None;
        };
        let Weights::Shared(weights) = &evaluation.scores.weights[aggregate] else {
            return None;
        };
        let normalised = evaluation.stage(Stage::Normalised);
        let before = evaluation.scores.nodes.before(aggregate);
        let gathered = self.gather(normalised, before, (aggregate, None), None);
        let parts = gathered.parts();
        let mut found = vikor(parts.columns, parts.directions, weights, v);
        for (unit, q) in found.q.iter_mut().enumerate() {
            // Whoever has too few components for a score is no part of a compromise either.
            if evaluation.score(unit, aggregate).is_none() {
                *q = MISSING;
            }
        }
        Some(found.compromise())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FrameworkForm, table};

    fn framework(text: &str) -> Framework {
        Framework::new(toml::from_str::<FrameworkForm>(text).unwrap()).unwrap()
    }

    /// The facilities of Papathanasiou & Ploskas, whose compromise set the test of VIKOR has; the fourth lacks a figure
    /// and has no score.
    #[test]
    fn an_evaluation_tells_the_compromise_set_of_those_with_a_score() {
        let framework = framework(
            "id = \"f\"\nnormalise = { method = \"as_is\" }\n\
             aggregates = [{ id = \"index\", aggregation = { method = \"vikor\" }, min_available = 1.0 }]\n\
             indicators = [{ code = \"x\", parent = \"index\" }, { code = \"y\", parent = \"index\" }]",
        );
        let cells = |values: [Option<f64>; 4]| values.map(table::Cell::plain).to_vec();
        let column = |code: &str, values| table::Column {
            code: code.to_owned(),
            cells: cells(values),
            past: Vec::new(),
        };
        let units = ["a", "b", "c", "d"].map(|code| table::Unit {
            code: code.to_owned(),
            ..table::Unit::default()
        });
        let columns = vec![
            column("x", [Some(9.0), Some(8.9), Some(1.0), Some(9.5)]),
            column("y", [Some(8.0), Some(8.1), Some(2.0), None]),
        ];
        let table = table::Table::new(units.to_vec(), 2024.5, columns).unwrap();
        let index = Index::new(&framework, &table).unwrap();
        let evaluation = index.evaluate().unwrap();
        // Q of the two first differs by less than 1/(3 − 1).
        let mut found = index.compromise(&evaluation, 0).unwrap();
        found.sort_unstable();
        assert_eq!(found, [0, 1]);
    }

    #[test]
    fn judgements_tell_how_well_they_agree() {
        // Saaty's own example of three: λ = 3.0536, ratio 0.046.
        let judged = "{ method = \"ahp\", judgements = [[1, 3, 5], [0.333, 1, 3], [0.2, 0.333, 1]] }";
        let text = |weighting: &str| {
            format!(
                "id = \"f\"\naggregates = [{{ id = \"index\", weighting = {weighting} }}]\nindicators = [\
                 {{ code = \"x\", parent = \"index\" }}, {{ code = \"y\", parent = \"index\" }},\
                 {{ code = \"z\", parent = \"index\" }}]"
            )
        };
        let ratio = |weighting: &str| {
            let found = framework(&text(weighting)).consistency(0);
            found.map(|consistency| (consistency.ratio * 1_000.0).round())
        };
        assert!(ratio(judged).is_some_and(|ratio| (30.0..50.0).contains(&ratio)));
        let blended = format!(
            "{{ method = \"blend\", first = {judged}, second = {{ method = \"equal\" }}, share = 0.5 }}"
        );
        assert_eq!(ratio(&blended), ratio(judged));
        assert_eq!(ratio("{ method = \"equal\" }"), None);
    }
}
