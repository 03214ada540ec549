//! Places in rankings, of an amount or of its growth, and differences from several places.

use super::{check, placed, read, said};
use zhibiao_extract::Reason;

#[test]
fn a_growth_has_a_place_of_its_own() {
    check(
        &[
            (
                "总量和增速分别",
                "2024年，襄阳高新区工业总产值3980亿元，总量和增速分别居全省高新区第2位和第5位。",
                &[
                    "398000000000 工业总产值 level",
                    "2 工业总产值 rank",
                    "5 工业总产值增速 rank",
                ],
            ),
            (
                "a clause about the growth",
                "2024年，襄阳高新区税收收入98亿元，增速居全省第3位。",
                &["9800000000 税收收入 level", "3 税收收入增速 rank"],
            ),
        ],
        said,
    );
    let both = read("2024年，襄阳高新区工业总产值3980亿元，总量和增速居全省第2位。");
    assert!(both.facts[1].reasons.contains(&Reason::ModifiedName), "{both:#?}");
}

#[test]
fn a_growth_behind_what_is_said_of_it() {
    check(
        &[(
            "由负转正",
            "2024年，襄阳高新区工业投资12亿元，增速由负转正，为4.7%。",
            &["1200000000 工业投资 level", "4.7 工业投资 yoy"],
        )],
        said,
    );
}

#[test]
fn differences_from_several_places() {
    check(
        &[
            (
                "the first is short for percentage points",
                "2024年，襄阳高新区税收收入增长6%，增速分别高于全省、全市0.7个和0.4个百分点。",
                &["6 税收收入 yoy", "0.7 税收收入 delta", "0.4 税收收入 delta"],
            ),
            (
                "one word of decline for both",
                "2024年，襄阳高新区税收收入增长6%，增速分别低于全省、全市0.7和0.4个百分点。",
                &["6 税收收入 yoy", "-0.7 税收收入 delta", "-0.4 税收收入 delta"],
            ),
            (
                "one number for both places",
                "2024年，襄阳高新区税收收入增长6%，低于全省、全市0.7个百分点。",
                &["6 税收收入 yoy", "-0.7 税收收入 delta"],
            ),
            (
                "分别高",
                "2024年，襄阳高新区税收收入增长6%，比全省、全市分别高0.7个、0.4个百分点。",
                &["6 税收收入 yoy", "0.7 税收收入 delta", "0.4 税收收入 delta"],
            ),
        ],
        said,
    );
}

#[test]
fn places_that_a_word_joins() {
    check(
        &[(
            "第1和第4",
            "2024年，襄阳高新区税收收入98亿元，总量和增速分别位列全市第1和第4。",
            &[
                "9800000000 税收收入 level",
                "1 税收收入 rank",
                "4 税收收入增速 rank",
            ],
        )],
        said,
    );
}

#[test]
fn a_place_behind_a_growth_is_asked_about() {
    let text = "2024年，襄阳高新区税收收入98亿元，居全市第1位；营业收入增长5%，居全市第2位。";
    let facts = read(text).facts;
    let asked = facts
        .iter()
        .map(|fact| fact.reasons.contains(&Reason::ModifiedName));
    assert_eq!(
        asked.collect::<Vec<_>>(),
        [false, false, false, true],
        "{facts:#?}"
    );
}

#[test]
fn a_place_is_of_the_ranking_that_is_told() {
    check(
        &[
            (
                "in a clause before",
                "2024年，在最新一轮国家高新区综合评价中，襄阳高新区位列第41位，较上年前进3位。",
                &["41 国家高新区综合评价 rank", "3 国家高新区综合评价 delta"],
            ),
            (
                "among whom",
                "2024年，襄阳高新区在全国高新区中排名第14位。",
                &["14 排名 rank"],
            ),
            (
                "an adjective alone, among so many",
                "2024年，襄阳高新区在169个国家高新区中综合排名第14位，较上年提升3个位次。",
                &["14 综合排名 rank", "3 综合排名 delta"],
            ),
            (
                "nothing says of what",
                "2024年，襄阳高新区列第33名。",
                &["33 排名 rank"],
            ),
            (
                "what stands before the place",
                "2024年，襄阳高新区综合发展水平在219个国家级经开区中排名第十位。",
                &["10 综合发展水平 rank"],
            ),
            (
                "a ranking behind a figure",
                "2024年，襄阳高新区工业总产值3200亿元，综合排名由全国高新区第九升至第六。",
                &["320000000000 工业总产值 level", "6 综合排名 rank"],
            ),
            (
                "how far it moved",
                "2024年，襄阳高新区综合评价排名上升2位。",
                &["2 综合评价 delta"],
            ),
            (
                "for so long",
                "2024年，襄阳高新区工业总产值持续6个月稳居全市第一。",
                &["1 工业总产值 rank"],
            ),
        ],
        said,
    );
}

