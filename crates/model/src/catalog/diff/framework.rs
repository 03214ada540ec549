//! Frameworks differ node by node: one weight of forty-six is what people look for.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use super::{FieldChange, Fields, join, names_fields, optional};
use crate::framework::{AggregateForm, FrameworkForm, IndicatorForm, Screen};

/// Fields of a node as text.
type Node = Vec<(&'static str, String)>;

/// A framework without its nodes.
struct Top<'a>(&'a FrameworkForm);

impl Fields for Top<'_> {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let FrameworkForm {
            id: _,
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
            // Told node by node.
            aggregates: _,
            indicators: _,
            uncertainty,
            version: _,
        } = self.0;
        let mut fields = Vec::from(names_fields(names));
        fields.extend([
            ("edition", edition.clone()),
            ("source", source.clone()),
            ("note", note.clone()),
            ("peer_group", optional(peers.as_ref())),
            ("decimals", decimals.to_string()),
            ("ties", format!("{ties:?}").to_lowercase()),
            ("screen.overall", overall.to_string()),
            ("screen.branch", branch.to_string()),
            ("impute", format!("{impute:?}")),
            ("treat", format!("{treat:?}")),
            ("normalise", format!("{normalise:?}")),
            ("min_available", min_available.to_string()),
            ("levels", format!("{levels:?}")),
            ("uncertainty", format!("{uncertainty:?}")),
        ]);
        fields
    }
}

impl Fields for Arc<FrameworkForm> {
    fn fields(&self) -> Vec<(&'static str, String)> {
        Top(self).fields()
    }

    fn changes(&self, after: &Self) -> Vec<FieldChange> {
        let mut changes = Top(self).changes(&Top(after));
        let (old, new) = (tree(self), tree(after));
        nodes(&old, &new, &mut changes);
        let (before, now) = (order(self), order(after));
        // Judgements stand in the order of components.
        if before != now && old.keys().eq(new.keys()) {
            changes.push(FieldChange {
                field: Cow::Borrowed("order"),
                before,
                after: now,
            });
        }
        changes
    }
}

/// Every node of a tree by its path.
fn tree(framework: &FrameworkForm) -> BTreeMap<String, Node> {
    let aggregates = framework
        .aggregates
        .iter()
        .map(|one| (format!("aggregates[{}]", one.id), aggregate(one)));
    let indicators = framework
        .indicators
        .iter()
        .map(|one| (format!("indicators[{}]", one.code), indicator(one)));
    aggregates.chain(indicators).collect()
}

fn aggregate(aggregate: &AggregateForm) -> Node {
    let AggregateForm {
        id: _,
        names,
        number,
        parent,
        weight,
        weight_source,
        weighting,
        aggregation,
        min_available,
    } = aggregate;
    let mut fields = Vec::from(names_fields(names));
    fields.extend([
        ("number", number.clone()),
        ("parent", optional(parent.as_ref())),
        ("weight", weight.to_string()),
        ("weight_source", weight_source.clone()),
        ("weighting", debug(weighting.as_ref())),
        ("aggregation", debug(aggregation.as_ref())),
        ("min_available", optional(*min_available)),
    ]);
    fields
}

fn indicator(indicator: &IndicatorForm) -> Node {
    let IndicatorForm {
        code: _,
        number,
        parent,
        weight,
        weight_source,
        direction,
        denominator,
        impute,
        treat,
        normalise,
    } = indicator;
    vec![
        ("number", number.clone()),
        ("parent", parent.clone()),
        ("weight", weight.to_string()),
        ("weight_source", weight_source.clone()),
        ("direction", debug(direction.as_ref()).to_lowercase()),
        ("denominator", debug(denominator.as_ref())),
        ("impute", debug(impute.as_ref())),
        ("treat", debug(treat.as_ref())),
        ("normalise", debug(normalise.as_ref())),
    ]
}

fn debug(value: Option<impl std::fmt::Debug>) -> String {
    value.map(|value| format!("{value:?}")).unwrap_or_default()
}

fn order(framework: &FrameworkForm) -> String {
    let aggregates = framework.aggregates.iter().map(|one| &one.id);
    join(aggregates.chain(framework.indicators.iter().map(|one| &one.code)))
}

/// Nodes that are added or removed are told as a whole, others by the fields that differ.
fn nodes(before: &BTreeMap<String, Node>, after: &BTreeMap<String, Node>, changes: &mut Vec<FieldChange>) {
    let whole = |node: &Node| {
        let given = node.iter().filter(|(_, text)| !text.is_empty());
        given
            .map(|(field, text)| format!("{field}={text}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (path, node) in after {
        let Some(old) = before.get(path) else {
            changes.push(FieldChange {
                field: path.clone().into(),
                before: String::new(),
                after: whole(node),
            });
            continue;
        };
        for ((field, before), (_, after)) in old.iter().zip(node) {
            if before != after {
                changes.push(FieldChange {
                    field: format!("{path}.{field}").into(),
                    before: before.clone(),
                    after: after.clone(),
                });
            }
        }
    }
    for (path, node) in before.iter().filter(|(path, _)| !after.contains_key(*path)) {
        changes.push(FieldChange {
            field: path.clone().into(),
            before: whole(node),
            after: String::new(),
        });
    }
}
