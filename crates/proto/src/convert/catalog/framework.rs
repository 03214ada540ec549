//! Frameworks of composite indices.

use zhibiao_model::{
    framework::{
        AggregateForm, Denominator, Direction, FrameworkForm, IndicatorForm, LevelForm, Normalisation,
        Screen, Ties,
    },
    ids::IndicatorCode,
};

use super::parts::names;
use crate::{
    catalog::v1,
    convert::{Faults, InvalidMessage, method, optional},
};

impl TryFrom<v1::Framework> for FrameworkForm {
    type Error = InvalidMessage;

    fn try_from(message: v1::Framework) -> Result<Self, InvalidMessage> {
        match framework_as_far(message) {
            (Some(form), Ok(())) => Ok(form),
            (_, Err(invalid)) => Err(invalid),
            (None, Ok(())) => Faults::default().give(None),
        }
    }
}

/// A framework as far as it can be read, none without a name: fields that can't be read are left out.
///
/// # Errors
/// Beside it, every field that can't be read.
pub fn framework_as_far(message: v1::Framework) -> (Option<FrameworkForm>, Result<(), InvalidMessage>) {
    let v1::Framework {
        name,
        names: called,
        edition,
        source,
        note,
        peer_group,
        decimals,
        ties: rule,
        screen,
        impute,
        treat,
        normalise,
        min_available,
        levels,
        aggregates,
        indicators,
        uncertainty,
        version,
    } = message;
    let mut faults = Faults::default();
    let id = faults.take(|| "name".into(), name.parse());
    let peers = faults.take(|| "peer_group".into(), optional(&peer_group));
    let rule = faults.take(|| "ties".into(), ties(rule));
    let v1::Screen { overall, branch } = screen.unwrap_or_default();
    let impute = method::optional(&mut faults, "impute", impute).unwrap_or_default();
    let treat = method::optional(&mut faults, "treat", treat).unwrap_or_default();
    let normalise = method::optional(&mut faults, "normalise", normalise);
    let levels = method::as_far(&mut faults, "levels", levels, level);
    let aggregates = method::as_far(&mut faults, "aggregates", aggregates, aggregate);
    let indicators = method::as_far(&mut faults, "indicators", indicators, indicator);
    let (uncertainty, read) = method::assumptions_as_far(uncertainty.unwrap_or_default());
    faults.nested(|| "uncertainty".into(), read);
    let framework = id.map(|id| FrameworkForm {
        id,
        names: names(called),
        edition,
        source,
        note,
        peers: peers.flatten(),
        decimals: decimals.unwrap_or(FrameworkForm::DECIMALS),
        ties: rule.flatten().unwrap_or_default(),
        screen: Screen { overall, branch },
        impute,
        treat,
        normalise: normalise.unwrap_or_default(),
        min_available,
        levels,
        aggregates,
        indicators,
        uncertainty,
        version,
    });
    (framework, faults.finish())
}

/// How ties are ranked; none where nothing is said.
pub(crate) fn ties(number: i32) -> Result<Option<Ties>, &'static str> {
    match v1::TieRule::try_from(number) {
        Ok(v1::TieRule::Unspecified) => Ok(None),
        Ok(v1::TieRule::Standard) => Ok(Some(Ties::Standard)),
        Ok(v1::TieRule::Dense) => Ok(Some(Ties::Dense)),
        Ok(v1::TieRule::Average) => Ok(Some(Ties::Average)),
        Err(_) => Err("is no rule that this hub knows"),
    }
}

impl From<Ties> for v1::TieRule {
    fn from(ties: Ties) -> Self {
        match ties {
            Ties::Standard => Self::Standard,
            Ties::Dense => Self::Dense,
            Ties::Average => Self::Average,
        }
    }
}

fn direction(number: i32) -> Result<Option<Direction>, &'static str> {
    match v1::Direction::try_from(number) {
        Ok(v1::Direction::Unspecified) => Ok(None),
        Ok(v1::Direction::Up) => Ok(Some(Direction::Up)),
        Ok(v1::Direction::Down) => Ok(Some(Direction::Down)),
        Ok(v1::Direction::None) => {
            Err("is none: a framework says which way is better, or leaves it to the indicator")
        }
        Err(_) => Err("is no direction that this hub knows"),
    }
}

impl From<&FrameworkForm> for v1::Framework {
    fn from(framework: &FrameworkForm) -> Self {
        let FrameworkForm {
            id,
            names,
            edition,
            source,
            note,
            peers,
            decimals,
            ties,
            screen: Screen { overall, branch },
            impute,
            treat,
            normalise,
            min_available,
            levels,
            aggregates,
            indicators,
            uncertainty,
            version,
        } = framework;
        Self {
            name: id.to_string(),
            names: Some(names.into()),
            edition: edition.clone(),
            source: source.clone(),
            note: note.clone(),
            peer_group: peers.as_ref().map(ToString::to_string).unwrap_or_default(),
            decimals: Some(*decimals),
            ties: v1::TieRule::from(*ties).into(),
            screen: Some(v1::Screen {
                overall: *overall,
                branch: *branch,
            }),
            impute: Some(impute.into()),
            treat: Some(treat.into()),
            normalise: Some(normalise.into()),
            min_available: *min_available,
            levels: levels.iter().map(Into::into).collect(),
            aggregates: aggregates.iter().map(Into::into).collect(),
            indicators: indicators.iter().map(Into::into).collect(),
            uncertainty: Some(uncertainty.into()),
            version: *version,
        }
    }
}

