//! Plans, budgets and aims, and what came of them.

use super::{check, dated, read, said};
use zhibiao_extract::Reason;

#[test]
fn what_is_to_come_is_no_result() {
    check(
        &[
            (
                "原定",
                "肇庆高新区原定新开工项目60个。",
                &["60 新开工项目 target"],
            ),
            (
                "a budget and what came of it",
                "肇庆高新区一般公共预算收入预算为280亿元，执行结果为282亿元，超收2亿元。",
                &[
                    "28000000000 一般公共预算收入 target",
                    "28200000000 一般公共预算收入 level",
                    "200000000 一般公共预算收入 delta",
                ],
            ),
            (
                "预计全年 goes no further than what its clause tells",
                "预计全年肇庆高新区税收收入48亿元，拥有高新技术企业900家；从业人员3万人。",
                &[
                    "4800000000 税收收入 forecast",
                    "900 高新技术企业 level",
                    "30000 从业人员 level",
                ],
            ),
            (
                "规划建设",
                "肇庆高新区规划建设人才公寓3万套。",
                &["30000 人才公寓 target"],
            ),
            (
                "要达到",
                "肇庆高新区到2025年GDP要达到3800亿元。",
                &["380000000000 GDP target"],
            ),
            (
                "a year behind the issue",
                "肇庆高新区2027年GDP达到5000亿元。",
                &["500000000000 GDP forecast"],
            ),
            (
                "将 before a verb, over a comma",
                "肇庆高新区将滚动实施重点项目200个，完成固定资产投资220亿元。",
                &["200 重点项目 target", "22000000000 固定资产投资 target"],
            ),
            (
                "what a year is planned with",
                "肇庆高新区项目总投资96.5亿元，年度计划投资31.2亿元。",
                &["9650000000 项目总投资 level", "3120000000 年度计划投资 target"],
            ),
            (
                "a plan goes on over a semicolon with a time that is not over",
                "肇庆高新区力争营业收入达到700亿元；上半年固定资产投资350亿元。",
                &["70000000000 营业收入 target", "35000000000 固定资产投资 target"],
            ),
            (
                "全年计划",
                "肇庆高新区全年计划实施重点项目160个。",
                &["160 重点项目 target"],
            ),
            (
                "the whole of a plan is none",
                "肇庆高新区完成固定资产投资5亿元，占全年计划的40%。",
                &["500000000 固定资产投资 level", "40 固定资产投资 ratio"],
            ),
        ],
        said,
    );
}

#[test]
fn results_are_told_with_words_of_planning() {
    check(
        &[
            (
                "what is done for an aim",
                "肇庆高新区围绕招商目标，全年新引进项目96个。",
                &["96 新引进项目 level"],
            ),
            (
                "超目标 compares",
                "肇庆高新区税收30亿元，超目标13%。",
                &["3000000000 税收 level", "13 税收 ratio"],
            ),
            (
                "实际 behind a plan",
                "肇庆高新区目标GDP增长8%，实际增长7.2%。",
                &["8 GDP增速 target", "7.2 GDP增速 yoy"],
            ),
            (
                "a state is no name",
                "肇庆高新区人才公寓已建成2.4万套，在建4000套。",
                &["24000 人才公寓 level", "4000 在建人才公寓 level"],
            ),
            (
                "预期寿命 forecasts nothing",
                "肇庆高新区人均预期寿命79岁，床位72张。",
                &["72 床位 level"],
            ),
        ],
        said,
    );
}

#[test]
fn a_plan_goes_on_over_semicolons() {
    check(
        &[
            (
                "of the time that it aims at",
                "2024年肇庆高新区GDP500亿元。到2030年，GDP力争突破600亿元；规上企业达到260家；目前，规上企业200家。",
                &[
                    "50000000000 GDP level 2024",
                    "60000000000 GDP target 2030",
                    "260 规上企业 target 2030",
                    "200 规上企业 level 2025-05",
                ],
            ),
            (
                "what was laid down in it is told, not aimed at",
                "2024年，肇庆高新区规划确定的26项指标中，20项有进展。",
                &["26 指标 level 2024", "20 进展 level 2024"],
            ),
        ],
        dated,
    );
}

