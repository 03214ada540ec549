//! Digits, scales and numerals.

use super::{figures, support};

#[test]
fn numbers_are_read_whole() {
    let extractor = support::extractor();
    for (rule, sentence, expected) in [
        (
            "an idiom's digits inside a longer number",
            "贷款余额9850亿元，税收2110亿元，2110家企业落户。",
            &[
                "985000000000 元 exact 贷款余额 level",
                "211000000000 元 exact 税收 level",
                "2110 家 exact 企业落户 level",
            ][..],
        ),
        (
            "an idiom's digits before a measure word",
            "引进企业618家，优质企业985家，优良天数365天，用时24小时，办件12345件，产值211余亿元。",
            &[
                "618 家 exact 引进企业 level",
                "985 家 exact 优质企业 level",
                "365 天 exact 优良天数 level",
                "24 小时 exact 用时 level",
                "12345 件 exact 办件 level",
                "21100000000 元 at_least 产值 level",
            ],
        ),
        (
            "idioms with digits",
            "985高校和211高校联合12345热线24小时服务，365天不打烊，618期间。",
            &[],
        ),
        (
            "a name in Latin letters right before its number",
            "GDP2700亿元，人均GDP12.5万元，部署H100芯片，IPO融资额USD5亿美元。",
            &[
                "270000000000 元 exact GDP level",
                "125000 元 exact 人均GDP level",
                "500000000 美元 exact IPO融资额USD level",
            ],
        ),
        (
            "digits that are no one number",
            "产值1.2.3亿元，企业1，234家，人才1.234.567人，门店1'234家。",
            &["? 1.2.3", "? 亿元", "? 1，234", "? 1.234.567", "? 1'234"],
        ),
        (
            "commas between the items of a list",
            "一期、二期、三期产值分别为120，234和340亿元。",
            &[
                "12000000000 元 exact 一期产值 level",
                "23400000000 元 exact 二期产值 level",
                "34000000000 元 exact 三期产值 level",
            ],
        ),
        (
            "more digits than a number has",
            "产值1234567890123456789012345678901234567890亿元。",
            &["? 1234567890123456789012345678901234567890", "? 亿元"],
        ),
        (
            "numerals side by side",
            "引进人才五六名，培育企业十七八家，居民三四百户，占比百分之七八。",
            &[
                "5 人 at_least 引进人才 level",
                "6 人 at_most 引进人才 level",
                "17 家 at_least 培育企业 level",
                "18 家 at_most 培育企业 level",
                "300 户 at_least 居民 level",
                "400 户 at_most 居民 level",
                "? 七八",
            ],
        ),
        (
            "tenths side by side",
            "绿地率八九成。",
            &["80 % at_least 绿地率 ratio", "90 % at_most 绿地率 ratio"],
        ),
        (
            "numerals that don't rise are no range",
            "引进企业五三家。",
            &["? 五三家"],
        ),
        (
            "hundred millions counted with 个",
            "产值12个亿，收入3个多亿元，投资两个亿。",
            &[
                "1200000000 元 exact 产值 level",
                "300000000 元 at_least 收入 level",
                "200000000 元 exact 投资 level",
            ],
        ),
        (
            "halves and hundredths in words",
            "绿地率一成二，覆盖率两成五，产值增长一倍半。",
            &[
                "12 % exact 绿地率 ratio",
                "25 % exact 覆盖率 ratio",
                "1.5 倍 exact 产值 yoy",
            ],
        ),
        (
            "a lower end in numerals without a unit",
            "绿地率两至三成，引进企业三到五家，居民八至十万户，投资3至5个亿。",
            &[
                "20 % at_least 绿地率 ratio",
                "30 % at_most 绿地率 ratio",
                "3 家 at_least 引进企业 level",
                "5 家 at_most 引进企业 level",
                "80000 户 at_least 居民 level",
                "100000 户 at_most 居民 level",
                "300000000 元 at_least 投资 level",
                "500000000 元 at_most 投资 level",
            ],
        ),
        (
            "spaces and marks inside numbers of pasted text",
            "GDP 为 1268.5 亿元，同比增长 6.4%，财政支出 3200 万元，人才 1.1\u{200b}万 名，企业 3\u{200e}6　家。",
            &[
                "126850000000 元 exact GDP level",
                "6.4 % exact GDP增速 yoy",
                "32000000 元 exact 财政支出 level",
                "11000 人 exact 人才 level",
                "36 家 exact 企业 level",
            ],
        ),
        (
            "a scale of money without a unit",
            "授信30亿，营业收入突破2亿，引进企业3万。",
            &[
                "3000000000 元 exact 授信 level",
                "200000000 元 at_least 营业收入 level",
                "? 3万",
            ],
        ),
        (
            "rates without a sign under a head that has one",
            "：\n\n单位：亿元、%\n\nGDP：512.6，增长7.2，财政支出：12.5，下降1.5",
            &[
                "51260000000 元 exact GDP level",
                "7.2 % exact GDP增速 yoy",
                "1250000000 元 exact 财政支出 level",
                "-1.5 % exact 财政支出 yoy",
            ],
        ),
        (
            "words of doubt and a loss",
            "引进企业未满30家，最少20家，近乎25家，约莫26家，利润负5亿元，肩负5项任务，减少税负3亿元。",
            &[
                "30 家 at_most 引进企业 level",
                "20 家 at_least 引进企业 level",
                "25 家 approximate 引进企业 level",
                "26 家 approximate 引进企业 level",
                "-500000000 元 exact 利润 level",
                "5 项 exact 任务 level",
                "-300000000 元 exact 税负 delta",
            ],
        ),
        (
            "units that are words but behind a stroke",
            "最低工资2020元/月，细颗粒物浓度31μg/m³。",
            &[
                "2020 元/个月 exact 最低工资 level",
                "31 微克/立方米 exact 细颗粒物浓度 level",
            ],
        ),
        (
            "slogans and programmes",
            "推进“五个一批”“三个全覆盖”，优化三次产业，入选千人计划。",
            &[],
        ),
    ] {
        assert_eq!(figures(&extractor, sentence), expected, "{rule}: {sentence}");
    }
}
