//! Years that date nothing of now: of a founding or an upgrade, or of what is only referred to; and looks at a time.

use super::{check, dated, read};

#[test]
fn what_happened_long_ago_dates_nothing_of_now() {
    check(
        &[
            (
                "an approval, whatever number follows",
                "襄阳高新区是1992年经国务院批准设立的54个国家级高新区之一，管辖面积116平方公里。",
                &["116 管辖面积 level 2025-05"],
            ),
            (
                "an upgrade before 现有",
                "襄阳高新区1992年获批，2010年升级为国家级高新区，现有高新技术企业412家。",
                &["412 高新技术企业 level 2025-05"],
            ),
            (
                "an approval a sentence before",
                "襄阳高新区始建于1992年，2010年获批国家级高新区。全区拥有高新技术企业412家。",
                &["412 高新技术企业 level 2025-05"],
            ),
            (
                "an approval a paragraph before",
                "襄阳高新区2015年获批国家自主创新示范区。\n\n高新技术企业412家。",
                &["412 高新技术企业 level 2025-05"],
            ),
            (
                "an honour behind a pause",
                "2018年，襄阳高新区获评国家绿色园区。园区现有规上工业企业356家。",
                &["356 规上工业企业 level 2025-05"],
            ),
            (
                "a village that was handed over",
                "2015年，襄阳高新区代管周边村庄。园区现有规上工业企业356家。",
                &["356 规上工业企业 level 2025-05"],
            ),
            (
                "a text of a year",
                "襄阳高新区2024年工作总结\n\n2010年升级为国家级高新区。高新技术企业412家。",
                &["412 高新技术企业 level 2024"],
            ),
            (
                "what was approved is counted",
                "2019年，襄阳高新区获批国家级平台5个，税收收入5亿元。",
                &["5 国家级平台 level 2019", "500000000 税收收入 level 2019"],
            ),
            (
                "the year that is reported on",
                "2024年，襄阳高新区获评国家绿色园区。税收收入5亿元。",
                &["500000000 税收收入 level 2024"],
            ),
        ],
        dated,
    );
}

#[test]
fn a_year_that_is_referred_to_ends_with_its_sentence() {
    check(
        &[
            (
                "results of another year",
                "襄阳高新区2024年工作总结\n\n根据2022年考核结果，我区排名靠前。高新技术企业412家。",
                &["412 高新技术企业 level 2024"],
            ),
            (
                "aims that the year is held against",
                "襄阳高新区2024年工作总结\n\n对照2026年发展目标，差距不小。高新技术企业412家。",
                &["412 高新技术企业 level 2024"],
            ),
            (
                "what stands now, behind a plan",
                "襄阳高新区“十四五”发展规划\n\n到2027年，高新技术企业达到600家。\n\n襄阳高新区现有孵化器12家。",
                &["600 高新技术企业 forecast 2027", "12 孵化器 level 2025-05"],
            ),
        ],
        dated,
    );
}

#[test]
fn what_is_seen_from_a_time_is_of_it() {
    check(
        &[
            (
                "a half of this year",
                "株洲高新区2024年完成地区生产总值745亿元。\n\n从今年上半年运行情况来看，规上工业增加值增长7%。",
                &[
                    "74500000000 地区生产总值 level 2024",
                    "7 规上工业增加值增速 yoy 2025-S1",
                ],
            ),
            (
                "a year, and a month of it",
                "从2023年全年看，株洲高新区地区生产总值1126亿元；从12月份看，规上工业增加值增长9%。",
                &[
                    "112600000000 地区生产总值 level 2023",
                    "9 规上工业增加值增速 yoy 2023-12",
                ],
            ),
            (
                "from one month to another",
                "株洲高新区从今年1月至4月，出口总额31亿元。",
                &["3100000000 出口总额 level 2025-04"],
            ),
        ],
        dated,
    );
}

#[test]
fn a_sentence_of_a_year_tells_of_it_and_the_next_may_not() {
    let reading = read("2022年，襄阳高新区获评国家绿色园区，税收收入5亿元。高新技术企业300家。");
    let told: Vec<String> = reading.facts.iter().map(dated).collect();
    assert_eq!(
        told,
        ["500000000 税收收入 level 2022", "300 高新技术企业 level 2022"]
    );
    let sure: Vec<bool> = reading.facts.iter().map(|fact| fact.confidence >= 0.85).collect();
    assert_eq!(sure, [true, false]);
}
