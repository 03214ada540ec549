//! Ids made of names: pinyin for Chinese, letters and digits as they are.

use std::collections::BTreeSet;

use pinyin::ToPinyin as _;
use zhibiao_model::{catalog::fold, ids::MAX_ID};

/// Room for a number behind a code that is taken.
const ROOM: usize = 6;

/// Gives ids, each once.
#[derive(Debug, Default)]
pub(super) struct Codes(BTreeSet<String>);

impl Codes {
    /// Gives none of these.
    pub(super) fn over(taken: BTreeSet<String>) -> Self {
        Self(taken)
    }

    /// An id for a name; `fallback` where the name has nothing to make one of.
    pub(super) fn code(&mut self, name: &str, fallback: &str) -> String {
        let base = match slug(name) {
            slug if slug.is_empty() => fallback.to_owned(),
            slug => slug,
        };
        let mut code = base.clone();
        let mut number = 1;
        while !self.0.insert(code.clone()) {
            number += 1;
            code = format!("{base}-{number}");
        }
        code
    }
}

/// Groups of lower-case letters and digits joined by hyphens, cut between groups where it grows too long.
pub(super) fn slug(name: &str) -> String {
    let mut groups: Vec<String> = Vec::new();
    let mut joins = false;
    for c in fold(name).chars() {
        if let Some(syllable) = c.to_pinyin() {
            // ü has no place in an id; v is what input methods take for it.
            groups.push(syllable.plain().replace('ü', "v"));
            joins = false;
        } else if c.is_ascii_alphanumeric() {
            match groups.last_mut() {
                Some(last) if joins => last.push(c),
                Some(_) | None => groups.push(c.to_string()),
            }
            joins = true;
        } else {
            joins = false;
        }
    }
    let mut slug = String::new();
    for group in groups {
        let longer = slug.len() + 1 + group.len();
        if longer > MAX_ID - ROOM {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&group);
    }
    slug
}

#[cfg(test)]
mod tests {
    use zhibiao_model::ids::is_id;

    use super::*;

    #[test]
    fn names_become_ids() {
        for (name, id) in [
            ("地区生产总值", "di-qu-sheng-chan-zong-zhi"),
            ("5G基站数", "5g-ji-zhan-shu"),
            ("Ｒ＆Ｄ经费（万元）", "r-d-jing-fei-wan-yuan"),
            ("绿化覆盖率", "lv-hua-fu-gai-lv"),
            ("Net profit", "netprofit"),
        ] {
            assert_eq!(slug(name), id);
            assert!(is_id(id));
        }
    }

    #[test]
    fn ids_are_unique_and_short() {
        let mut codes = Codes::over(BTreeSet::from(["a".to_owned()]));
        assert_eq!(codes.code("A", "x"), "a-2");
        assert_eq!(codes.code("！！", "x"), "x");
        assert_eq!(codes.code("？？", "x"), "x-2");
        let long = "战略性新兴产业总产值".repeat(9);
        for _ in 0..3 {
            assert!(is_id(&codes.code(&long, "x")));
        }
    }
}
