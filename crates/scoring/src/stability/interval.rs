//! How far one weight may move before a rank changes, by the rule that ranks are made by.
//!
//! As a component's weight grows and its siblings share the rest, each unit's score moves steadily from what it would be
//! without the component to what the component alone would give: that holds of every mean of a unit's own components,
//! also where it lacks some, and of every mean of such means. Nothing else is used: the weights at which two rounded
//! scores change their order are found by halving, to the last digits, and no order in between is missed.

use zhibiao_model::framework::Direction;

use crate::{
    aggregate::{Aggregate as _, Components, Weights},
    budget::intervals_affordable,
    evaluation::{Evaluation, Stage},
    fault::Error,
    framework::{Child, Node},
    matrix::MISSING,
    ranking,
    run::{Halt, Progress},
};

/// As near as a weight comes to 0 and 1. There the component or its siblings count no more, and scores may jump.
const EDGE: f64 = 1e-9;

/// Halvings until two weights are neighbours; doubles from 0 to 1 need no more.
const HALVINGS: usize = 80;

/// Steps on the way to the weight at which one unit catches up with another. Each is as long as the other's lead; past so
/// many the lead hardly changes, and the crossing is sought by halving.
const MAX_STEPS: usize = 10_000;

/// An end of an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The weight there.
    pub weight: f64,
    /// The unit that comes to rank above the one in question there, or ceases to; none where the weight itself ends, at 0
    /// or 1.
    pub meets: Option<usize>,
}

/// How far a weight may move, see [`Evaluation::weight_intervals`].
#[derive(Debug, Clone, PartialEq)]
pub struct WeightInterval {
    /// The aggregate.
    pub aggregate: String,
    /// Its component.
    pub component: String,
    /// The component's weight; those of the others share the rest as they do now.
    pub weight: f64,
    /// Lowest weight before the rank changes; a hair from 0, as the highest may be from 1, where somebody has no score at
    /// the very end.
    pub low: Bound,
    /// Highest weight.
    pub high: Bound,
}

impl Evaluation {
    /// For each weight, the interval in which it may move before any unit comes to rank above the one that stands at a
    /// place, or ceases to. Scores are rounded to the framework's decimals, as for the ranks that are published. Weights
    /// that were read off the data are taken as they came out.
    ///
    /// # Errors
    /// [`Error::Inapplicable`] when an aggregation looks at all units at once, weights differ between units, or nobody
    /// stands there; [`Error::Limit`] when it would not end in reasonable time.
    pub fn weight_intervals(&self, place: usize) -> Result<Vec<WeightInterval>, Error> {
        self.weight_intervals_until(place, &())
    }

    /// As [`Evaluation::weight_intervals`], as long as nobody stops it: it asks before each step towards another unit.
    ///
    /// # Errors
    /// As [`Evaluation::weight_intervals`]; [`Error::Cancelled`].
    pub fn weight_intervals_until(
        &self,
        place: usize,
        progress: &dyn Progress,
    ) -> Result<Vec<WeightInterval>, Error> {
        self.steady()?;
        let ranking = self.ranking(self.root());
        let held = place.checked_sub(1).and_then(|at| ranking.get(at));
        let unit = held.map(|standing| standing.unit).ok_or_else(|| {
            let problem = format!("is {place}: give 1 to {}", ranking.len());
            Error::inapplicable("rank", problem)
        })?;
        intervals_affordable(self.framework(), ranking.len())?;
        let scores = self.scores.root();
        let mut others: Vec<usize> = ranking.iter().map(|standing| standing.unit).collect();
        others.retain(|other| *other != unit);
        // The nearest meet first, and show how far it is worth to look.
        others.sort_by(|a, b| {
            let lead = |other: usize| (scores[other] - scores[unit]).abs();
            lead(*a).total_cmp(&lead(*b)).then(a.cmp(b))
        });
        let nodes = self.framework().nodes();
        let all: usize = nodes.iter().map(|node| node.children.len()).sum();
        let mut intervals = Vec::with_capacity(all);
        for (at, node) in nodes.iter().enumerate() {
            let mut chain = Chain::new(self, at, Halt::of(progress));
            for (part, child) in node.children.iter().enumerate() {
                if !progress.keep_going(intervals.len() as u64, all as u64) {
                    return Err(Error::Cancelled);
                }
                chain.turn_to(part);
                let low = chain.bound(unit, &others, 0.0)?;
                let high = chain.bound(unit, &others, 1.0)?;
                intervals.push(WeightInterval {
                    aggregate: node.id.clone(),
                    component: self.framework().name(*child).to_owned(),
                    weight: chain.weight,
                    low,
                    high,
                });
            }
        }
        Ok(intervals)
    }

