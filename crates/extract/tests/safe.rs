//! Whatever comes in: no panic, spans that fit, no digit passed over in silence, the same answer twice.

#![allow(clippy::unwrap_used, reason = "what fails is the test")]

mod support;

use std::sync::LazyLock;

use proptest::prelude::*;
use zhibiao_extract::{Context, Extractor, LONGEST_TEXT, Span, TextTooLarge};

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(support::extractor);

/// Pieces that rules look at, to be put together in any order.
const PIECES: &[&str] = &[
    "国家高新区",
    "开发区",
    "记者从",
    "获悉",
    "2024年3月11日讯",
    "下一步",
    "重点工作",
    "每1万",
    "均",
    "领先",
    "（部口径）",
    "截至",
    "年产",
    "1/10",
    "其中，",
    "排名",
    "位次",
    "和1%",
    "过",
    "肇庆高新区",
    "郑州高新区",
    "高新技术企业",
    "地区生产总值",
    "大数据平台",
    "平台",
    "该项目",
    "项目",
    "设立",
    "印发",
    "《",
    "》",
    "“",
    "”",
    "（",
    "）",
    "，",
    "。",
    "；",
    "、",
    "：",
    "\n",
    "\n\n",
    " ",
    "　",
    "达",
    "约",
    "超",
    "近",
    "余",
    "多",
    "以上",
    "以内",
    "左右",
    "同比增长",
    "下降",
    "占",
    "比重",
    "分别",
    "依次",
    "第",
    "位居",
    "排名",
    "力争",
    "预计",
    "由",
    "压缩至",
    "的",
    "和",
    "等",
    "亿",
    "万",
    "千",
    "百",
    "十",
    "元",
    "%",
    "个",
    "家",
    "百分点",
    "百分之",
    "千瓦",
    "×",
    "+",
    "-",
    "~",
    "至",
    "年",
    "月",
    "日",
    "去年",
    "目前",
    "上半年",
    "全国",
    "1",
    "23",
    "4.5",
    "1,100",
    "2024",
    "０",
    "一",
    "两",
    "三",
    "点",
    "分之",
    "成",
    "倍",
    "5G",
    "PM2.5",
    "N",
    "图为",
    "◎",
    "单位：亿元",
    "（亿元）",
    "数",
    "几",
    "◆",
    "(",
    ")",
    "/",
    "每",
    "人",
    "说。",
    "负责人",
    "公司",
    "\u{0}",
    "\u{feff}",
    "\u{301}",
    "🀄",
    "ﬀ",
    "İ",
];

fn texts() -> impl Strategy<Value = String> {
    let pieces = proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..60);
    prop_oneof![
        pieces.prop_map(|pieces| pieces.concat()),
        proptest::collection::vec(any::<char>(), 0..200).prop_map(|chars| chars.into_iter().collect()),
    ]
}

fn check(text: &str) {
    let reading = EXTRACTOR.read(text, &Context::default()).unwrap();
    let facts = reading
        .facts
        .iter()
        .flat_map(|fact| [&fact.number, &fact.evidence]);
    let others = reading.unmatched.iter().map(|unmatched| &unmatched.number);
    let noise = reading.noise.iter().map(|noise| &noise.number);
    let spans: Vec<&Span> = facts.chain(others).chain(noise).collect();
    for unmatched in &reading.unmatched {
        assert!(reading.sentence(&unmatched.number).is_some(), "{unmatched:?}");
    }
    for span in &spans {
        let piece = text
            .get(span.bytes.clone())
            .expect("bytes at the ends of characters");
        let before = text[..span.bytes.start].chars().count();
        assert_eq!(span.chars, before..before + piece.chars().count(), "{text:?}");
    }
    for fact in &reading.facts {
        let sentence = reading.sentence(&fact.number).expect("a sentence around it");
        assert!(
            sentence.bytes.start <= fact.number.bytes.start && fact.number.bytes.end <= sentence.bytes.end
        );
        assert!(
            fact.value.is_finite() && (0.0..=1.0).contains(&fact.confidence),
            "{fact:?}"
        );
        assert!(!fact.indicator.zh().is_empty(), "{fact:?}");
    }
    for (at, c) in text.char_indices().filter(|(_, c)| support::is_digit(*c)) {
        let is_told = spans.iter().any(|span| span.bytes.contains(&at));
        assert!(is_told, "{c} at {at} of {text:?} is passed over");
    }
    for run in support::numerals(text) {
        let is_told = spans
            .iter()
            .any(|span| span.bytes.start < run.end && run.start < span.bytes.end);
        assert!(
            is_told,
            "{} at {} of {text:?} is passed over",
            &text[run.clone()],
            run.start
        );
    }
    assert_eq!(EXTRACTOR.read(text, &Context::default()).unwrap(), reading);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(soak()))]

    #[test]
    fn any_text_is_safe(text in texts()) {
        check(&text);
    }
}

/// Cases of a run; `ZHIBIAO_TEST_SOAK` asks for a longer one.
fn soak() -> u32 {
    std::env::var("ZHIBIAO_TEST_SOAK")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(3000)
}

#[test]
fn endless_runs_are_safe() {
    for piece in [
        "1",
        "一",
        "百",
        "1,",
        "+1",
        "“",
        "《",
        "亿",
        "肇庆高新区与",
        "平台",
        "5个",
        "1至",
        "1×",
        "，",
        "\n",
        "占",
        "分别1、2、",
        "国家高新区。",
        "甲经开区。国家高新区",
        "排名第1位，",
        "高于全国1、",
    ] {
        check(&piece.repeat(800));
    }
}

/// Each line goes on where the one before stopped: looking through the whole block again for each would take minutes.
#[test]
fn a_paragraph_of_many_lines_is_joined_once() {
    let line = "园区产业体系持续优化完善并且不断向前发展壮大\n";
    let lines = 40_000;
    let text = format!("{}建成标准厂房46万平方米。\n", line.repeat(lines));
    let reading = EXTRACTOR.read(&text, &Context::default()).unwrap();
    assert_eq!(reading.facts.len(), 1, "{:#?}", reading.facts);
    assert!(reading.facts[0].number.bytes.start > line.len() * lines);
}

#[test]
fn a_text_beyond_the_limit_is_refused() {
    let text = "一".repeat(LONGEST_TEXT / 3 + 1);
    let fault = EXTRACTOR.read(&text, &Context::default()).unwrap_err();
    assert_eq!(fault, TextTooLarge::Bytes { bytes: text.len() });
}

/// Kinds of zones are asked for each whether the text names any: looking through all of them again would take minutes.
#[test]
fn a_text_of_many_kinds_of_zones_is_read_once() {
    let text = "国家高新区。".repeat(40_000);
    let reading = EXTRACTOR.read(&text, &Context::default()).unwrap();
    assert!(reading.facts.is_empty());
}

/// Zones joined without a pause, and one number far behind: a list looks no further than its sentence; looking on to the
/// number from each of them would take minutes.
#[test]
fn a_line_of_joined_zones_is_looked_through_once() {
    let text = format!("{}5家", "肇庆高新区、西安高新区".repeat(40_000));
    let reading = EXTRACTOR.read(&text, &Context::default()).unwrap();
    let numbers = reading.facts.len() + reading.unmatched.len() + reading.noise.len();
    assert_eq!(numbers, 1);
}
