//! What is told behind a project, an institute or something that was founded.

use super::{about, check, read};

/// From here on a fact is proposed without a question.
const READY: f64 = 0.85;

#[test]
fn a_firm_behind_a_project_has_its_own_figures() {
    check(
        &[
            (
                "该公司",
                "西安高新区云雀材料项目由西安云雀科技有限公司投资建设。该公司2024年净利润2亿元。",
                &["西安云雀科技有限公司: 200000000 净利润 level"],
            ),
            (
                "企业, and what firms are told of",
                "西安高新区云雀材料项目由西安云雀科技有限公司投资建设。企业成立于2012年，2024年净利润2亿元。",
                &["西安云雀科技有限公司: 200000000 净利润 level"],
            ),
            (
                "集团 and a time",
                "西安高新区云雀材料项目，总投资5亿元，投资方为上海云雀集团，集团2024年营业收入180亿元。",
                &[
                    "云雀材料项目: 500000000 总投资 level",
                    "上海云雀集团: 18000000000 营业收入 level",
                ],
            ),
            (
                "the project again",
                "西安高新区云雀材料项目由西安云雀科技有限公司投资建设，总投资5亿元。",
                &["云雀材料项目: 500000000 总投资 level"],
            ),
            (
                "firms in general",
                "2024年，西安高新区云雀材料项目总投资5亿元。全区企业利润总额5亿元。",
                &[
                    "云雀材料项目: 500000000 项目总投资 level",
                    "-: 500000000 企业利润总额 level",
                ],
            ),
        ],
        about,
    );
}

#[test]
fn what_an_institute_did_ends_with_its_sentence() {
    check(
        &[
            (
                "the next sentence names what it is about",
                "2024年，西安高新区先进技术研究院转化成果76项。企业开办时间压缩至0.5个工作日。",
                &["先进技术研究院: 76 转化成果 level", "-: 0.5 企业开办时间 level"],
            ),
            (
                "it names nobody",
                "2024年，西安高新区先进技术研究院转化成果76项。拥有发明专利120件。",
                &[
                    "先进技术研究院: 76 转化成果 level",
                    "先进技术研究院: 120 发明专利 level",
                ],
            ),
        ],
        about,
    );
}

#[test]
fn what_nobody_has_is_asked_or_the_zones() {
    for (rule, text) in [
        (
            "a firm that was not named",
            "2024年，西安高新区云雀材料项目总投资5亿元。该公司营业收入3亿元。",
        ),
        (
            "behind what was founded",
            "2024年，西安高新区建设双创平台，高新技术企业达2800家。",
        ),
        (
            "behind a fund",
            "2024年，西安高新区设立天使基金，税收收入达28亿元。",
        ),
    ] {
        let reading = read(text);
        let last = reading.facts.last().unwrap();
        assert!(
            last.confidence < READY && last.subject.is_none(),
            "{rule}: {text} {last:#?}"
        );
    }
    check(
        &[
            (
                "a verb makes no subject",
                "2024年，西安高新区也举行了项目集中签约活动，协议投资额40亿元。",
                &["-: 4000000000 协议投资额 level"],
            ),
            (
                "nor does an adverb",
                "2024年，西安高新区积极推动项目，税收收入40亿元。",
                &["-: 4000000000 税收收入 level"],
            ),
            (
                "a platform has what it has",
                "2024年，西安高新区建设双创平台，集聚创业团队120个。",
                &["双创平台: 120 创业团队 level"],
            ),
        ],
        about,
    );
}