    /// Refuses indices of which a unit's score need not move steadily with a weight.
    fn steady(&self) -> Result<(), Error> {
        let mut nodes = self.framework().nodes().iter();
        let problem = if nodes.any(|node| node.aggregation.chosen.looks_at_others()) {
            "weights have intervals only where aggregations look at each subject by itself"
        } else if self.has_own_weights() {
            "each subject has weights of its own"
        } else {
            return Ok(());
        };
        Err(Error::unfit("aggregates", problem))
    }
}

/// The aggregates from one up to the index, and one weight of the first that moves.
struct Chain<'a> {
    links: Vec<Link<'a>>,
    decimals: u32,
    scores: &'a [f64],
    halt: Halt<'a>,
    /// The component whose weight moves.
    part: usize,
    /// Its weight now.
    weight: f64,
}

/// An aggregate of a chain.
struct Link<'a> {
    node: &'a Node,
    columns: Vec<&'a [f64]>,
    directions: Vec<Direction>,
    weights: Vec<f64>,
    /// The component that is the aggregate before it in the chain; none of the first.
    moved: Option<usize>,
}

/// Two units, by who must not fall below whom for their order to stay as it is.
#[derive(Debug, Clone, Copy)]
struct Pair {
    lower: usize,
    upper: usize,
    /// Whether the upper must stay above, and not only level.
    strict: bool,
}

/// Rounded scores of a pair at a weight.
#[derive(Debug, Clone, Copy)]
struct Levels {
    lower: f64,
    upper: f64,
}

impl Pair {
    fn holds(self, levels: Levels) -> bool {
        if self.strict {
            levels.lower < levels.upper
        } else {
            levels.lower <= levels.upper
        }
    }
}

impl<'a> Link<'a> {
    fn new(evaluation: &'a Evaluation, at: usize, from: Option<usize>) -> Self {
        let framework = evaluation.framework();
        let node = &framework.nodes()[at];
        let normalised = evaluation.stage(Stage::Normalised);
        let column = |child: &Child| match *child {
            Child::Leaf(leaf) => normalised.column(leaf),
            Child::Node(below) => evaluation.scores.nodes.column(below),
        };
        let direction = |child: &Child| match *child {
            Child::Leaf(leaf) if framework.leaves()[leaf].normalise.chosen.keeps_direction() => {
                framework.leaves()[leaf].direction
            }
            Child::Leaf(_) | Child::Node(_) => Direction::Up,
        };
        let parts = 0..node.children.len();
        Self {
            node,
            columns: node.children.iter().map(column).collect(),
            directions: node.children.iter().map(direction).collect(),
            weights: parts
                .map(|part| evaluation.scores.weights[at].of(0, part))
                .collect(),
            moved: from.and_then(|from| node.children.iter().position(|child| *child == Child::Node(from))),
        }
    }

    /// A unit's score with other weights, or with another score of the component before.
    fn score(&self, unit: usize, weights: Vec<f64>, before: f64) -> f64 {
        let mut row: Vec<&[f64]> = self.columns.iter().map(|column| &column[unit..=unit]).collect();
        if let Some(moved) = self.moved {
            row[moved] = std::slice::from_ref(&before);
        }
        let parts = Components {
            columns: &row,
            directions: &self.directions,
        };
        let mut score = [MISSING];
        let method = &self.node.aggregation.chosen;
        let weights = Weights::Shared(weights);
        let scored = method.apply(
            &parts,
            &weights,
            self.node.min_available,
            Halt::default(),
            &mut score,
        );
        // Nobody is asked, so nothing ends it.
        scored.map_or(MISSING, |()| score[0])
    }
}

impl<'a> Chain<'a> {
    fn new(evaluation: &'a Evaluation, from: usize, halt: Halt<'a>) -> Self {
        let mut links = vec![Link::new(evaluation, from, None)];
        let mut below = from;
        while let Some(parent) = evaluation.framework().nodes()[below].parent {
            links.push(Link::new(evaluation, parent, Some(below)));
            below = parent;
        }
        Self {
            links,
            decimals: evaluation.framework().form().decimals,
            scores: evaluation.scores.root(),
            halt,
            part: 0,
            weight: 1.0,
        }
    }

