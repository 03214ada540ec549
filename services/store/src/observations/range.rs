//! A span of periods, as requests give it: inclusive at both ends, open where nothing is said.

use zhibiao_model::{catalog::Indicator, period::Period};
use zhibiao_proto::convert::Faults;
use zhibiao_runtime::error::{Code, Problem};

/// The periods from one to another.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Range {
    from: Option<Period>,
    to: Option<Period>,
}

impl Range {
    /// Reads the two fields; faults are noted.
    pub(super) fn read(faults: &mut Faults, from: &str, to: &str) -> Self {
        let mut read = |field: &str, text: &str| {
            let period = if text.is_empty() {
                Ok(None)
            } else {
                text.parse().map(Some)
            };
            faults.take(|| field.to_owned(), period).flatten()
        };
        let (from, to): (Option<Period>, Option<Period>) = (read("from", from), read("to", to));
        if let (Some(from), Some(to)) = (from, to)
            && to.end() <= from.start()
        {
            faults.add("to", format!("{to} ends before {from} begins: exchange them"));
        }
        Self { from, to }
    }

    /// Whether every period lies in it.
    pub(super) fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether a period lies in it wholly.
    pub(super) fn contains(&self, period: Period) -> bool {
        self.from.is_none_or(|from| from.start() <= period.start())
            && self.to.is_none_or(|to| period.end() <= to.end())
    }

    /// Checks that its ends are not finer than an indicator's periods.
    pub(super) fn fits(&self, indicator: &Indicator) -> Result<(), Problem> {
        for (field, end) in [("from", self.from), ("to", self.to)] {
            if let Some(end) = end
                && end.frequency() > indicator.frequency
            {
                let text = format!(
                    "{end} is {}, finer than {}, which is {}",
                    end.frequency(),
                    indicator.code,
                    indicator.frequency
                );
                let problem = Problem::new(Code::InvalidArgument, "PERIOD_TOO_FINE", text.clone());
                return Err(problem.violation(field, text));
            }
        }
        Ok(())
    }
}
