//! What can be told of a framework without catalogue and without the engine.

use super::{FrameworkForm, GROUPINGS};
use crate::ids::is_id;

impl FrameworkForm {
    /// What is wrong with it whatever the catalogue, beside what its methods say: each place in it with what to do.
    #[must_use]
    pub fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        if self.names.zh.trim().is_empty() && self.names.en.trim().is_empty() {
            let message = "has no name: give a Chinese or an English one";
            faults.push(("names".to_owned(), message.to_owned()));
        }
        for aggregate in self.aggregates.iter().filter(|one| !is_id(&one.id)) {
            let message = format!(
                "`{}` is no id: write lower-case letters and digits joined by hyphens",
                aggregate.id
            );
            faults.push(("aggregates".to_owned(), message));
        }
        for (path, imputation) in self.imputations() {
            if let Some(by) = imputation.grouping().filter(|by| !GROUPINGS.contains(by)) {
                let message = format!("`{by}` groups no subjects: give one of {}", GROUPINGS.join(", "));
                faults.push((format!("{path}.by"), message));
            }
        }
        faults
    }
}
