//! Packs with faults, in which a framework's names can be looked up all the same.

use std::{collections::BTreeSet, sync::Arc};

use zhibiao_model::{
    catalog::{Catalog, Draft, Fault},
    framework::FrameworkForm,
};

use super::{
    check,
    fault::{Faults, InvalidPack},
    framework::{own_place, uncomputable},
    tables::Items,
};

/// A pack that can't be used.
#[derive(Debug)]
pub(crate) struct Unsound {
    /// Everything that is wrong with it.
    pub(crate) faults: InvalidPack,
    /// What it has; none where a table can't be read wholly.
    pub(crate) known: Option<Box<Known>>,
}

/// The items of a pack that has faults.
#[derive(Debug)]
pub(crate) struct Known {
    items: Draft,
    /// Names of items that can't be read: what is wrong only for want of them is no fault.
    aside: BTreeSet<String>,
}

impl Known {
    pub(super) fn of(items: &Items) -> Self {
        // They are told already.
        let (items, aside) = check::draft(items, &mut Faults::default());
        Self { items, aside }
    }

    /// What is wrong with a framework among these items, and not with them.
    pub(crate) fn faults_of(&self, form: &FrameworkForm) -> Vec<(String, String)> {
        let mut draft = self.items.clone();
        draft.frameworks.insert(form.id.clone(), Arc::new(form.clone()));
        let ungrouped = draft.ungrouped(form);
        let directed = draft.directed(form);
        let id = form.id.to_string();
        let found = Catalog::build_after(&self.items, draft).err().unwrap_or_default();
        let is_own = |path: &str| {
            let rest = path.strip_prefix(id.as_str());
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        let is_aside = |what: &str| self.aside.iter().any(|name| what.contains(&format!("`{name}`")));
        let own = found
            .into_iter()
            .filter(|Fault { path, message }| is_own(path) && !is_aside(message));
        own.map(|Fault { path, message }| (own_place(&id, path), message))
            .chain(ungrouped)
            .chain(uncomputable(directed))
            .collect()
    }
}
