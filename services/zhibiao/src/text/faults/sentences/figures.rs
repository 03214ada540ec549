//! What figures and judgements show of a framework.

use super::Pair;

pub(super) const SENTENCES: &[Pair] = &[
    (
        "{} of the {} components of `{}` have a value, which is too few: file the missing figures, impute them, or let min_available ask for less",
        "{} 项分项（共 {} 项，属于 `{}`）有数值，数量不足：请填报缺少的数据、补缺，或降低 `min_available`",
    ),
    (
        "`{}` is a cost of zero, and the aggregation of `{}` divides by costs: correct the figure, or take another aggregation",
        "`{}` 是成本型分项而取值为零，`{}` 的合成方法须除以成本：请更正数据，或改用其他合成方法",
    ),
    (
        "`{}` has no value and is the cost that the aggregation of `{}` divides by: publish the figure, impute it, or take another aggregation",
        "`{}` 没有数值，而 `{}` 的合成方法须除以该成本型分项：请发布数据、填补缺失值，或改用其他合成方法",
    ),
    (
        "components that are missing ({}) leave too few to fill `max_share` for {}, whose shares are bounded by one over how many there are instead: publish figures, impute them, or raise `max_share`",
        "分项缺失（{}），其余分项的份额不足以达到 `max_share` 之和（{}），其份额上限改为现有分项数的倒数：请发布数据、填补缺失值，或提高 `max_share`",
    ),
    (
        "`{}` is a cost that is missing or zero for {}, and the aggregation divides by costs: publish figures, impute them, or take another aggregation",
        "`{}` 是成本型分项而缺失或为零（{}），合成方法须除以成本：请发布数据、填补缺失值，或改用其他合成方法",
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
    (
        "`{}` is negative for {}, for which the aggregation has no value: normalise it to positive values, such as min_max with low = 1, or take another aggregation",
        "`{}` 为负（{}），合成方法对负值无定义：请标准化为正值（如 `min_max` 取 `low = 1`），或改用其他合成方法",
    ),
    ("the aggregation is not defined for {}", "合成方法无定义：{}"),
    ("{} too few components", "分项过少：{}"),
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
    (
        "nobody has a figure of any of its indicators: publish figures, or ask for another period or others",
        "没有任何对象有其任一指标的数据：请填报数据，或另选时期或对象",
    ),
    (
        "everybody has too few figures to be ranked: publish more, or have the framework's `screen` ask for less",
        "所有对象的数据都不足以排名：请填报更多数据，或降低评价体系的 `screen`",
    ),
    ("nobody has a score: {}", "没有对象有得分：{}"),
    (
        "negative values of {}: normalise to values from 0 up, such as min_max, or take another weighting",
        "{} 有负值：请标准化为不小于 0 的值（如 `min_max`），或改用其他赋权方法",
    ),
    (
        "values of zero or less of {}: normalise to positive values, such as min_max with low = 1, or take another weighting",
        "{} 有不大于 0 的值：请标准化为正值（如 `min_max` 取 `low = 1`），或改用其他赋权方法",
    ),
    (
        "all subjects have the same value of {}: leave it out, rank others, or take another weighting",
        "{} 的数值在各对象间相同：请去掉、更换对象，或改用其他赋权方法",
    ),
    (
        "components rise and fall together, or too few subjects have them: rank more subjects, or take another weighting",
        "各分项同升同降，或有数据的对象过少：请增加评价对象，或改用其他赋权方法",
    ),
    (
        "all subjects have the same value, the middle of the scale, so that it separates nobody: leave it out, or rank others",
        "所有对象数值相同，取标度中值，不起区分作用：请去掉，或更换对象",
    ),
    (
        "all subjects have the same value, so that it separates nobody: leave it out, or rank others",
        "所有对象数值相同，不起区分作用：请去掉，或更换对象",
    ),
    (
        "all subjects are beyond a goalpost or have reached the target, so that it separates nobody: set that farther out, or leave it out",
        "所有对象都超出上下限或已达目标，不起区分作用：请放宽限值或目标，或去掉",
    ),
    (
        "no subject has a value: publish figures, ask for another period, or let older figures be carried",
        "没有对象有数值：请填报数据、另选时期或沿用较早数据",
    ),
    (
        "the denominator is missing or zero for {}, who have no figure then: publish the denominator's figures",
        "分母缺失或为零，因而没有数据（{}）：请填报分母的数据",
    ),
    (
        "the denominator is negative for {}, whose figure changes its sign with it: correct the denominator's figures, or take another denominator",
        "分母为负，数据因而变号（{}）：请更正分母的数据，或改用其他分母",
    ),
    (
        "no draw gives a rank to {}, as where it leaves out the only indicator that they have: lower `leave_out`, or rank by more indicators",
        "各次抽取均无名次，例如唯一有数据的指标被剔除（{}）：请降低 `leave_out`，或增加指标",
    ),
    (
        "leaves nobody a rank in any draw: lower `leave_out`, or take alternatives that are defined for the figures",
        "各次抽取中都没有对象有名次：请降低 `leave_out`，或改用对数据有定义的备选方法",
    ),
    (
        "nothing was found to impute it from for {}: publish figures, or take another imputation",
        "没有可用于补缺的数据（{}）：请填报数据，或改用其他补缺方法",
    ),
    (
        "outliers remain that the treatment could not mend, and the figures are left as they are: look into them, or take another treatment",
        "处理后仍有异常值，保留原值：请核查，或改用其他处理方法",
    ),
    (
        "the likeliest power lies at the bound of those that are tried, −2 to 2, and one beyond may be likelier: give `lambda`, or take another treatment",
        "最可能的幂次落在搜索范围（−2 至 2）的端点，范围之外可能有更合适的幂次：请给出 `lambda`，或改用其他处理方法",
    ),
    (
        "powers of such figures are beyond what numbers hold, or differ by nothing but rounding, and the figures are left as they are: give them in a unit in which they are nearer to 1, or take another treatment",
        "数据的幂超出数值范围，或仅有舍入误差之差，保留原值：请改用使数据更接近 1 的单位，或改用其他处理方法",
    ),
    (
        "the normalisation is not defined for the figure of {}, zero or less, which is left missing: take another one, such as min_max",
        "标准化方法对不大于 0 的数据无定义，按缺失处理（{}）：请改用其他方法，如 `min_max`",
    ),
    (
        "the data give no weights, and equal ones are used; {}",
        "数据无法确定权重，改用等权；{}",
    ),
    (
        "the aggregation has no value for {}: normalise to moderate values, or take another aggregation",
        "合成方法没有结果（{}）：请标准化为适中的值，或改用其他合成方法",
    ),
    (
        "a component of zero makes the score zero of {}: normalise to positive values, such as min_max with low = 1, or take another aggregation",
        "某一分项为零，因而得零分（{}）：请标准化为正值（如 `min_max` 取 `low = 1`），或改用其他合成方法",
    ),
    (
        "a component of zero has a bounded share of the score, which makes it zero, of {}: normalise to positive values, such as min_max with low = 1, or loosen `min_share` and `max_share`",
        "某一分项为零而其份额有上下限，因而得零分（{}）：请标准化为正值（如 `min_max` 取 `low = 1`），或放宽 `min_share` 与 `max_share`",
    ),
    (
        "too few components have a value for {}: publish figures, or have `min_available` ask for less",
        "有数值的分项过少（{}）：请填报数据，或降低 `min_available`",
    ),
    (
        "the weighting does not read the weights that are given to {}: leave them out, or have it be given",
        "赋权方法不采用所给权重（{}）：请去掉，或改为 `given`",
    ),
    (
        "the minimum does not read the weights that are given to {}: leave them out, or take another aggregation",
        "取最小值不采用所给权重（{}）：请去掉，或改用其他合成方法",
    ),
    (
        "the median does not read the weights that are given to {}: leave them out, or take another aggregation",
        "取中位数不采用所给权重（{}）：请去掉，或改用其他合成方法",
    ),
    (
        "the alternatives of `{}` reach {} of {} indicators, as the others name their own `{}`: take it out of those that are in doubt too",
        "`{}` 的备选方法只及 {} 个指标（共 {} 个），其余指标各有自己的 `{}`：其中有疑问的，请一并去掉",
    ),
    (
        "the alternatives of `{}` reach {} of {} aggregates, as the others name their own `{}`: take it out of those that are in doubt too",
        "`{}` 的备选方法只及 {} 个合成项（共 {} 个），其余合成项各有自己的 `{}`：其中有疑问的，请一并去掉",
    ),
    (
        "the alternatives of `{}` reach nothing, as the what-if names the `{}` of all: they are not varied; leave it out of the what-if to vary them",
        "`{}` 的备选方法不起作用，因为假设分析已为全部指定 `{}`：这些备选方法不参与变动；要使其变动，请从假设分析中去掉该项",
    ),
    (
        "judgements contradict each other, consistency ratio {}: revise them until it is 0.1 or less",
        "判断相互矛盾，一致性比率为 {}：请修改至不超过 0.1",
    ),
    (
        "scores are sums of weighted indicators only where all aggregations are arithmetic: ask for intervals alone",
        "只有全部合成方法均为算术平均时，得分才是指标加权之和：请只查询权重区间",
    ),
    (
        "each subject has weights of its own, which nothing smaller moves: ask for other answers",
        "权重因对象而异，不能单独变动：请改查其他结果",
    ),
    (
        "no subject has a group by `{}`, nor by anything else: take another imputation",
        "没有对象可按 `{}` 分组，也没有其他分组：请改用其他补缺方法",
    ),
    (
        "no subject has a group by `{}`: give one of {}",
        "没有对象可按 `{}` 分组：可用的有 `{}`",
    ),
    (
        "{} draws are too few for intervals of nine in ten: take {} or more",
        "抽取 {} 次不足以给出区间：请至少抽取 {} 次",
    ),
    (
        "a base of {} is too small for shares, which may lie far beyond 0 and 1: take {} or more",
        "设计规模 {} 不足以估计份额，结果可能远在 0 与 1 之外：请至少取 {}",
    ),
    (
        "{} bootstrap samples are too few for intervals, and with 0 they are the estimate itself: take {} or more",
        "自助抽样 {} 次不足以给出区间，为 0 时区间即估计值：请至少取 {} 次",
    ),
];
