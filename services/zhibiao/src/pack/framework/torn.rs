//! Of a framework's tree that is not wholly from its file: which faults may only come of what is missing.

use zhibiao_model::framework::FrameworkForm;

use crate::toml_form::{Mended, is_below};

/// Methods whose judgements are as many as there are components.
const JUDGED: [&str; 5] = ["judgements", "best", "worst", "best_to_others", "others_to_worst"];

/// What of a tree is missing from its file.
#[derive(Debug)]
pub(super) struct Torn {
    /// Whole aggregates or indicators.
    parts: bool,
    /// Ids of aggregates: what names one may not be wrong.
    ids: bool,
    /// Parents: an aggregate may have more components than it seems to.
    parents: bool,
    /// The same of aggregates, which then seem to be the index itself.
    roots: bool,
    /// Judgements of which some can't be read, by path.
    judgements: Vec<String>,
    /// The same of those that levels have.
    levels: bool,
}

impl Torn {
    /// What is missing from what was mended.
    pub(super) fn of(mended: &Mended) -> Self {
        let lists = mended.gaps().iter().filter_map(|gap| judged(&gap.path));
        let judgements: Vec<String> = lists.map(str::to_owned).collect();
        Self {
            parts: mended.lacks(&["aggregates", "indicators"]),
            ids: mended.lacks(&["aggregates[].id"]),
            parents: mended.lacks(&["aggregates[].parent", "indicators[].parent"]),
            roots: mended.lacks(&["aggregates[].parent"]),
            levels: mended.lacks(&["levels"]) || judgements.iter().any(|path| path.starts_with("levels[")),
            judgements,
        }
    }

    /// Whether a fault there may come of it. A ring of aggregates never does, nor do weights of zero or judgements that
    /// contradict each other.
    pub(super) fn explains(&self, path: &str, form: &FrameworkForm) -> bool {
        let own_list = || self.judgements.iter().any(|list| is_below(path, list));
        let components = self.parts || self.parents;
        match path {
            "aggregates" => self.parts || self.roots,
            "indicators" => self.parts,
            "levels" => components,
            _ if path.ends_with(".parent") => (self.parts || self.ids) && names_nobody(path, form),
            _ if !path.starts_with("aggregates[") => false,
            _ if path.ends_with(']') && judged(path).is_none() => {
                self.parts || self.parents && is_bare(path, form)
            }
            _ => match judged(path) {
                // Of the whole list: how many there are.
                Some(list) if list == path => components || self.levels || own_list(),
                Some(_) => self.levels || own_list(),
                None => false,
            },
        }
    }
}

/// The path up to judgements, where it leads to some.
fn judged(path: &str) -> Option<&str> {
    let ends = path.match_indices(['.', '[']).map(|(at, _)| at);
    let mut parts = ends.chain([path.len()]).map(|end| &path[..end]);
    parts.find(|part| {
        let key = part.rsplit('.').next().unwrap_or_default();
        JUDGED.contains(&key)
    })
}

/// Whether the parent that stands there is no aggregate.
fn names_nobody(path: &str, form: &FrameworkForm) -> bool {
    let aggregates = form.aggregates.iter().filter_map(|one| {
        let parent = one.parent.as_deref()?;
        Some((format!("aggregates[{}].parent", one.id), parent))
    });
    let indicators = form.indicators.iter();
    let indicators = indicators.map(|one| (format!("indicators[{}].parent", one.code), one.parent.as_str()));
    let mut there = aggregates.chain(indicators).filter(|(own, _)| own == path);
    there.any(|(_, parent)| form.aggregates.iter().all(|one| one.id != parent))
}

/// Whether an aggregate has no components.
fn is_bare(path: &str, form: &FrameworkForm) -> bool {
    let aggregates = form.aggregates.iter().filter_map(|one| one.parent.as_deref());
    let mut parents = aggregates.chain(form.indicators.iter().map(|one| one.parent.as_str()));
    !parents.any(|parent| path == format!("aggregates[{parent}]"))
}

#[cfg(test)]
mod tests {
    use crate::pack::{Draft, uncomputable};

    /// An unknown parent, a ring, weights of zero and judgements that are not reciprocal.
    const FAULTY: &str = r#"
id = "bt"
names = { en = "Bad" }
[[aggregates]]
id = "index"
weighting = { method = "ahp", judgements = [[1, 3], [3, 1]] }
[[aggregates]]
id = "a"
parent = "b"
[[aggregates]]
id = "b"
parent = "a"
[[aggregates]]
id = "econ"
parent = "index"
[[aggregates]]
id = "inno"
parent = "indx"
[[aggregates]]
id = "more"
parent = "index"
[[indicators]]
code = "ia"
parent = "econ"
weight = 0
[[indicators]]
code = "ib"
parent = "econ"
weight = 0
[[indicators]]
code = "ic"
parent = "inno"
[[indicators]]
code = "id4"
parent = "more"
"#;

    const PARENT: &str = "aggregates[inno].parent";
    const RING: &str = "aggregates[a].parent";
    const ZERO: &str = "aggregates[econ]";
    const JUDGED: &str = "aggregates[index].weighting.judgements[0][1]";

    fn told(text: &str) -> Vec<String> {
        let draft = Draft::read("f.toml", text);
        let found = uncomputable(draft.form.clone().unwrap());
        let mut paths: Vec<String> = draft.own(found).map(|(path, _)| path).collect();
        paths.sort();
        paths
    }

    #[test]
    fn what_is_missing_hides_only_what_may_come_of_it() {
        let all = [RING, ZERO, PARENT, JUDGED];
        let no_judgements = [RING, ZERO, PARENT];
        for (from, to, expected) in [
            ("", "", &all[..]),
            ("id = \"bt\"", "", &all),
            ("id = \"bt\"", "id = \"bad one\"", &all),
            ("id = \"bt\"", "id = 5", &all),
            ("code = \"ib\"", "", &all),
            ("code = \"ib\"", "code = 5", &all),
            ("code = \"id4\"\nparent = \"more\"", "code = \"id4\"", &all),
            ("[3, 1]", "[3, \"x\"]", &no_judgements),
            // What names an aggregate that is not there may mean the one without id.
            ("id = \"more\"", "", &[RING, ZERO, JUDGED]),
        ] {
            let expected = {
                let mut expected = expected.to_vec();
                expected.sort_unstable();
                expected
            };
            assert!(FAULTY.contains(from));
            assert_eq!(told(&FAULTY.replacen(from, to, 1)), expected, "{from} → {to}");
        }
    }
}
