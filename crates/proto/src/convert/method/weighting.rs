//! Weights of components.

use zhibiao_model::framework::{PcaRule, Scale, Weighting};

use super::{NO_METHOD, component};
use crate::{
    catalog::v1::{self, weighting::Method},
    convert::{Faults, InvalidMessage},
};

impl TryFrom<v1::Weighting> for Weighting {
    type Error = InvalidMessage;

    fn try_from(message: v1::Weighting) -> Result<Self, InvalidMessage> {
        let v1::Weighting { method } = message;
        let mut faults = Faults::default();
        let weighting = match method {
            None => {
                faults.add("", NO_METHOD);
                None
            }
            Some(Method::Given(())) => Some(Self::Given),
            Some(Method::Equal(())) => Some(Self::Equal),
            Some(Method::Entropy(by)) => {
                scale(&mut faults, "entropy", by, Scale::None).map(|scale| Self::Entropy { scale })
            }
            Some(Method::Critic(by)) => {
                scale(&mut faults, "critic", by, Scale::MinMax).map(|scale| Self::Critic { scale })
            }
            Some(Method::StandardDeviation(by)) => {
                let scale = scale(&mut faults, "standard_deviation", by, Scale::MinMax);
                scale.map(|scale| Self::StandardDeviation { scale })
            }
            Some(Method::Gini(())) => Some(Self::Gini),
            Some(Method::Merec(())) => Some(Self::Merec),
            Some(Method::Pca(v1::PrincipalComponents { rule })) => {
                let rule = faults.take(|| "pca.rule".into(), pca_rule(rule));
                rule.map(|rule| Self::Pca { rule })
            }
            Some(Method::Ahp(v1::PairwiseJudgements { rows, force })) => Some(Self::Ahp {
                judgements: rows.into_iter().map(|row| row.ratios).collect(),
                force,
            }),
            Some(Method::BestWorst(comparisons)) => Some(best_worst(comparisons)),
            Some(Method::BenefitOfTheDoubt(v1::BenefitOfTheDoubt { min_share, max_share })) => {
                Some(Self::BenefitOfTheDoubt {
                    min_share,
                    max_share: max_share.unwrap_or(Self::MAX_SHARE),
                })
            }
            Some(Method::Blend(blend)) => {
                let v1::Blend { first, second, share } = *blend;
                let first = part(&mut faults, "blend.first", first);
                let second = part(&mut faults, "blend.second", second);
                first
                    .zip(second)
                    .map(|(first, second)| Self::Blend { first, second, share })
            }
        };
        faults.give(weighting)
    }
}

fn part(faults: &mut Faults, field: &str, message: Option<Box<v1::Weighting>>) -> Option<Box<Weighting>> {
    let message = message.map_or_else(v1::Weighting::default, |boxed| *boxed);
    faults
        .nested(|| field.to_owned(), Weighting::try_from(message))
        .map(Box::new)
}

fn best_worst(comparisons: v1::BestWorst) -> Weighting {
    let v1::BestWorst {
        best,
        worst,
        best_to_others,
        others_to_worst,
    } = comparisons;
    Weighting::BestWorst {
        best: component(&best),
        worst: component(&worst),
        best_to_others,
        others_to_worst,
    }
}

fn scale(faults: &mut Faults, field: &str, by: v1::Scaled, usual: Scale) -> Option<Scale> {
    let v1::Scaled { scale } = by;
    let scale = match v1::ColumnScale::try_from(scale) {
        Ok(v1::ColumnScale::Unspecified) => Ok(usual),
        Ok(v1::ColumnScale::MinMax) => Ok(Scale::MinMax),
        Ok(v1::ColumnScale::None) => Ok(Scale::None),
        Err(_) => Err("is none that this hub knows"),
    };
    faults.take(|| format!("{field}.scale"), scale)
}

fn pca_rule(number: i32) -> Result<PcaRule, &'static str> {
    match v1::PcaRule::try_from(number) {
        Ok(v1::PcaRule::Unspecified) => Ok(PcaRule::default()),
        Ok(v1::PcaRule::Handbook) => Ok(PcaRule::Handbook),
        Ok(v1::PcaRule::FirstComponent) => Ok(PcaRule::FirstComponent),
        Err(_) => Err("is none that this hub knows"),
    }
}

fn scaled(scale: Scale) -> v1::Scaled {
    let scale = match scale {
        Scale::MinMax => v1::ColumnScale::MinMax,
        Scale::None => v1::ColumnScale::None,
    };
    v1::Scaled { scale: scale.into() }
}

impl From<&Weighting> for v1::Weighting {
    fn from(weighting: &Weighting) -> Self {
        let method = match weighting {
            Weighting::Given => Method::Given(()),
            Weighting::Equal => Method::Equal(()),
            Weighting::Entropy { scale } => Method::Entropy(scaled(*scale)),
            Weighting::Critic { scale } => Method::Critic(scaled(*scale)),
            Weighting::StandardDeviation { scale } => Method::StandardDeviation(scaled(*scale)),
            Weighting::Gini => Method::Gini(()),
            Weighting::Merec => Method::Merec(()),
            Weighting::Pca { rule } => {
                let rule = match rule {
                    PcaRule::Handbook => v1::PcaRule::Handbook,
                    PcaRule::FirstComponent => v1::PcaRule::FirstComponent,
                };
                Method::Pca(v1::PrincipalComponents { rule: rule.into() })
            }
            Weighting::Ahp { judgements, force } => {
                let row = |ratios: &Vec<f64>| v1::JudgementRow {
                    ratios: ratios.clone(),
                };
                Method::Ahp(v1::PairwiseJudgements {
                    rows: judgements.iter().map(row).collect(),
                    force: *force,
                })
            }
            Weighting::BestWorst {
                best,
                worst,
                best_to_others,
                others_to_worst,
            } => Method::BestWorst(v1::BestWorst {
                best: best.clone(),
                worst: worst.clone(),
                best_to_others: best_to_others.clone(),
                others_to_worst: others_to_worst.clone(),
            }),
            Weighting::BenefitOfTheDoubt { min_share, max_share } => {
                Method::BenefitOfTheDoubt(v1::BenefitOfTheDoubt {
                    min_share: *min_share,
                    max_share: Some(*max_share),
                })
            }
            Weighting::Blend { first, second, share } => Method::Blend(Box::new(v1::Blend {
                first: Some(Box::new(Self::from(first.as_ref()))),
                second: Some(Box::new(Self::from(second.as_ref()))),
                share: *share,
            })),
        };
        Self { method: Some(method) }
    }
}
