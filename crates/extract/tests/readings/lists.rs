//! Lists of 分别, ranks, and times that a title gives.

use super::{check, dated, read, said};
use zhibiao_extract::Reason;

#[test]
fn lists_of_names() {
    check(
        &[
            (
                "sectors by their numbers",
                "肇庆高新区第一、二、三产业增加值分别为1亿元、50亿元和49亿元。",
                &[
                    "100000000 第一产业增加值 level",
                    "5000000000 第二产业增加值 level",
                    "4900000000 第三产业增加值 level",
                ],
            ),
            (
                "parts of what was just paired",
                "肇庆高新区专利申请量、授权量分别为3万件、2万件，其中发明专利分别为1.5万件、0.8万件。",
                &[
                    "30000 专利申请量 level",
                    "20000 授权量 level",
                    "15000 发明专利申请量 level",
                    "8000 发明专利授权量 level",
                ],
            ),
        ],
        said,
    );
}

#[test]
fn lists_of_times() {
    check(
        &[
            (
                "years, and the same years of another zone",
                "从研发投入强度看，肇庆高新区2023年和2024年分别为9.8%和10.4%，西安高新区分别为8.6%和9.1%。",
                &[
                    "9.8 研发投入强度 ratio 2023",
                    "10.4 研发投入强度 ratio 2024",
                    "8.6 研发投入强度 ratio 2023",
                    "9.1 研发投入强度 ratio 2024",
                ],
            ),
            (
                "the name before the first",
                "肇庆高新区税收收入2023年、2024年分别达到5亿元和6亿元。",
                &["500000000 税收收入 level 2023", "600000000 税收收入 level 2024"],
            ),
        ],
        dated,
    );
}

#[test]
fn a_qualifier_before_a_list_is_of_each() {
    check(
        &[(
            "分别突破",
            "肇庆高新区营业收入、利润总额分别突破100亿元、20亿元。",
            &["at_least 10000000000", "at_least 2000000000"],
        )],
        |fact| format!("{} {}", fact.qualifier.code(), fact.value),
    );
}

#[test]
fn the_same_money_in_another_currency_is_asked_about() {
    let reading = read("肇庆高新区实际利用外资3.52亿美元（约合25.3亿元人民币）。");
    let asked: Vec<bool> = reading
        .facts
        .iter()
        .map(|fact| fact.reasons.contains(&Reason::Conversion) && fact.confidence < 0.7)
        .collect();
    assert_eq!(asked, [false, true], "{reading:#?}");
}

#[test]
fn places_and_how_they_move() {
    check(
        &[
            (
                "from one place to another",
                "肇庆高新区综合评价由第35位升至第28位。",
                &["28 综合评价 rank"],
            ),
            (
                "排第",
                "肇庆高新区创新能力指标排第19位。",
                &["19 创新能力指标 rank"],
            ),
            (
                "前进",
                "肇庆高新区GDP居第二位，前进7位。",
                &["2 GDP rank", "7 GDP delta"],
            ),
        ],
        said,
    );
}

#[test]
fn a_part_of_a_year_is_in_that_of_the_title() {
    check(
        &[(
            "months",
            "肇庆高新区2024年1—10月经济运行\n\n1—10月，税收收入5亿元。三季度，营业收入3亿元。",
            &[
                "500000000 税收收入 level 2024-10",
                "300000000 营业收入 level 2024-Q3",
            ],
        )],
        dated,
    );
}

#[test]
fn levels_share_the_noun_behind_the_last() {
    check(
        &[
            (
                "各 with a number for each",
                "2024年，合肥高新区新增国家级、省级、市级孵化器各1家、2家、5家。",
                &[
                    "1 新增国家级孵化器 level",
                    "2 新增省级孵化器 level",
                    "5 新增市级孵化器 level",
                ],
            ),
            (
                "各 with one number",
                "2024年，合肥高新区新增国家级、省级孵化器各3家。",
                &["3 新增国家级孵化器 level", "3 新增省级孵化器 level"],
            ),
            (
                "分别",
                "2024年，合肥高新区国家级、省级重点实验室分别为3家和8家。",
                &["3 国家级重点实验室 level", "8 省级重点实验室 level"],
            ),
        ],
        said,
    );
}

#[test]
fn names_right_before_their_numbers_are_paired() {
    check(
        &[
            (
                "no word for their order",
                "2024年，合肥高新区高新技术企业、瞪羚企业3500家、120家。",
                &["3500 高新技术企业 level", "120 瞪羚企业 level"],
            ),
            (
                "a gain is told of each",
                "2024年，合肥高新区新认定科技型企业、瞪羚企业350家、12家。",
                &["350 新认定科技型企业 level", "12 新认定瞪羚企业 level"],
            ),
        ],
        said,
    );
    let one = read("2024年，合肥高新区高新技术企业、瞪羚企业3500家。");
    assert!(one.facts[0].reasons.contains(&Reason::ModifiedName), "{one:#?}");
    let other = read("2024年，合肥高新区高新技术企业3500家、瞪羚企业120家。");
    assert!(
        !other.facts[1].reasons.contains(&Reason::ModifiedName),
        "{other:#?}"
    );
}