#[test]
fn points_and_places_behind_a_growth_are_of_it() {
    check(
        &[
            (
                "what it has gained, and its place",
                "襄阳高新区GDP同比增长6.4%，增速较一季度加快0.4个百分点，居全市第2位。",
                &["6.4 GDP增速 yoy", "0.4 GDP增速 delta", "2 GDP增速 rank"],
            ),
            (
                "several places",
                "襄阳高新区规上工业增加值增长8%，高于全市1.2个百分点，高于全省2.1个百分点。",
                &[
                    "8 规上工业增加值增速 yoy",
                    "1.2 规上工业增加值增速 delta",
                    "2.1 规上工业增加值增速 delta",
                ],
            ),
            (
                "points of a share",
                "襄阳高新区税收占比78%，提高2个百分点。",
                &["78 税收占比 share", "2 税收占比 delta"],
            ),
        ],
        said,
    );
}

#[test]
fn places_of_several_zones_are_no_people() {
    check(
        &[(
            "名 behind a zone",
            "2024年，排名分别是：襄阳高新区33名、西安高新区38名。",
            &["xiangyang-htz 33 排名 rank", "xian-htz 38 排名 rank"],
        )],
        placed,
    );
}

#[test]
fn a_place_is_of_what_its_own_clause_ranks() {
    check(
        &[
            (
                "behind a place without a number",
                "襄阳高新区在绩效考核中排名首位，在全省开发区综合考评中位列第一。",
                &["1 综合考评 rank"],
            ),
            (
                "behind another place",
                "襄阳高新区综合排名位列第一，投资环境排名居全省第3位。",
                &["1 综合排名 rank", "3 投资环境 rank"],
            ),
            (
                "that it is in a ranking is no name of one",
                "襄阳高新区第五次上榜，位列第89位。",
                &["89 排名 rank"],
            ),
            (
                "the total of what was told before",
                "襄阳高新区工业总产值3980亿元，总量排名全省第2。",
                &["398000000000 工业总产值 level", "2 工业总产值 rank"],
            ),
        ],
        said,
    );
}

#[test]
fn a_city_may_be_the_whole() {
    check(
        &[(
            "before its part, with a word of doubt between",
            "肇庆高新区用占肇庆3%的土地，创造出肇庆近9%的税收。",
            &["3 土地 share", "9 税收 share"],
        )],
        said,
    );
}

#[test]
fn how_many_are_ranked_is_no_figure_of_one() {
    check(
        &[
            (
                "right behind the word of rank, whatever stands before the place",
                "2022年肇庆高新区排名全国150家国家级经开区的第23名。",
                &["23 排名 rank"],
            ),
            (
                "a place behind brackets",
                "2022年肇庆高新区位列全省同类别入围园区（开发区）第6位。",
                &["6 排名 rank"],
            ),
            (
                "what is ranked among so many",
                "2022年肇庆高新区工业增加值在9个国家中心城市中排名第5。",
                &["5 工业增加值 rank"],
            ),
            (
                "in a ranking of them",
                "2022年肇庆高新区在全国200家国家级开发区综合考评中位列第13位。在全省35个开发区综合考核中，肇庆高新区列第2名。",
                &["13 国家级开发区综合考评 rank", "2 综合考核 rank"],
            ),
            (
                "with no place in it",
                "2022年肇庆高新区在全国154个综合保税区中独占鳌头，税收收入5亿元。",
                &["500000000 税收收入 level"],
            ),
            (
                "all that are assessed",
                "2022年上级对150家国家高新区进行考核，肇庆高新区排名第35位。",
                &["35 排名 rank"],
            ),
            (
                "classes of firms",
                "2022年肇庆高新区引进世界前100强企业，服务前50强车企。",
                &[],
            ),
        ],
        said,
    );
}

#[test]
fn a_list_of_places_counts_no_people() {
    check(
        &[(
            "the word for places behind the second",
            "2022年肇庆高新区工业总产值、税收收入分别排名第33位和29位，引进院士5位。",
            &["33 工业总产值 rank", "29 税收收入 rank", "5 引进院士 level"],
        )],
        said,
    );
}
