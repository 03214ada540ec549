//! Checks the items of a pack as the hub would, and finds the row behind each fault.

use std::{collections::BTreeSet, sync::Arc};

use zhibiao_model::{
    catalog::{Catalog, Draft, Fault},
    framework::FrameworkForm,
};
use zhibiao_proto::{catalog::v1 as proto, convert::InvalidField};

use super::{
    fault::{At, Faults},
    tables::Items,
};

/// Checks the items; every fault at once.
///
/// Items with a field that can't be read are told and set aside, so that the rest can still be checked as a whole; what
/// is wrong only because an item was set aside is not told.
pub(crate) fn check(items: &Items, faults: &mut Faults) -> Catalog {
    let (draft, aside) = draft(items, faults);
    let ungrouped = ungrouped(&draft);
    let (catalog, found) = match Catalog::build(draft) {
        Ok(catalog) => (catalog, Vec::new()),
        Err(found) => (Catalog::default(), found),
    };
    for Fault { path, message } in found.into_iter().chain(ungrouped) {
        let follows = aside.iter().any(|name| message.contains(&format!("`{name}`")));
        if let Some((at, message)) = placed(items, &path, message).filter(|_| !follows) {
            faults.add(at, message);
        }
    }
    catalog
}

/// Where frameworks impute by groups that nobody has.
fn ungrouped(draft: &Draft) -> Vec<Fault> {
    let of = |form: &Arc<FrameworkForm>| {
        let id = form.id.clone();
        let found = draft.ungrouped(form).into_iter();
        found.map(move |(path, message)| Fault {
            path: format!("{id}.{path}"),
            message,
        })
    };
    draft.frameworks.values().flat_map(of).collect()
}

/// The items that can be read, and the names of those that can't.
pub(super) fn draft(items: &Items, faults: &mut Faults) -> (Draft, BTreeSet<String>) {
    let invalid = match Draft::try_from(items.catalog.clone()) {
        Ok(draft) => return (draft, BTreeSet::new()),
        Err(invalid) => invalid,
    };
    let mut rows = BTreeSet::new();
    for InvalidField { field, description } in invalid.fields {
        let (item, inner) = split_item(&field);
        let at = items.by_path.get(item).cloned().unwrap_or_else(|| At::file(item));
        faults.add(at.column(&column(inner)), description);
        rows.insert(item.to_owned());
    }
    let mut rest = items.catalog.clone();
    let mut aside = set_all_aside(&mut rest, &rows);
    // A formula names its inputs by bare code.
    let bare: Vec<String> = aside
        .iter()
        .filter_map(|name| Some(name.split_once('/')?.1.to_owned()))
        .collect();
    aside.extend(bare);
    (Draft::try_from(rest).unwrap_or_default(), aside)
}

/// Takes every item of these rows out; gives their names.
fn set_all_aside(rest: &mut proto::Catalog, rows: &BTreeSet<String>) -> BTreeSet<String> {
    let mut aside = BTreeSet::new();
    set_aside("kinds", &mut rest.kinds, |kind| &kind.id, rows, &mut aside);
    set_aside("zones", &mut rest.zones, |zone| &zone.name, rows, &mut aside);
    set_aside(
        "lineage",
        &mut rest.lineage,
        |event| &event.date,
        rows,
        &mut aside,
    );
    set_aside(
        "subjects",
        &mut rest.subjects,
        |subject| &subject.name,
        rows,
        &mut aside,
    );
    set_aside(
        "departments",
        &mut rest.departments,
        |department| &department.name,
        rows,
        &mut aside,
    );
    set_aside(
        "indicators",
        &mut rest.indicators,
        |indicator| &indicator.name,
        rows,
        &mut aside,
    );
    set_aside(
        "interfaces",
        &mut rest.interfaces,
        |interface| &interface.name,
        rows,
        &mut aside,
    );
    set_aside(
        "peer_groups",
        &mut rest.peer_groups,
        |group| &group.name,
        rows,
        &mut aside,
    );
    set_aside("grants", &mut rest.grants, |grant| &grant.name, rows, &mut aside);
    set_aside(
        "frameworks",
        &mut rest.frameworks,
        |framework| &framework.name,
        rows,
        &mut aside,
    );
    aside
}

fn set_aside<T>(
    table: &str,
    items: &mut Vec<T>,
    name: impl Fn(&T) -> &String,
    rows: &BTreeSet<String>,
    aside: &mut BTreeSet<String>,
) {
    let mut index = 0;
    items.retain(|item| {
        let wrong = rows.contains(&format!("{table}[{index}]"));
        index += 1;
        if wrong {
            aside.insert(name(item).clone());
        }
        !wrong
    });
}

/// Parts `zones[3].names.zh` into `zones[3]` and `names.zh`.
fn split_item(path: &str) -> (&str, &str) {
    match path.find(']') {
        Some(end) => {
            let (item, rest) = path.split_at(end + 1);
            (item, rest.trim_start_matches('.'))
        }
        None => (path, ""),
    }
}

/// A fault of the whole catalogue, such as of `indicators/profit-rate.formula`, with its row; none of one that only comes of
/// what a framework's file lacks.
fn placed(items: &Items, path: &str, message: String) -> Option<(At, String)> {
    let (name, field) = path.split_once('.').unwrap_or((path, ""));
    if let Some(draft) = items.trees.get(name) {
        let mut own = draft.own(vec![(field.to_owned(), message)]);
        return own.next().map(|(path, message)| (draft.rows.at(&path), message));
    }
    if items.trees.values().any(|draft| draft.explains(&message)) {
        return None;
    }
    let at = items.by_name.get(name);
    let at = at.map_or_else(|| At::file(path), |at| at.column(&column(field)));
    Some((at, message))
}

/// The column that a field of a message stands in.
fn column(field: &str) -> String {
    let plain: String = field.split('[').next().unwrap_or_default().to_owned();
    match plain.as_str() {
        "names" | "names.zh" => "name_zh",
        "names.en" => "name_en",
        "names.aliases" => "aliases",
        "placements" => "zone",
        "codes" => "code",
        "validity" | "validity.from" => "valid_from",
        "validity.until" => "valid_to",
        "range" => "min",
        other => other,
    }
    .to_owned()
}

/// Whether an item of this resource name is declared.
pub(crate) fn declares(items: &Items, name: &str) -> bool {
    items.by_name.contains_key(name)
}

/// Number of items of each table.
pub(crate) fn counts(catalog: &proto::Catalog) -> [(&'static str, usize); 10] {
    let proto::Catalog {
        kinds,
        zones,
        lineage,
        subjects,
        departments,
        indicators,
        interfaces,
        peer_groups,
        grants,
        frameworks,
    } = catalog;
    [
        ("zones", zones.len()),
        ("subjects", subjects.len()),
        ("kinds", kinds.len()),
        ("departments", departments.len()),
        ("indicators", indicators.len()),
        ("interfaces", interfaces.len()),
        ("peer_groups", peer_groups.len()),
        ("lineage", lineage.len()),
        ("grants", grants.len()),
        ("frameworks", frameworks.len()),
    ]
}
