//! What figures and judgements show of a framework.

use super::Pair;

pub(super) const SENTENCES: &[Pair] = &[
    (
        "{} of the {} components of `{}` have a value, which is too few: file the missing figures, impute them, or let min_available ask for less",
        "{} 项分项（共 {} 项，属于 `{}`）有数值，数量不足：请填报缺少的数据、补缺，或降低 `min_available`",
    ),
    (
        "the aggregation of `{}` is not defined for its values: take another one",
        "`{}` 的合成方法对其数值无定义：请改用其他合成方法",
    ),
    (
        "every subject has too little data to be ranked: {}",
        "所有对象的数据都不足以排名：{}",
    ),
    ("no subject has a score: {}", "没有对象有得分：{}"),
    ("all subjects have the same value", "所有对象数值相同"),
    ("no subject has a value", "没有对象有数值"),
    ("{} no usable denominator", "没有可用分母：{}"),
    ("{} could not be imputed", "无法补缺：{}"),
    ("outliers remain; left untreated", "仍有异常值，保留原值"),
    (
        "1 cell lies outside the normalisation's domain",
        "1 个数据在标准化方法的定义域之外",
    ),
    (
        "{} cells lie outside the normalisation's domain",
        "{} 个数据在标准化方法的定义域之外",
    ),
    (
        "the data give no weights; equal weights are used",
        "数据无法确定权重，改用等权",
    ),
    (
        "`{}` is negative for {}, for which the aggregation has no value: normalise it to positive values, such as min_max with low = 1, or take another aggregation",
        "`{}` 为负（{}），合成方法对负值无定义：请标准化为正值（如 `min_max` 取 `low = 1`），或改用其他合成方法",
    ),
    ("the aggregation is not defined for {}", "合成方法无定义：{}"),
    (
        "a component of zero makes the score of {} zero",
        "某一分项为零，因而得零分：{}",
    ),
    ("{} too few components", "分项过少：{}"),
    (
        "judgements contradict each other: consistency ratio {}",
        "判断相互矛盾：一致性比率 {}",
    ),
    (
        "`{}` has too few figures to be ranked: take another reference",
        "`{}` 数据不足，不能排名：请改用其他参照",
    ),
    ("is not in the table", "不在数据之中"),
    ("`{}` is not in the table", "`{}` 不在数据之中"),
    ("no subject has a group by `{}`", "没有对象可按 `{}` 分组"),
    (
        "`{}` is not among those who are ranked: take another reference, or other peers",
        "`{}` 不在排名之列：请改用其他参照，或更换可比对象",
    ),
    ("has no figure of `{}`", "没有 `{}` 的任何数据"),
    (
        "has {} % of the figures of `{}`, {} % are needed",
        "有 {} % 的数据（`{}`），需要 {} %",
    ),
    (
        "scores are sums of weighted indicators only where all aggregations are arithmetic",
        "只有全部合成方法均为算术平均时，得分才是指标加权之和",
    ),
    (
        "one of the two lacks a figure, so that its weights are others than those of the framework: impute it",
        "两者之一缺少数据，其权重因而与评价体系不同：请补缺",
    ),
    ("are none", "没有"),
    ("stands there twice", "重复出现"),
    ("has {} cells for {} units", "有 {} 个数据，而对象有 {} 个"),
    (
        "is beyond ±{}: give it in a larger unit",
        "超出 ±{}：请改用更大的单位",
    ),
    (
        "unit {}, time {}, value {} is no value of a unit",
        "对象 {}、时间 {}、值 {} 不是对象的数值",
    ),
    (
        "`{}` weighs each subject on its own, by the benefit of the doubt: let its weights be, or weigh all subjects alike",
        "`{}` 按数据包络法对各对象分别赋权：请不变动其权重，或改用统一权重",
    ),
    (
        "takes the correlations of {} components with each other, at most {} are taken on: divide the aggregate",
        "需计算 {} 个分项两两之间的相关，最多受理 {} 个：请拆分",
    ),
    (
        "{} components are more than pairwise judgement is made for, at most 15: divide the aggregate",
        "{} 个分项超过两两判断的适用范围（最多 15 个）：请拆分",
    ),
    (
        "`{}` had too few figures to be ranked then",
        "`{}` 当时数据不足，不能排名",
    ),
    ("`{}` has no rank", "`{}` 没有名次"),
    (
        "is {}: give −5 to 5, or leave it out",
        "为 {}：应为 −5 到 5，或不写",
    ),
];
