//! Names of the field that are whole, and names of counted things.

use super::{about, check, said};

#[test]
fn the_functions_of_expenditure_and_the_sections_of_industry_are_whole() {
    check(
        &[
            (
                "a verb, a joint and 等 inside",
                "肇庆高新区2024年一般公共服务支出8000万元，社会保障和就业支出6000万元，自然资源海洋气象等支出900万元，住房保障支出3000万元。",
                &[
                    "80000000 一般公共服务支出 level",
                    "60000000 社会保障和就业支出 level",
                    "9000000 自然资源海洋气象等支出 level",
                    "30000000 住房保障支出 level",
                ],
            ),
            (
                "what is laid down for it",
                "肇庆高新区2025年公共安全支出安排5000万元，城乡社区事务支出安排2亿元。",
                &["50000000 公共安全支出 level", "200000000 城乡社区事务支出 level"],
            ),
            (
                "a pause inside",
                "肇庆高新区2024年交通运输、仓储和邮政业增加值12亿元，增长4%；信息传输、软件和信息技术服务业营业收入30亿元。",
                &[
                    "1200000000 交通运输、仓储和邮政业增加值 level",
                    "4 交通运输、仓储和邮政业增加值 yoy",
                    "3000000000 信息传输、软件和信息技术服务业营业收入 level",
                ],
            ),
            (
                "that it was done belongs to no name",
                "2024年，肇庆高新区实现高技术产业营业收入300亿元。",
                &["30000000000 高技术产业营业收入 level"],
            ),
        ],
        said,
    );
    check(
        &[(
            "no community",
            "肇庆高新区2024年城乡社区支出2亿元。",
            &["-: 200000000 城乡社区支出 level"],
        )],
        about,
    );
}

#[test]
fn the_name_of_a_count_ends_at_the_thing() {
    check(
        &[
            (
                "an adverb behind it",
                "2024年，肇庆高新区3个大科学装置加快建设，25个重点项目集中开工，8家联合实验室高效运行。",
                &[
                    "3 大科学装置 level",
                    "25 开工重点项目 level",
                    "8 联合实验室 level",
                ],
            ),
            (
                "another measure behind it",
                "2024年，肇庆高新区27个项目实现达产达效，新增规上工业产值12亿元。",
                &["27 达产达效项目 level", "1200000000 新增规上工业产值 level"],
            ),
            (
                "a noun that goes on",
                "2024年，肇庆高新区企业服务中心12个，建成6个中小企业公共服务平台。",
                &["12 企业服务中心 level", "6 中小企业公共服务平台 level"],
            ),
            (
                "what is under way",
                "2024年，肇庆高新区120多个项目正在加速建设、或竣工投产。",
                &["120 在建项目 level"],
            ),
        ],
        said,
    );
}

#[test]
fn firms_that_were_recognised_are_called_by_it() {
    check(
        &[
            (
                "as what stands behind",
                "2024年，肇庆高新区集聚钛材企业120家，其中有15家被认定为省级隐形冠军企业。",
                &["120 钛材企业 level", "15 省级隐形冠军企业 level"],
            ),
            (
                "on a list",
                "2024年，肇庆高新区6家企业入选省级成长榜单。",
                &["6 省级成长榜单企业 level"],
            ),
            (
                "no stock of what the catalogue knows",
                "2024年，肇庆高新区12家企业被认定为高新技术企业。",
                &["12 认定高新技术企业 level"],
            ),
        ],
        said,
    );
}

