//! What hub and engine say about faults and checks, for those who read Chinese: they say it in English.
//!
//! A sentence is found by its words; what stands in its gaps (numbers, names) is taken over.

mod sentences;

use std::borrow::Cow;

use zhibiao_runtime::language::Language;

use sentences::SENTENCES;

/// A sentence in a language, as far as it is known; what is not known stays as it is.
pub(crate) fn told(text: &str, language: Language) -> Cow<'_, str> {
    match language {
        Language::En => Cow::Borrowed(text),
        Language::Zh => chinese(text).map_or(Cow::Borrowed(text), Cow::Owned),
    }
}

fn chinese(text: &str) -> Option<String> {
    SENTENCES
        .iter()
        .find_map(|(english, chinese)| Some(filled(chinese, &gaps(english, text)?)))
}

/// What stands in the gaps of a sentence; none when it is another one.
fn gaps<'a>(sentence: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut words = sentence.split("{}");
    let mut rest = text.strip_prefix(words.next()?)?;
    let mut words = words.peekable();
    let mut gaps = Vec::new();
    while let Some(next) = words.next() {
        let at = if words.peek().is_none() {
            rest.len()
                .checked_sub(next.len())
                .filter(|at| rest.is_char_boundary(*at))?
        } else {
            rest.find(next)?
        };
        let (gap, behind) = rest.split_at(at);
        rest = behind.strip_prefix(next)?;
        gaps.push(gap);
    }
    rest.is_empty().then_some(gaps)
}

fn filled(sentence: &str, gaps: &[&str]) -> String {
    let mut gaps = gaps.iter();
    let mut parts = sentence.split("{}");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let gap = gaps.next().copied().unwrap_or_default();
        // A reason within a sentence is a sentence of its own.
        text.push_str(chinese(gap).as_deref().unwrap_or(gap));
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use zhibiao_model::framework::FrameworkForm;

    use super::*;

    #[test]
    fn what_stands_in_the_gaps_is_taken_over() {
        assert_eq!(
            told("is -1: give zero or a positive number", Language::Zh),
            "为 -1：应为零或正数"
        );
        assert_eq!(
            told(
                "is 3, but the opposite judgement 0.5: it should be 1/3",
                Language::Zh
            ),
            "为 3，而相反的判断为 0.5：应为 1/3"
        );
        assert_eq!(told("as it should be", Language::En), "as it should be");
        assert_eq!(told("something else", Language::Zh), "something else");
    }

    #[test]
    fn both_languages_have_as_many_gaps() {
        let gaps = |text: &str| text.matches("{}").count();
        for (english, chinese) in SENTENCES {
            // The last gap may be a next step that the Chinese sentence says itself.
            let fewer = gaps(english) - gaps(chinese).min(gaps(english));
            assert!(fewer <= 1, "{english} / {chinese}");
        }
    }

    /// A framework with a fault of nearly every kind is told in Chinese throughout.
    #[test]
    fn faults_of_a_framework_are_told_in_chinese() {
        let text = r#"
            id = "f"
            decimals = 99
            min_available = 2.0
            levels = [{}]
            impute = { method = "group_mean", by = "nonsense" }
            normalise = { method = "min_max", low = 5, high = 5 }
            aggregates = [
                { id = "index" }, { id = "other" }, { id = "Self", parent = "Self" },
                { id = "a", parent = "b" }, { id = "b", parent = "a", weight = -1 },
                { id = "c", parent = "index", weighting = { method = "ahp", judgements = [[1, 3], [0.5, 1]] } },
                { id = "d", parent = "index", aggregation = { method = "geometric" } },
                { id = "empty", parent = "index" },
            ]
            indicators = [
                { code = "x", parent = "c", weight = 0, denominator = { by = "x", scale = 0 } },
                { code = "y", parent = "c", weight = 0 },
                { code = "x", parent = "nowhere" },
                { code = "a", parent = "index", normalise = { method = "goalposts", lower = -1, upper = -2, log = true } },
                { code = "z", parent = "d", normalise = { method = "z_score" } },
                { code = "v", parent = "d", impute = { method = "last_period", max_age = -1 } },
            ]
            [uncertainty]
            leave_out = 1.5
            data = { at_least = { distribution = "uniform", width = -1 } }
        "#;
        let form: FrameworkForm = toml::from_str(text).unwrap();
        let mut faults: Vec<String> = form.faults().into_iter().map(|(_, what)| what).collect();
        let Err(zhibiao_scoring::Error::Framework(found)) = zhibiao_scoring::Framework::new(form) else {
            panic!("everything is wrong with it")
        };
        faults.extend(found.into_iter().map(|fault| fault.problem));
        assert!(faults.len() >= 20, "{faults:#?}");
        for fault in &faults {
            let chinese = told(fault, Language::Zh);
            assert!(chinese.chars().any(|c| c >= '\u{4e00}'), "{fault}: {chinese}");
        }
    }
}
