//! What is planned of a number, and how far a plan goes on to those behind it.

use super::PLAN;
use crate::fact::Measure;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::cues::Cue;

/// What a number says of what is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// It is aimed at.
    Target,
    /// It is expected.
    Forecast,
}

impl Plan {
    /// What a measure says of what is to come; None of what has come about.
    pub(crate) fn of(measure: Measure) -> Option<Self> {
        match measure {
            Measure::Target => Some(Self::Target),
            Measure::Forecast => Some(Self::Forecast),
            Measure::Level
            | Measure::Yoy
            | Measure::Share
            | Measure::Ratio
            | Measure::Rank
            | Measure::Delta => None,
        }
    }
}

impl From<Plan> for Measure {
    fn from(plan: Plan) -> Self {
        match plan {
            Plan::Target => Self::Target,
            Plan::Forecast => Self::Forecast,
        }
    }
}

/// How far a plan goes that a number is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// No further than the next semicolon.
    Sentence,
    /// On over semicolons, until a clause tells what is done.
    Semicolons,
    /// To all of the list that stands behind its colon.
    List,
}

impl Scene<'_> {
    /// How far the plan of a number goes.
    pub(crate) fn plan_reach(&self, quantity: &Quantity) -> Reach {
        let number = quantity.whole.start;
        let start = self.sentence.start.max(number.saturating_sub(PLAN));
        let told = self.cues(start, number);
        // 高于23%的年度目标: what is called a target behind it goes no further.
        if !told
            .iter()
            .any(|(_, cue)| matches!(cue, Cue::Target | Cue::Forecast))
        {
            return Reach::Sentence;
        }
        let Some((word, _)) = told.iter().find(|(_, cue)| *cue == Cue::Forecast) else {
            return Reach::Semicolons;
        };
        // 预计全年主要指标为:…;….
        if (word.end..number).any(|at| self.page.at(at) == ':') {
            Reach::List
        } else if self.sums_up(word.start, Plan::Forecast) {
            Reach::Sentence
        } else {
            Reach::Semicolons
        }
    }

    /// Whether a plan that was told before the last semicolon goes on to a number: what is expected ends where a clause has
    /// a verb of its own (预计产值5亿元；完成投资1亿元), as what is aimed at does not.
    pub(crate) fn carries(&self, (plan, reach): (Plan, Reach), quantity: &Quantity) -> bool {
        match reach {
            Reach::List => true,
            Reach::Sentence => false,
            Reach::Semicolons => plan != Plan::Forecast || !self.names_deed(quantity),
        }
    }
}