/// A level; methods that can't be read are left out.
fn level(message: v1::FrameworkLevel, faults: &mut Faults) -> Option<LevelForm> {
    let v1::FrameworkLevel {
        weighting,
        aggregation,
    } = message;
    Some(LevelForm {
        weighting: method::optional(faults, "weighting", weighting),
        aggregation: method::optional(faults, "aggregation", aggregation),
    })
}

impl From<&LevelForm> for v1::FrameworkLevel {
    fn from(level: &LevelForm) -> Self {
        let LevelForm {
            weighting,
            aggregation,
        } = level;
        Self {
            weighting: weighting.as_ref().map(Into::into),
            aggregation: aggregation.as_ref().map(Into::into),
        }
    }
}

/// An aggregate; methods that can't be read are left out.
fn aggregate(message: v1::FrameworkAggregate, faults: &mut Faults) -> Option<AggregateForm> {
    let v1::FrameworkAggregate {
        id,
        names: called,
        number,
        parent,
        weight,
        weight_source,
        weighting,
        aggregation,
        min_available,
    } = message;
    Some(AggregateForm {
        id,
        names: names(called),
        number,
        parent: (!parent.is_empty()).then_some(parent),
        weight: weight.unwrap_or(1.0),
        weight_source,
        weighting: method::optional(faults, "weighting", weighting),
        aggregation: method::optional(faults, "aggregation", aggregation),
        min_available,
    })
}

impl From<&AggregateForm> for v1::FrameworkAggregate {
    fn from(aggregate: &AggregateForm) -> Self {
        let AggregateForm {
            id,
            names,
            number,
            parent,
            weight,
            weight_source,
            weighting,
            aggregation,
            min_available,
        } = aggregate;
        Self {
            id: id.clone(),
            names: Some(names.into()),
            number: number.clone(),
            parent: parent.clone().unwrap_or_default(),
            weight: Some(*weight),
            weight_source: weight_source.clone(),
            weighting: weighting.as_ref().map(Into::into),
            aggregation: aggregation.as_ref().map(Into::into),
            min_available: *min_available,
        }
    }
}

/// An indicator, none without a name; methods that can't be read are left out.
fn indicator(message: v1::FrameworkIndicator, faults: &mut Faults) -> Option<IndicatorForm> {
    let v1::FrameworkIndicator {
        indicator,
        number,
        parent,
        weight,
        weight_source,
        direction: way,
        denominator,
        impute,
        treat,
        normalise,
    } = message;
    let code = faults.take(|| "indicator".into(), indicator.parse::<IndicatorCode>());
    let way = faults.take(|| "direction".into(), direction(way));
    let denominator = method::optional(faults, "denominator", denominator);
    let impute = method::optional(faults, "impute", impute);
    let treat = method::optional(faults, "treat", treat);
    let normalise = method::optional::<_, Normalisation>(faults, "normalise", normalise);
    code.map(|code| IndicatorForm {
        code: code.id().to_owned(),
        number,
        parent,
        weight: weight.unwrap_or(1.0),
        weight_source,
        direction: way.flatten(),
        denominator,
        impute,
        treat,
        normalise,
    })
}

impl From<&IndicatorForm> for v1::FrameworkIndicator {
    fn from(form: &IndicatorForm) -> Self {
        let IndicatorForm {
            code,
            number,
            parent,
            weight,
            weight_source,
            direction,
            denominator,
            impute,
            treat,
            normalise,
        } = form;
        let direction = match direction {
            None => v1::Direction::Unspecified,
            Some(Direction::Up) => v1::Direction::Up,
            Some(Direction::Down) => v1::Direction::Down,
        };
        Self {
            indicator: method::resource(code),
            number: number.clone(),
            parent: parent.clone(),
            weight: Some(*weight),
            weight_source: weight_source.clone(),
            direction: direction.into(),
            denominator: denominator.as_ref().map(Into::into),
            impute: impute.as_ref().map(Into::into),
            treat: treat.as_ref().map(Into::into),
            normalise: normalise.as_ref().map(Into::into),
        }
    }
}

impl TryFrom<v1::Denominator> for Denominator {
    type Error = InvalidMessage;

    fn try_from(message: v1::Denominator) -> Result<Self, InvalidMessage> {
        let v1::Denominator { indicator, scale } = message;
        let mut faults = Faults::default();
        let by = faults.take(|| "indicator".into(), indicator.parse::<IndicatorCode>());
        faults.give(by.map(|by| Self {
            by: by.id().to_owned(),
            scale: scale.unwrap_or(1.0),
        }))
    }
}

impl From<&Denominator> for v1::Denominator {
    fn from(denominator: &Denominator) -> Self {
        let Denominator { by, scale } = denominator;
        Self {
            indicator: method::resource(by),
            scale: Some(*scale),
        }
    }
}
