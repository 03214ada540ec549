//! The sentences: English with its gaps, Chinese.

/// Sentences, each with as many gaps in both languages and in the same order; those that say more go first.
pub(super) const SENTENCES: &[(&str, &str)] = &[
    // Frameworks as they are read
    (
        "unknown field `{}`, expected one of {}; the nearest is `{}`",
        "没有键 `{}`，可用的有 {}；最相近的是 `{}`",
    ),
    (
        "unknown field `{}`, expected {}; the nearest is `{}`",
        "没有键 `{}`，可用的有 {}；最相近的是 `{}`",
    ),
    (
        "unknown field `{}`, expected one of {}",
        "没有键 `{}`，可用的有 {}",
    ),
    ("unknown field `{}`, expected {}", "没有键 `{}`，可用的有 {}"),
    (
        "unknown variant `{}`, expected one of {}; the nearest is `{}`",
        "没有方法 `{}`，可用的有 {}；最相近的是 `{}`",
    ),
    ("unknown variant `{}`, expected {}", "没有方法 `{}`，可用的有 {}"),
    ("missing field `{}`", "缺少键 `{}`"),
    ("invalid type: {}, expected {}", "类型不符：现为 {}，应为 {}"),
    ("invalid value: {}, expected {}", "值不符：现为 {}，应为 {}"),
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
    // Numbers
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
        "is {}: give −20 to 20 without 0, which is the geometric mean",
        "为 {}：应为 −20 到 20 且不为 0（0 即几何平均）",
    ),
    (
        "is {}, not below {} {}: give a lower {}, or a higher {}",
        "为 {}，不小于 {} {}：请减小 {} 或增大 {}",
    ),
    (
        "is {}, but posts on a logarithmic scale are positive: give a positive one, or leave log out",
        "为 {}，而对数标度的门槛值应为正数：请给出正数，或去掉 log",
    ),
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
        "{} is not better than the unacceptable {} where higher values are better: give such indicators other ones",
        "对数值越高越好的指标，满意值 {} 并不优于不允许值 {}：请为这类指标另给",
    ),
    (
        "{} is not better than the unacceptable {} where lower values are better: give such indicators other ones",
        "对数值越低越好的指标，满意值 {} 并不优于不允许值 {}：请为这类指标另给",
    ),
    (
        "indifference {} is not between 0 and preference {}: give one that is",
        "无差异阈值 {} 不在 0 与偏好阈值 {} 之间：请改正",
    ),
    (
        "shares {} to {} leave {} components nothing to choose: give a min_share of at most {} and a max_share of at least {}",
        "权重份额 {} 至 {} 使 {} 个分项没有选择余地：min_share 应不超过 {}，max_share 应不低于 {}",
    ),
    (
        "blends blends more than {} deep: blend fewer weightings",
        "组合赋权嵌套超过 {} 层：请减少",
    ),
    // Trees
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
        "stands there twice, as numbers {} and {} of the aggregates: leave one out, or give it another id",
        "重复出现，为第 {} 和第 {} 个上级：请去掉一个，或改用其他标识",
    ),
    (
        "stands there twice, as numbers {} and {} of the indicators: an indicator has one place in the tree",
        "重复出现，为第 {} 和第 {} 项指标：一项指标在树中只有一个位置",
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
    // Methods
    (
        "its normalisation yields negative values, off which this weighting reads no weights: take another one, such as min_max, or another weighting",
        "其标准化结果可能为负，此赋权方法无法据以确定权重：请改用其他标准化方法（如 min_max），或改用其他赋权方法",
    ),
    (
        "is aggregated to values that may be negative, off which this weighting reads no weights: take an arithmetic mean of values from 0 up there, or another weighting here",
        "其得分可能为负，此赋权方法无法据以确定权重：请在该级对不小于 0 的值取算术平均，或在此改用其他赋权方法",
    ),
    (
        "its normalisation gives the worst subject zero or less, off which this weighting reads no weights: take another one, such as min_max with low = 1, or another weighting",
        "其标准化结果中最差的对象不大于零，此赋权方法无法据以确定权重：请改用其他标准化方法（如 min_max 取 low = 1），或改用其他赋权方法",
    ),
    (
        "is aggregated to zero or less for the worst subject, off which this weighting reads no weights: normalise its components to positive values, such as min_max with low = 1, or take another weighting",
        "其最差对象的得分不大于零，此赋权方法无法据以确定权重：请把其分项标准化为正值（如 min_max 取 low = 1），或改用其他赋权方法",
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
        "其标准化结果可能为负，此合成方法对负值无定义：请改用其他标准化方法，如 min_max 取 low = 1",
    ),
    (
        "its normalisation has a mean of 0 or less, by which EDAS divides: take another one, such as min_max",
        "其标准化结果均值不大于 0，EDAS 以均值为除数：请改用其他标准化方法，如 min_max",
    ),
    (
        "lower values are better and it is not normalised: normalise it, or take an aggregation that knows directions",
        "该指标越低越好而未标准化：请先标准化，或改用能区分方向的合成方法",
    ),
    (
        "the benefit of the doubt weighs each subject on its own: take the arithmetic mean with it",
        "数据包络赋权的权重因对象而异：合成方法须为算术平均",
    ),
    (
        "the benefit of the doubt weighs each subject on its own, and can't be blended: take one or the other",
        "数据包络赋权的权重因对象而异：不能与其他方法组合",
    ),
    (
        "are {}, not {} rows of {}: give one for each component, in the order of the tree ({})",
        "为 {}，而应为 {} 行 {} 列：按树中次序每个分项一行（{}）",
    ),
    (
        "contradict each other: consistency ratio {} is over {}; revise them, or force",
        "判断相互矛盾：一致性比率 {} 超过 {}；请修改，或用 force 强制采用",
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
    // Requests
    (
        "`{}` was not in the catalogue at revision {}: name a later moment",
        "`{}` 在修订号 {} 时尚不在目录中：请改用更晚的时点",
    ),
    (
        "`{}` is not in the catalogue; the nearest: {}",
        "目录中没有 `{}`；相近的有 {}",
    ),
    ("`{}` is not in the catalogue", "目录中没有 `{}`"),
    ("`{}` is not in the framework", "`{}` 不在评价体系中"),
    ("`{}` has no score: {}", "`{}` 没有得分：{}"),
    (
        "`{}` has too few figures to be ranked: it {}",
        "`{}` 数据不足，不能排名：{}",
    ),
    (
        "`{}` is not among those who are ranked: name one of them, or take other peers",
        "`{}` 不在排名之列：请改用其中的对象，或更换可比对象",
    ),
    (
        "`{}` is {}, and the aggregation of `{}` has no value for negative ones: {}",
        "`{}` 为 {}，而 `{}` 的合成方法对负值无定义：请标准化为正值（如 min_max 取 low = 1），或改用其他合成方法",
    ),
    (
        "nobody can be ranked at {}: all {} subjects have too few figures; {}",
        "{} 没有可排名的对象：{} 个对象的数据均不足",
    ),
    ("{} has no figure of `{}`", "{} 没有“{}”的任何数据"),
    (
        "{} has {} % of the figures of `{}`, {} % are needed",
        "{} 有 {} % 的数据（“{}”），需要 {} %",
    ),
    (
        "ends before it begins: `until` is one past the last day",
        "结束早于开始：`until` 是最后一天的次日",
    ),
    ("cannot be applied: {}", "不能适用：{}"),
    (
        "period \"{}\": expected a form such as {}",
        "时期 \"{}\" 不能识别：应写作 {} 之类的形式",
    ),
    ("period \"{}\": {}", "时期 \"{}\" 不能识别：{}"),
    (
        "`{}` is {}, but `{}` is {}: write for example `{}`",
        "`{}` 的频率为 {}，而 `{}` 的频率为 {}：请写作例如 `{}`",
    ),
    (
        "`{}` is {}, but the framework's indicators are {}",
        "`{}` 的频率为 {}，而评价体系各指标的频率为 {}",
    ),
    ("`{}` is no indicator of the catalogue", "指标目录中没有 `{}`"),
    (
        "`{}` is no kind of subject: there are {}",
        "没有对象类别 `{}`：现有 {}",
    ),
    ("`{}` is no {}: write {}", "`{}` 不是合法的名称（{}）：请写作 {}"),
    ("are {}, but {} is about {}", "类别为 {}，而 {} 针对 {}"),
    ("name {}, but {} is about {}", "含 {}，而 {} 针对 {}"),
    (
        "is the subject itself: name another one",
        "是该对象自身：请改用其他对象",
    ),
    (
        "says nothing: state what may vary, as {}",
        "未写明任何不确定因素：请写明，例如 {}",
    ),
    (
        "weights have intervals only where aggregations look at each subject by itself",
        "只有逐个对象计算的合成方法才有权重区间",
    ),
    ("each subject has weights of its own", "权重因对象而异"),
    (
        "{}: {} asked for, at most {} are taken on; {}",
        "{}：请求 {}，最多受理 {}；{}",
    ),
    ("rank a peer group", "请只对一个可比组排名"),
    (
        "take at most {} draws, or rank a peer group",
        "请至多抽取 {} 次，或只对一个可比组排名",
    ),
    ("does not go with the rest: {}: {}", "与其余方法不相容：{}：{}"),
    (
        "is {}, but best_to_others[{}] is {}: they are one judgement, give the same in both",
        "为 {}，而 best_to_others[{}] 为 {}：两者是同一判断，请填写相同的值",
    ),
    (
        "`{}` stands there twice: name it once",
        "“{}”重复出现：请只写一次",
    ),
    (
        "is {}, behind the present figure {}: give one beyond it",
        "为 {}，落后于现值 {}：请给出超过现值的值",
    ),
    (
        "`{}` may not move: name it among the indicators, or leave the limit out",
        "“{}”不在可变动指标之列：请把它列入指标，或去掉上限",
    ),
    // Audits
    ("as it should be", "符合要求"),
    (
        "fewer than 65 % are known: the result rests on imputation",
        "已知数据不足 65 %：结果依赖补缺",
    ),
    (
        "fewer than 65 % are known: the rest weighs the more",
        "已知数据不足 65 %：其余部分权重相应增大",
    ),
    (
        "fewer than 65 % are known: too few for a result",
        "已知数据不足 65 %：不足以得出结果",
    ),
    (
        "fewer than {} subjects are ranked: how indicators hang together can't be judged, audit more",
        "参评对象少于 {} 个：无法判断指标之间的关系，请增加评价对象",
    ),
    (
        "nobody has a figure of any of its indicators: publish figures, or ask for another period or others",
        "没有任何对象有其中任何指标的数据：请发布数据，或改换时期或对象",
    ),
    (
        "everybody has too few figures to be ranked: publish more, or have the framework's `screen` ask for less",
        "所有对象的数据都过少，无法排名：请发布更多数据，或放宽评价体系的 `screen`",
    ),
    ("nobody has a score: {}", "没有对象得分：{}"),
    ("fewer than 80 % are known", "已知数据不足 80 %"),
    ("most values are of earlier periods", "多数数据来自更早时期"),
    (
        "more than a tenth of the values are of earlier periods",
        "超过十分之一的数据来自更早时期",
    ),
    (
        "outliers are left that the treatment could not mend",
        "处理后仍有异常值",
    ),
    (
        "has more than {} components: how they hang together is not looked at, divide it",
        "分项超过 {} 个，未检查其相互关系：请拆分",
    ),
    (
        "contradict each other: one offsets the other in the aggregate",
        "相互矛盾：合成时彼此抵消",
    ),
    (
        "correlate negatively: a trade-off that the aggregate hides",
        "负相关：合成掩盖了此消彼长",
    ),
    (
        "say the same: one of them is redundant, together they count twice",
        "内容重复：其一多余，合计被重复计算",
    ),
    (
        "correlates more with another branch than with its own",
        "与其他分支的相关高于本分支",
    ),
    (
        "is against its aggregate: more of it goes with a lower score",
        "与上级方向相反：其值越高得分越低",
    ),
    (
        "hardly counts in its aggregate: correlation under 0.3",
        "在上级中几乎不起作用：相关低于 0.3",
    ),
    (
        "dominates its aggregate: correlation over 0.92",
        "主导上级：相关高于 0.92",
    ),
    (
        "the components hardly measure one thing: α under 0.4",
        "各分项几乎不反映同一事物：α 低于 0.4",
    ),
    (
        "the components measure one thing only in part: α under 0.7",
        "各分项只部分反映同一事物：α 低于 0.7",
    ),
    (
        "several components have an eigenvalue over 1: not one dimension",
        "多个主成分的特征值大于 1：不止一个维度",
    ),
    (
        "the first component explains under 30 %",
        "第一主成分解释不足 30 %",
    ),
    (
        "dominates the index: over half of its variance",
        "主导总指数：占其方差一半以上",
    ),
    (
        "is dominated: the index hardly depends on it, whatever its weight",
        "几乎不影响总指数，无论权重多大",
    ),
    ("counts less than half of its weight", "影响不足其权重的一半"),
    ("counts more than twice its weight", "影响超过其权重的两倍"),
];
