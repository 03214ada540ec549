//! Composite indices, ranks, and how sure they are.
//!
//! Pure: numbers in, numbers out. Reference method: OECD/JRC, *Handbook on Constructing Composite Indicators* (2008).
//!
//! ```
//! use zhibiao_scoring::{Cell, Column, Framework, FrameworkForm, Index, Table, Unit};
//!
//! let form: FrameworkForm = toml::from_str(
//!     r#"
//!     id = "example"
//!     aggregates = [{ id = "index" }]
//!     indicators = [
//!         { code = "patents", parent = "index", weight = 3 },
//!         { code = "energy", parent = "index", direction = "down" },
//!     ]
//!     "#,
//! )?;
//! let framework = Framework::new(form)?;
//! let column = |code: &str, values: [f64; 3]| Column {
//!     code: code.into(),
//!     cells: values.map(|value| Cell::plain(Some(value))).into(),
//!     past: Vec::new(),
//! };
//! let units = ["a", "b", "c"].map(|code| Unit { code: code.into(), ..Unit::default() });
//! let columns = vec![column("patents", [5.0, 9.0, 1.0]), column("energy", [2.0, 3.0, 1.0])];
//! let table = Table::new(units.into(), 2024.5, columns)?;
//! let evaluation = Index::new(&framework, &table)?.evaluate()?;
//! let ranking = evaluation.ranking(evaluation.root());
//! assert_eq!(ranking[0].code, "b");
//! assert_eq!(ranking[0].score, 75.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod aggregate;
mod audit;
mod budget;
mod denominate;
mod digest;
mod eigen;
mod elementary;
mod evaluation;
mod fault;
mod framework;
mod impute;
mod index;
mod matrix;
mod moments;
mod normalise;
mod note;
mod pipeline;
mod random;
pub mod ranking;
mod registers;
mod run;
mod screen;
mod simplex;
mod stability;
mod table;
mod treat;
mod uncertainty;
mod weight;
mod why;

pub use aggregate::{Vikor, vikor};
pub use audit::{Aspect, Audit, Check, Verdict};
pub use budget::{MAX_COMPARISONS, MAX_CORRELATED, MAX_PROGRAMS, MAX_STEPS};
pub use digest::{Digest, TableDigest};
pub use evaluation::{Cause, Contributions, Evaluation, Stage, Standing, Unscored};
pub use fault::{Error, Fault, Part};
pub use framework::{Alternatives, Framework, MAX_AGGREGATES, MAX_INDICATORS};
pub use index::Index;
pub use note::{Concerned, Negatives, NoWeights, Note, Unread, Warning};
pub use run::{Progress, Run};
pub use screen::Screened;
pub use stability::{Bound, Swap, WeightInterval};
pub use table::{Cell, Column, MAX_CELLS, MAX_MAGNITUDE, MAX_UNITS, PastValue, Table, Unit};
pub use treat::Treated;
pub use uncertainty::{
    Estimate, Factor, Indices, MAX_DRAWS, MAX_EVALUATIONS, MAX_PAIRED, MAX_SIMULATED, Pairwise, RankSummary,
    Sensitivity, SensitivityRequest, Uncertainty, UncertaintyRequest, UnitUncertainty, rank_summary,
    sobol_indices,
};
pub use weight::Consistency;
pub use why::{
    Attribution, Edition, Gap, Improvement, Movement, Outcome, Since, Solution, TargetRequest,
    explain_movement,
};
pub use zhibiao_model::framework::{
    AggregateForm, Aggregation, Assumptions, Bounds, DataNoise, Denominator, Direction, FrameworkForm,
    Imputation, IndicatorForm, LevelForm, Normalisation, Otherwise, Overrides, PcaRule, Preference, Scale,
    Screen, Spread, Treatment, WeightNoise, Weighting,
};

/// Version of the engine's arithmetic. It changes with anything that changes a result, however little, which the test
/// `engine` sees; a result is replayed bit for bit by the same version, on any machine.
pub const ENGINE: &str = "zhibiao-scoring 5";