#[test]
fn a_plan_and_its_result_are_of_the_same_name() {
    check(
        &[
            (
                "计划完成, 实际完成",
                "肇庆高新区2024年固定资产投资计划完成260亿元，实际完成241.7亿元，为年度目标的93%。",
                &[
                    "26000000000 固定资产投资 target",
                    "24170000000 固定资产投资 level",
                    "93 固定资产投资 ratio",
                ],
            ),
            (
                "计划 behind a name of the catalogue",
                "肇庆高新区2024年税收计划50亿元，实际完成55亿元。",
                &["5000000000 税收 target", "5500000000 税收 level"],
            ),
        ],
        said,
    );
}

#[test]
fn a_year_within_the_name_of_a_plan_is_no_time() {
    check(
        &[
            (
                "为全年计划的, 全年目标",
                "昆明高新区2024年上半年固定资产投资96亿元，为全年计划的53%；税收收入全年目标180亿元。",
                &[
                    "9600000000 固定资产投资 level 2024-S1",
                    "53 固定资产投资 ratio 2024-S1",
                    "18000000000 税收收入 level 2024",
                ],
            ),
            (
                "为年初预算的",
                "昆明高新区2024年税收收入13亿元，完成年初预算的54%，增长4.8%，高新技术企业300家。",
                &[
                    "1300000000 税收收入 level 2024",
                    "54 税收收入 ratio 2024",
                    "4.8 税收收入 yoy 2024",
                    "300 高新技术企业 level 2024",
                ],
            ),
            (
                "规划目标为, 完成率",
                "昆明高新区2024年固定资产投资完成980亿元，规划目标为1000亿元，完成率98%。",
                &[
                    "98000000000 固定资产投资 level 2024",
                    "100000000000 固定资产投资 target 2024",
                    "98 完成率 ratio 2024",
                ],
            ),
        ],
        dated,
    );
}

#[test]
fn a_turn_is_a_result_behind_a_plan() {
    check(
        &[(
            "由负转正",
            "肇庆高新区2024年规上工业增加值力争达到10%；固投增速由负转正，增长0.3%。",
            &["10 规上工业增加值增速 target", "0.3 固投 yoy"],
        )],
        said,
    );
}

#[test]
fn a_heading_of_problems_and_plans_plans_nothing_by_itself() {
    check(
        &[
            (
                "what has gone down is done",
                "株洲高新区2024年前三季度经济运行分析\n\n三、形势分析与下一步打算\n\n固定资产投资下降3.2%，降幅比上半年扩大1.1个百分点。",
                &["-3.2 固定资产投资 yoy", "-1.1 固定资产投资 delta"],
            ),
            (
                "a year that somebody has named for an aim",
                "株洲高新区明确，到2026年，规上工业总产值达到2500亿元。",
                &["250000000000 规上工业总产值 target"],
            ),
        ],
        said,
    );
    let reading = read("株洲高新区2024年工作\n\n三、存在问题及下一步工作\n\n固定资产投资增长8%。");
    assert!(reading.facts[0].confidence < 0.85, "{reading:#?}");
}

#[test]
fn what_an_aim_stands_behind_is_none_itself() {
    let reading = read("襄阳高新区2025年工作安排\n\n规上工业企业356家，力争达到500家。");
    let told: Vec<String> = reading.facts.iter().map(said).collect();
    assert_eq!(told, ["356 规上工业企业 level", "500 规上工业企业 target"]);
    assert!(reading.facts[0].confidence < 0.85, "{reading:#?}");
}

#[test]
fn the_growth_that_is_aimed_at_is_no_plan_of_the_amount() {
    check(
        &[
            (
                "a target",
                "2025年，肇庆高新区力争进出口总额增长6%以上。",
                &["6 进出口总额增速 target"],
            ),
            (
                "behind the amount that is expected",
                "预计2025年肇庆高新区实现一般公共预算收入52亿元，增长4%。",
                &[
                    "5200000000 一般公共预算收入 forecast",
                    "4 一般公共预算收入增速 forecast",
                ],
            ),
            (
                "of what the catalogue doesn't know",
                "2025年，肇庆高新区力争快递业务量增长9%。",
                &["9 快递业务量增速 target"],
            ),
            (
                "what is a growth already",
                "2025年，肇庆高新区GDP增速目标6%。",
                &["6 GDP增速 target"],
            ),
        ],
        said,
    );
}