    fn turn_to(&mut self, part: usize) {
        (self.part, self.weight) = (part, self.links[0].weights[part]);
    }

    /// A unit's score in the index at a weight, rounded.
    fn level(&self, unit: usize, weight: f64) -> f64 {
        if weight == self.weight {
            return ranking::rounded(self.scores[unit], self.decimals);
        }
        let rest = (1.0 - weight) / (1.0 - self.weight);
        let mut score = MISSING;
        for (at, link) in self.links.iter().enumerate() {
            let mut weights = link.weights.clone();
            if at == 0 {
                weights.iter_mut().for_each(|weight| *weight *= rest);
                weights[self.part] = weight;
            }
            score = link.score(unit, weights, score);
        }
        if score.is_nan() {
            return MISSING;
        }
        ranking::rounded(score, self.decimals)
    }

    fn levels(&self, pair: Pair, weight: f64) -> Levels {
        Levels {
            lower: self.level(pair.lower, weight),
            upper: self.level(pair.upper, weight),
        }
    }

    /// How far the weight may move towards 0 or 1.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    fn bound(&self, unit: usize, others: &[usize], end: f64) -> Result<Bound, Error> {
        // Where the siblings have no weight they can't take any.
        if self.weight >= 1.0 {
            return Ok(Bound {
                weight: self.weight,
                meets: None,
            });
        }
        let mut bound = Bound {
            weight: end,
            meets: None,
        };
        let mut to = end.clamp(EDGE, 1.0 - EDGE);
        if (to - self.weight) * (end - 0.5) <= 0.0 {
            return Ok(bound);
        }
        for other in others {
            let above = self.level(*other, self.weight) > self.level(unit, self.weight);
            let (lower, upper) = if above { (unit, *other) } else { (*other, unit) };
            let pair = Pair {
                lower,
                upper,
                strict: above,
            };
            if let Some(weight) = self.last(pair, to)? {
                bound = Bound {
                    weight,
                    meets: Some(*other),
                };
                to = weight;
            }
        }
        // Whoever lacks the component, or all but it, has no score at the very end.
        let mut all = others.iter().chain([&unit]);
        if bound.meets.is_none() && all.any(|one| self.level(*one, end).is_nan()) {
            bound.weight = to;
        }
        Ok(bound)
    }

    /// The last weight on the way at which a pair's order still holds; none when it holds all the way.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    fn last(&self, pair: Pair, to: f64) -> Result<Option<f64>, Error> {
        let (mut at, mut now) = (self.weight, self.levels(pair, self.weight));
        let end = self.levels(pair, to);
        if end.lower.is_nan() || end.upper.is_nan() {
            return Ok(None);
        }
        let crossing = |from: f64| {
            self.halve(from, to, |weight| pair.holds(self.levels(pair, weight)))
                .0
        };
        for _ in 0..MAX_STEPS {
            self.halt.ask()?;
            // Whatever lies between the two ways keeps them apart.
            let apart = Levels {
                lower: now.lower.max(end.lower),
                upper: now.upper.min(end.upper),
            };
            if pair.holds(apart) {
                return Ok(None);
            }
            let falls = end.upper < now.upper;
            let rises = end.lower > now.lower;
            if falls && rises {
                return Ok(Some(crossing(at)));
            }
            // One of them only comes nearer to where the other is now: that far nothing happens.
            let (held, next) = self.halve(at, to, |weight| {
                pair.holds(if falls {
                    Levels {
                        lower: now.lower,
                        upper: self.level(pair.upper, weight),
                    }
                } else {
                    Levels {
                        lower: self.level(pair.lower, weight),
                        upper: now.upper,
                    }
                })
            });
            let then = self.levels(pair, next);
            if !pair.holds(then) {
                return Ok(Some(held));
            }
            (at, now) = (next, then);
        }
        let crosses = !pair.holds(end);
        Ok(crosses.then(|| crossing(at)))
    }

    /// Two neighbouring weights between which something ceases to hold that holds at the first and not at the last.
    fn halve(&self, from: f64, to: f64, holds: impl Fn(f64) -> bool) -> (f64, f64) {
        let (mut held, mut next) = (from, to);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(held, next);
            if middle == held || middle == next {
                break;
            }
            if holds(middle) {
                held = middle;
            } else {
                next = middle;
            }
        }
        (held, next)
    }
}
