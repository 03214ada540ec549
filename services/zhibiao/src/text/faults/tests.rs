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

/// What users wrote may look like sentences in sentences: each of these would double what there is to try, if all were.
#[test]
fn words_of_users_are_not_taken_apart_without_end() {
    let (before, behind) = ("a: ".repeat(1_000), " (for `a`)".repeat(1_000));
    for text in [
        before.clone(),
        format!("{before}is -1: give zero or a positive number{behind}"),
        format!("is {before}; {before}: give a number"),
    ] {
        let _ = told(&text, Language::Zh);
    }
}

#[test]
fn both_languages_have_as_many_gaps() {
    let gaps = |text: &str| pieces(text).filter(|(_, gap)| gap.is_some()).count();
    for (english, chinese) in sentences().chain(phrases()) {
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

/// What users have read in English under `--lang zh`.
#[test]
fn no_word_of_english_is_left_in_a_sentence() {
    for (english, chinese) in [
        ("is 99: give 0 to 15", "为 99：应为 0 到 15"),
        (
            "is 0: give −20 to 20, at least 0.000001 away from 0, which is the geometric mean",
            "为 0：应为 −20 到 20，且与 0 相距不小于 0.000001（0 即几何平均）",
        ),
        (
            "are 2 rows of 2, not 3 rows of 3: give one for each component, in the order of the tree (x, y, z) (for `health`)",
            "为 2 行，每行 2，而应为 3 行 3 列：按树中次序每个分项一行（x, y, z）（针对 `health`）",
        ),
        (
            "`wm` is no framework name: write `frameworks/` and an id such as `htz-2021`",
            "`wm` 不是合法的名称（评价体系名）：请写作 `frameworks/` 加标识，例如 `htz-2021`",
        ),
        (
            "there is no key `x` here: there are `min_max`, `none`; the nearest is `none`",
            "没有键 `x`，可用的有 `min_max`, `none`；最相近的是 `none`",
        ),
        (
            "aggregates: scores are sums of weighted indicators only where all aggregations are arithmetic",
            "aggregates：只有全部合成方法均为算术平均时，得分才是指标加权之和",
        ),
        (
            "the text \"x\" stands where a table such as { zh = \"…\", en = \"…\" } belongs",
            "此处为文本 \"x\"，而应为形如 `{ zh = \"…\", en = \"…\" }` 的表",
        ),
        (
            "is no TOML: unclosed array, expected `]`",
            "不是合法的 TOML：列表没有结束，应有 `]`",
        ),
        (
            "period \"zz\": expected a form such as 2023, 2023-S1, 2023-Q4, 2023-09, 2023-W37 or 2023-09-17",
            "时期 \"zz\" 不能识别：应写作 2023、2023-S1、2023-Q4、2023-09、2023-W37 或 2023-09-17",
        ),
        // Names are names, whatever they mean as words.
        ("`year` is not in the framework", "`year` 不在评价体系中"),
        (
            "`half` is no indicator of the catalogue: add it or correct the code; the nearest is `year`",
            "指标目录中没有 `half`：请添加或改正代码；最相近的是 `year`",
        ),
    ] {
        assert_eq!(told(english, Language::Zh), chinese);
    }
}
