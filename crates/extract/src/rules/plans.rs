//! The tables of plans, ready to be looked up.

use crate::tables::cues;
use crate::words::Words;

/// Words by which a plan is told, followed or done.
#[derive(Debug, Clone)]
pub(crate) struct PlanWords {
    pub(crate) done: Words<()>,
    pub(crate) achieved: Words<()>,
    pub(crate) reached: Words<()>,
    pub(crate) aiming: Words<()>,
    pub(crate) according: Words<()>,
    pub(crate) laid_down: Words<()>,
    pub(crate) making: Words<()>,
    pub(crate) plan_heads: Words<()>,
    pub(crate) result_heads: Words<()>,
    pub(crate) work_heads: Words<()>,
    pub(crate) next: Words<()>,
    pub(crate) once_built: Words<()>,
    pub(crate) years_plans: Words<()>,
}

impl PlanWords {
    pub(super) fn new() -> Self {
        Self {
            done: Words::of(cues::DONE),
            achieved: Words::of(cues::ACHIEVED),
            reached: Words::of(cues::REACHED),
            aiming: Words::of(cues::AIMING),
            according: Words::of(cues::ACCORDING),
            laid_down: Words::of(cues::LAID_DOWN),
            making: Words::of(cues::MAKING),
            plan_heads: Words::of(cues::PLAN_HEADS),
            result_heads: Words::of(cues::RESULT_HEADS),
            work_heads: Words::of(cues::WORK_HEADS),
            next: Words::of(cues::NEXT),
            once_built: Words::of(cues::ONCE_BUILT),
            years_plans: Words::of(cues::YEARS_PLANS),
        }
    }
}