#[test]
fn a_name_that_says_nothing_alone_is_told_of_the_things_just_counted() {
    check(
        &[
            (
                "behind their number",
                "2024年，肇庆高新区省级重点项目36个，总投资520亿元，同比增长12%。",
                &[
                    "36 省级重点项目 level",
                    "52000000000 省级重点项目总投资 level",
                    "12 省级重点项目总投资 yoy",
                ],
            ),
            (
                "in the clause of their number, and over several commas",
                "2024年，肇庆高新区48个新开工项目实现开工25个，入库18个，完成投资3.2亿元，开工率52.1%；66个续建项目累计完成投资28亿元。",
                &[
                    "48 新开工项目 level",
                    "25 新开工项目开工 level",
                    "18 新开工项目入库 level",
                    "320000000 新开工项目完成投资 level",
                    "52.1 新开工项目开工率 ratio",
                    "66 续建项目 level",
                    "2800000000 续建项目完成投资 level",
                ],
            ),
            (
                "what the catalogue has of them",
                "2024年，肇庆高新区签约项目52个，投资额260亿元。",
                &["52 签约项目 level", "26000000000 签约项目投资额 level"],
            ),
            (
                "a rate of all of them",
                "2024年，肇庆高新区18个项目开工，开工率60%。",
                &["18 开工项目 level", "60 项目开工率 ratio"],
            ),
            (
                "for whom it was done",
                "2024年，肇庆高新区为213家中小企业发放贷款。",
                &["213 中小企业发放贷款 level"],
            ),
            (
                "what zones have stays theirs",
                "2024年，肇庆高新区签约项目52个，税收收入60亿元，固定资产投资120亿元。",
                &[
                    "52 签约项目 level",
                    "6000000000 税收收入 level",
                    "12000000000 固定资产投资 level",
                ],
            ),
        ],
        said,
    );
}

#[test]
fn what_a_part_has_reached_is_called_by_the_part() {
    check(
        &[
            (
                "trades",
                "2024年，肇庆高新区限额以上批发业完成销售额42亿元，增长3%；零售业完成销售额20亿元，餐饮业实现营业额1.5亿元。",
                &[
                    "4200000000 限额以上批发业销售额 level",
                    "3 限额以上批发业销售额 yoy",
                    "2000000000 零售业销售额 level",
                    "150000000 餐饮业营业额 level",
                ],
            ),
            (
                "an industry",
                "2024年，肇庆高新区钛产业实现经营总收入88亿元，增长11%。",
                &["8800000000 钛产业经营总收入 level", "11 钛产业经营总收入 yoy"],
            ),
            (
                "behind a list",
                "2024年，肇庆高新区电子信息、新材料等五大支柱产业实现总产值90亿元。",
                &["9000000000 五大支柱产业总产值 level"],
            ),
            (
                "all firms are the zone's",
                "2024年，肇庆高新区企业实现经营总收入88亿元。",
                &["8800000000 经营总收入 level"],
            ),
            (
                "an aside in brackets counts nothing for what stands behind",
                "2024年，肇庆高新区产业项目157个（百亿级项目5个）、投资占比超过40%。",
                &[
                    "157 产业项目 level",
                    "5 百亿级项目 level",
                    "40 产业项目投资占比 share",
                ],
            ),
        ],
        said,
    );
}

#[test]
fn a_name_holds_nothing_of_its_neighbours() {
    check(
        &[
            (
                "a relative clause with pauses",
                "2024年，肇庆高新区有集研发、生产和贸易于一体的企业90家。",
                &["90 企业 level"],
            ),
            (
                "a conjunction",
                "2024年，肇庆高新区新厂区绿化好，而且占地30亩。",
                &["30 占地 level"],
            ),
            (
                "着 and the country",
                "2024年，肇庆高新区承担着中国90%以上高端钛材的生产任务。",
                &["90 高端钛材的生产任务 ratio"],
            ),
            (
                "a verb of holding",
                "2024年，肇庆高新区重大项目包含开工项目16个。",
                &["16 开工项目 level"],
            ),
            (
                "who did it",
                "2024年，肇庆高新区企业通过服务专线累计申报惠企事项900件。",
                &["900 申报惠企事项 level"],
            ),
            (
                "a dash",
                "2024年，肇庆高新区另一优势产业——生命健康产业规模突破200亿元。",
                &["20000000000 生命健康产业规模 level"],
            ),
            (
                "a stage that picks projects",
                "2024年，肇庆高新区纳入省级开工重大项目10个。",
                &["10 开工重大项目 level"],
            ),
            (
                "halves of two quotations",
                "2024年，肇庆高新区“公共服务”事项平均“减时间”70%。",
                &["70 公共服务事项平均减时间 ratio"],
            ),
            (
                "a quotation that describes the noun",
                "2024年，肇庆高新区推出160项“跨区通办”政务服务事项。",
                &["160 跨区通办政务服务事项 level"],
            ),
        ],
        said,
    );
}
