//! Trees, numbers and methods of frameworks.

use super::Pair;

pub(super) const SENTENCES: &[Pair] = &[
    (
        "is the indicator itself, which has no figure where one is missing: name another one",
        "即该指标自身，缺失时并无数据：请改用其他指标",
    ),
    (
        "figures on another scale do not go with values given in the indicator's unit: treat them by `none` or `winsorise`, or normalise them without given values",
        "改变尺度的数值与以指标单位给出的值不相容：请改用 `none` 或 `winsorise` 处理，或改用不含给定值的标准化方法",
    ),
    (
        "has no name: give a Chinese or an English one",
        "没有名称：请给出中文或英文名称",
    ),
    (
        "`{}` is no id: write lower-case letters and digits joined by hyphens",
        "`{}` 不是合法标识：请用小写字母和数字，以连字符连接",
    ),
    (
        "`{}` groups no subjects: give one of {}",
        "不能按 `{}` 分组：可用的有 {}",
    ),
    (
        "`{}` is no indicator of the catalogue: add it or correct the code; the nearest is `{}`",
        "指标目录中没有 `{}`：请添加或改正代码；最相近的是 `{}`",
    ),
    (
        "`{}` is no indicator of the catalogue: add it or correct the code",
        "指标目录中没有 `{}`：请添加或改正代码",
    ),
    (
        "is {}: give a share between 0 and 1",
        "为 {}：应为 0 到 1 之间的比例",
    ),
    ("is {}: give zero or a positive number", "为 {}：应为零或正数"),
    ("is {}: give a positive number of years", "为 {}：应为正的年数"),
    (
        "is {}: give a positive number up to 1e9",
        "为 {}：应为不超过 1e9 的正数",
    ),
    ("is {}: give a positive number", "为 {}：应为正数"),
    ("is {}: give a number", "为 {}：应为数值"),
    ("is {}: give zero or more", "为 {}：应不小于零"),
    ("is {}: give a probability", "为 {}：应为概率（0 到 1）"),
    (
        "is {}: give more than 0.5, at most 1",
        "为 {}：应大于 0.5 且不超过 1",
    ),
    ("is {}: give more than 0, at most 1", "为 {}：应大于 0 且不超过 1"),
    (
        "is {}: give 1 to 9, and 1 for `{}` itself",
        "为 {}：应为 1 到 9，`{}` 对自身为 1",
    ),
    (
        "is {}: give {}, or leave the rule out",
        "为 {}：应为 {}，或不写此规则",
    ),
    ("is {}: give {}, or leave it out", "为 {}：应为 {}，或不写"),
    (
        "is {}: give −20 to 20, at least 0.000001 away from 0, which is the geometric mean",
        "为 {}：应为 −20 到 20，且与 0 相距不小于 0.000001（0 即几何平均）",
    ),
    ("is {}, not below {} {}", "为 {}，不小于 {} {}"),
    (
        "is {}: a component is as important as itself, 1",
        "为 {}：分项与自身同等重要，应为 1",
    ),
    (
        "is {}, but the opposite judgement {}: it should be {}",
        "为 {}，而相反的判断为 {}：应为 {}",
    ),
    (
        "is {}: at most {} are made; {} tell an interval to a place",
        "为 {}：最多 {} 次；{} 次即可把区间精确到一位",
    ),
    (
        "{} is reached already, with {}: ask for a better rank",
        "第 {} 名已达到（现为第 {} 名）：请给出更靠前的名次",
    ),
    ("is {}: give {}", "为 {}：应为 {}"),
    (
        "has size {}: give a positive share up to 10",
        "幅度为 {}：应为不超过 10 的正数",
    ),
    (
        "{} is not better than the unacceptable {}",
        "满意值 {} 并不优于不允许值 {}",
    ),
    (
        "indifference {} is not between 0 and preference {}",
        "无差异阈值 {} 不在 0 与偏好阈值 {} 之间",
    ),
    (
        "shares {} to {} leave {} components nothing to choose",
        "权重份额 {} 至 {} 使 {} 个分项没有选择余地",
    ),
    (
        "blends blends more than {} deep: blend fewer weightings",
        "组合赋权嵌套超过 {} 层：请减少",
    ),
    (
        "are none: a framework needs one",
        "没有指标：评价体系至少要有一项",
    ),
    (
        "are {}, but the tree has {} of aggregates: leave the last out",
        "为 {} 层，而指标树的层数为 {}：请去掉多余的",
    ),
    (
        "`{}` is not an aggregate of this framework: there are {}",
        "`{}` 不是本评价体系的上级：现有 {}",
    ),
    (
        "has the name of an aggregate: give the aggregate another id",
        "与某个上级同名：请给上级改用其他标识",
    ),
    (
        "none is without parent: one has to be the index itself",
        "没有根：须有一个没有上级的作为总指数",
    ),
    (
        "{} are without parent, but only the index itself is: give the others one",
        "{} 都没有上级，而只有总指数没有上级：请为其余指定上级",
    ),
    (
        "is the aggregate itself: name the one that it is a component of",
        "上级是其自身：请写明它所属的上级",
    ),
    (
        "{} are components of each other: give one of them another parent",
        "{} 互为上下级：请为其中之一另指上级",
    ),
    (
        "has no components: give it some or leave it out",
        "没有分项：请添加分项或去掉它",
    ),
    (
        "the weights of its components sum to {}: give numbers whose sum is positive",
        "分项权重之和为 {}：权重之和应为正数",
    ),
    (
        "{}: the weights of its components sum to {}: give numbers whose sum is positive",
        "{}：分项权重之和为 {}：权重之和应为正数",
    ),
    (
        "is the indicator itself, so that all are 1: name another one, or leave the denominator out",
        "分母是该指标自身，结果恒为 1：请改用其他指标或去掉分母",
    ),
    (
        "is neither an indicator nor an aggregate of the framework: {} lists them",
        "不是本评价体系的指标或上级：{} 可列出全部",
    ),
    (
        "is aggregated to values that may be negative, for which this aggregation is not defined: take an arithmetic mean here",
        "其得分可能为负，此合成方法对负值无定义：请改用算术平均",
    ),
    (
        "is aggregated to values of mean 0, by which EDAS divides: take another aggregation",
        "其得分均值为 0，EDAS 以均值为除数：请改用其他合成方法",
    ),
    (
        "may be negative, for which the benefit of the doubt has no weights: normalise it to values from 0 up",
        "可能为负，数据包络赋权对负值无解：请标准化为不小于 0 的值",
    ),
    (
        "its normalisation yields negative values, for which this aggregation is not defined: take another one, such as min_max with low = 1",
        "其标准化结果可能为负，此合成方法对负值无定义：请改用其他标准化方法，如 `min_max` 取 `low = 1`",
    ),
    (
        "its normalisation has a mean of 0 or less, by which EDAS divides: take another one, such as min_max",
        "其标准化结果均值不大于 0，EDAS 以均值为除数：请改用其他标准化方法，如 `min_max`",
    ),
    (
        "lower values are better and it is not normalised: normalise it, or take an aggregation that knows directions",
        "该指标越低越好而未标准化：请先标准化，或改用能区分方向的合成方法",
    ),
    (
        "are {}, not {} rows of {}: give one for each component, in the order of the tree ({})",
        "为 {}，而应为 {} 行 {} 列：按树中次序每个分项一行（{}）",
    ),
    (
        "contradict each other: consistency ratio {} is over {}; revise them, or force",
        "判断相互矛盾：一致性比率 {} 超过 {}；请修改，或用 `force` 强制采用",
    ),
    ("`{}` is none of the components {}", "`{}` 不在分项之中：{}"),
    (
        "is also the best: name another component",
        "同时也是最优：请另选一个分项",
    ),
    (
        "are {}: give one for each of the {} components",
        "为 {} 个：应为 {} 个分项各给一个",
    ),
    ("is {}: give at least {}", "为 {}：应不小于 {}"),
    (
        "stands there twice, as numbers {} and {} of the aggregates: leave one out, or give it another id",
        "重复出现（上级中的第 {} 和第 {} 个）：请去掉一个，或改用其他标识",
    ),
    (
        "stands there twice, as numbers {} and {} of the indicators: an indicator has one place in the tree",
        "重复出现（指标中的第 {} 和第 {} 个）：一项指标在树中只有一个位置",
    ),
    (
        "the benefit of the doubt weighs each subject on its own: take the arithmetic mean with it",
        "数据包络赋权的权重因对象而异：合成方法请用算术平均",
    ),
    (
        "its normalisation yields negative values, off which this weighting reads no weights: take another one, such as min_max, or another weighting",
        "其标准化结果可能为负，此赋权方法无法由负值确定权重：请改用其他标准化方法（如 `min_max`），或改用其他赋权方法",
    ),
    (
        "is aggregated to values that may be negative, off which this weighting reads no weights: take an arithmetic mean of values from 0 up there, or another weighting here",
        "其得分可能为负，此赋权方法无法由负值确定权重：请在该处对不小于 0 的值取算术平均，或改用其他赋权方法",
    ),
    (
        "its normalisation gives the worst subject zero or less, off which this weighting reads no weights: take another one, such as min_max with low = 1, or another weighting",
        "其标准化使最差对象不大于 0，此赋权方法无法由此确定权重：请改用其他标准化方法（如 `min_max` 取 `low = 1`），或改用其他赋权方法",
    ),
    (
        "is {}, but posts on a logarithmic scale are positive: give a positive one, or leave log out",
        "为 {}，而对数标度的门槛值应为正数：请给出正数，或不写 `log`",
    ),
    (
        "{} is not better than the unacceptable {} where {} values are better: give such indicators other ones",
        "满意值 {} 并不优于不允许值 {}（{} 优）：请为此类指标另给",
    ),
    (
        "is {}, too far below {} {} to be computed with: give a higher {}, or a lower {}",
        "为 {}，与 {} {} 相距过远，无法计算：请提高 `{}`，或降低 `{}`",
    ),
    (
        "is {}, not below {} {}: give a lower {}, or a higher {}",
        "为 {}，不小于 {} {}：请降低 `{}`，或提高 `{}`",
    ),
    (
        "indifference {} is not between 0 and preference {}: give one that is",
        "无差异阈值 {} 不在 0 与偏好阈值 {} 之间：请另给",
    ),
    (
        "shares {} to {} leave {} components nothing to choose: give a min_share of at most {} and a max_share of at least {}",
        "权重份额 {} 至 {} 使 {} 个分项没有选择余地：`min_share` 应不超过 {}，`max_share` 应不小于 {}",
    ),
    (
        "the benefit of the doubt weighs each subject on its own, and can't be blended: take one or the other",
        "数据包络赋权的权重因对象而异，不能与其他方法组合：请只用其一",
    ),
];