#[test]
fn what_a_plan_is_measured_by_is_no_plan() {
    check(
        &[
            (
                "so much of a target that is expected",
                "肇庆高新区2025年税收收入预计30亿元，完成全年目标的107%。",
                &["3000000000 税收收入 forecast", "107 税收收入 ratio"],
            ),
            (
                "so many points above one",
                "肇庆高新区2025年税收收入预计增长9%，高于全年目标2个百分点。",
                &["9 税收收入增速 forecast", "2 税收收入 delta"],
            ),
            (
                "a task without 的",
                "肇庆高新区2024年税收收入30亿元，完成任务105%，同比增长9%。",
                &[
                    "3000000000 税收收入 level",
                    "105 税收收入 ratio",
                    "9 税收收入 yoy",
                ],
            ),
            (
                "an aim that is attained",
                "肇庆高新区2024年实现了翻番目标，税收收入30亿元。",
                &["3000000000 税收收入 level"],
            ),
        ],
        said,
    );
    let facts = read("肇庆高新区2025年税收收入预计30亿元，完成全年目标的107%。").facts;
    assert!(facts[1].confidence < 0.85, "{facts:?}");
}

#[test]
fn a_plan_is_of_its_own_time() {
    check(
        &[
            (
                "once it is built",
                "2024年一季度，肇庆高新区签约项目5个，达产后预计可实现税收24亿元。",
                &["5 签约项目 level 2024-Q1", "2400000000 税收 forecast -"],
            ),
            (
                "the year's, of which a part is over",
                "2024年1—3月，肇庆高新区工业总产值17亿元，完成年任务75亿元的23%。",
                &[
                    "1700000000 工业总产值 level 2024-Q1",
                    "7500000000 工业总产值 target 2024",
                    "23 工业总产值 ratio 2024-Q1",
                ],
            ),
            (
                "so many points that are aimed at",
                "2026年，肇庆高新区力争研发投入强度提高2个百分点。",
                &["2 研发投入强度 target 2026"],
            ),
        ],
        dated,
    );
    let built = read("2024年一季度，肇庆高新区签约项目5个，达产后预计可实现税收24亿元。");
    assert!(
        built.facts[1].reasons.contains(&Reason::UnknownSubject),
        "{built:#?}"
    );
}

#[test]
fn what_was_is_beside_a_plan_and_no_part_of_it() {
    check(
        &[
            (
                "the year before, behind a pause",
                "肇庆高新区力争2026年税收收入达到200亿元，2024年为180亿元。",
                &[
                    "20000000000 税收收入 target 2026",
                    "18000000000 税收收入 level 2024",
                ],
            ),
            (
                "what it is compared with",
                "肇庆高新区力争2026年税收收入达到200亿元，比2024年的180亿元增长11%。",
                &[
                    "20000000000 税收收入 target 2026",
                    "18000000000 税收收入 level 2024",
                    "11 税收收入增速 target 2026",
                ],
            ),
            (
                "in brackets",
                "肇庆高新区2026年目标税收收入200亿元（2024年180亿元）。",
                &[
                    "20000000000 税收收入 target 2026",
                    "18000000000 税收收入 level 2024",
                ],
            ),
            (
                "expected and done",
                "预计2026年肇庆高新区税收收入200亿元，2024年税收收入180亿元。",
                &[
                    "20000000000 税收收入 forecast 2026",
                    "18000000000 税收收入 level 2024",
                ],
            ),
        ],
        dated,
    );
}

#[test]
fn so_many_more_are_no_planned_total() {
    let gain = read("肇庆高新区2026年计划新增高新技术企业500家，高新技术企业计划新增500家。");
    for fact in &gain.facts {
        assert!(
            fact.confidence < 0.85 || fact.indicator.zh().contains("新增"),
            "{fact:#?}"
        );
    }
    let shares = read("2024年，肇庆高新区工业总产值312亿元、固定资产投资77亿元，完成全年任务的47%、42%。");
    let (told, of_plan) = shares.facts.split_at(2);
    assert!(told.iter().all(|fact| fact.confidence >= 0.85), "{shares:#?}");
    assert!(
        of_plan.len() == 2 && of_plan.iter().all(|fact| fact.confidence < 0.85),
        "{shares:#?}"
    );
}
