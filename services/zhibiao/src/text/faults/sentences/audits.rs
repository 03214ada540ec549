//! Checks of an audit.

use super::Pair;

pub(super) const SENTENCES: &[Pair] = &[
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