#[test]
fn another_share_of_the_zones_of_a_list() {
    check(
        &[(
            "占比 behind a name",
            "2024年，西安高新区、合肥高新区营业收入分别增长5%和6%，税收收入占比分别为2%和3%。",
            &[
                "5 营业收入增速 yoy",
                "6 营业收入增速 yoy",
                "2 税收收入占比 share",
                "3 税收收入占比 share",
            ],
        )],
        said,
    );
}

#[test]
fn a_list_may_go_on_over_a_pause_to_a_decline() {
    check(
        &[
            (
                "names that hold 新 and 及",
                "沈阳高新区2024年新一代信息技术、汽车及零部件、石油装备三大产业产值分别为420亿元、310亿元、96亿元，分别增长9.1%、5.4%，下降1.2%。",
                &[
                    "42000000000 新一代信息技术产业产值 level",
                    "31000000000 汽车及零部件产业产值 level",
                    "9600000000 石油装备产业产值 level",
                    "9.1 新一代信息技术产业产值 yoy",
                    "5.4 汽车及零部件产业产值 yoy",
                    "-1.2 石油装备产业产值 yoy",
                ],
            ),
            (
                "as many numbers as names without it",
                "沈阳高新区2024年税收收入、利润总额分别增长9.1%、5.4%，下降1.2%的是工业投资。",
                &["9.1 税收收入 yoy", "5.4 利润总额 yoy", "-1.2 利润总额 yoy"],
            ),
        ],
        said,
    );
}

#[test]
fn three_numbers_behind_the_word_for_the_sectors_are_theirs() {
    check(
        &[
            (
                "shares",
                "沈阳高新区2024年三次产业占比依次为1.5%、63.9%和34.6%。",
                &[
                    "1.5 第一产业增加值占比 share",
                    "63.9 第二产业增加值占比 share",
                    "34.6 第三产业增加值占比 share",
                ],
            ),
            (
                "amounts",
                "沈阳高新区2024年三次产业增加值分别为1.5亿元、64亿元、35亿元。",
                &[
                    "150000000 第一产业增加值 level",
                    "6400000000 第二产业增加值 level",
                    "3500000000 第三产业增加值 level",
                ],
            ),
        ],
        said,
    );
}

#[test]
fn who_holds_a_part_is_told_with_what_it_is_of() {
    check(
        &[
            (
                "a list of holders",
                "沈阳高新区2024年有效发明专利1.86万件，其中企业1.21万件、高校4300件、科研院所2200件。",
                &[
                    "18600 有效发明专利 level",
                    "12100 企业有效发明专利 level",
                    "4300 高校有效发明专利 level",
                    "2200 科研院所有效发明专利 level",
                ],
            ),
            (
                "firms of a kind that the catalogue counts",
                "沈阳高新区2024年有效发明专利1.86万件，其中高新技术企业1.21万件。",
                &["18600 有效发明专利 level", "12100 高新技术企业有效发明专利 level"],
            ),
            (
                "firms that are counted themselves",
                "沈阳高新区2024年经营主体5万户，其中企业2万户。",
                &["50000 经营主体 level", "20000 企业 level"],
            ),
        ],
        said,
    );
}

#[test]
fn a_name_of_its_own_is_told_of_no_figures_before() {
    let reading = read(
        "昆明高新区2024年工作\n云南白药集团营业收入400亿元，贵研集团营业收入475亿元，税收分别为21.3亿元和6.2亿元。",
    );
    let told: Vec<String> = reading.facts.iter().map(said).collect();
    assert_eq!(told, ["40000000000 营业收入 level", "47500000000 营业收入 level"]);
    assert_eq!(reading.unmatched.len(), 2);
}

#[test]
fn shares_of_before_are_left_and_those_of_now_told() {
    let reading = read("洛阳高新区2024年三次产业结构由2023年的0.6:47.1:52.3优化为0.5:46.2:53.3。");
    let told: Vec<String> = reading.facts.iter().map(said).collect();
    assert_eq!(
        told,
        [
            "0.5 第一产业增加值占比 ratio",
            "46.2 第二产业增加值占比 ratio",
            "53.3 第三产业增加值占比 ratio",
        ]
    );
    assert_eq!(reading.unmatched.len(), 3);
}

#[test]
fn amounts_of_one_name_are_nobodys_without_a_list() {
    let reading = read("合肥高新区2024年工作\n税收收入分别为16亿元、14亿元。");
    assert!(reading.facts.is_empty());
    assert_eq!(reading.unmatched.len(), 2);
}
