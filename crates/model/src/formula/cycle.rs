//! Circles among formulas: an indicator that is computed from itself.

use std::collections::{BTreeMap, BTreeSet};

/// A circle as a path that ends where it began (`a → b → a`); None when there is none.
///
/// `edges` leads from each item to what it needs; items that need nothing may be left out. It walks with its own
/// stack, so that long chains of formulas cannot exhaust the thread's.
pub fn find_cycle(edges: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in edges.keys().map(String::as_str) {
        if done.contains(start) {
            continue;
        }
        // What leads to the current item, each with those of its needs that are still to be visited.
        let mut path = vec![(start, needs(edges, start))];
        let mut on_path = BTreeSet::from([start]);
        while let Some((item, open)) = path.last_mut() {
            let item = *item;
            let Some(next) = open.pop() else {
                done.insert(item);
                on_path.remove(item);
                path.pop();
                continue;
            };
            if on_path.contains(next) {
                let circle = path
                    .iter()
                    .map(|(item, _)| *item)
                    .skip_while(|item| *item != next);
                return Some(circle.chain([next]).map(str::to_owned).collect());
            }
            if !done.contains(next) {
                on_path.insert(next);
                path.push((next, needs(edges, next)));
            }
        }
    }
    None
}

/// Last first, so that the least is visited first.
fn needs<'a>(edges: &'a BTreeMap<String, BTreeSet<String>>, item: &str) -> Vec<&'a str> {
    edges
        .get(item)
        .into_iter()
        .flatten()
        .rev()
        .map(String::as_str)
        .collect()
}
