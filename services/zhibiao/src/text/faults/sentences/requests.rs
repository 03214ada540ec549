//! Questions about indices.

use super::Pair;

pub(super) const SENTENCES: &[Pair] = &[
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
        "`{}` 为 {}，而 `{}` 的合成方法对负值无定义：请标准化为正值（如 `min_max` 取 `low = 1`），或改用其他合成方法",
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
    ("cannot be applied", "不能适用"),
    ("cannot be applied: {}", "不能适用：{}"),
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
    ("are {}, but {} is about {}", "类别为 `{}`，而 {} 针对 `{}`"),
    ("name {}, but {} is about {}", "含 {}，而 {} 针对 `{}`"),
    (
        "is the subject itself: name another one",
        "是该对象自身：请改用其他对象",
    ),
    (
        "says nothing: state what may vary, as {}",
        "未写明任何不确定因素：请写明，例如 `{}`",
    ),
    (
        "leaves nothing that may vary: the what-if names the only method that was in doubt; leave it out of the what-if, or \
         state what else may vary",
        "已无任何不确定因素：假设中指定了唯一存疑的方法；请从假设中去掉，或写明其他不确定因素",
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
    (
        "reaches none of the indicators, as each names its own `{}`: take `{}` out of those that are in doubt, or leave these alternatives out",
        "不及任何指标，因为各指标都有自己的 `{}`：请去掉有疑问者的 `{}`，或去掉这些备选方法",
    ),
    (
        "reaches none of the aggregates, as each names its own `{}`: take `{}` out of those that are in doubt, or leave these alternatives out",
        "不及任何合成项，因为各合成项都有自己的 `{}`：请去掉有疑问者的 `{}`，或去掉这些备选方法",
    ),
    ("does not go with the rest: {}", "与其余方法不相容：{}"),
    (
        "is {}, but best_to_others[{}] is {}: they are one judgement, give the same in both",
        "为 {}，而 `best_to_others[{}]` 为 {}：两者是同一判断，请填写相同的值",
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
    (
        "is empty: name a period or a moment, or leave `against` out",
        "为空：请写时期或时点，或不写 `against`",
    ),
    (
        "is empty: give a period, or leave `against` out",
        "为空：请写时期，或不写 `against`",
    ),
    ("has {} names: give 1 to {}", "有 {} 个名称：应为 1 到 {} 个"),
    ("names `{}` again: give each once", "`{}` 重复出现：每个只写一次"),
    ("is missing: give the framework", "缺少评价体系：请给出"),
    (
        "the columns are being loaded: a ranking is made from all data or not at all",
        "数据正在载入：须全部载入后才能排名",
    ),
    (
        "the columns have not reached revision {} yet",
        "数据尚未更新到修订号 {}",
    ),
    ("the service is shutting down", "服务正在关闭"),
    (
        "the token is of another store: pass on only tokens of this hub",
        "令牌属于另一指标中心：请只使用本中心的令牌",
    ),
    (
        "revision {} is not committed yet; the newest is {}",
        "修订号 {} 尚不存在；最新为 {}",
    ),
    (
        "the answer would have {} numbers, at most {} are given: ask for fewer details, or rank a peer group",
        "结果将有 {} 个数，最多给出 {} 个：请减少所需明细，或只对一个可比组排名",
    ),
    ("is no detail that this hub knows", "指标中心没有这种明细"),
    ("is no verdict that this hub knows", "指标中心没有这种结论"),
    (
        "nobody can be ranked: none of the {} peers has a figure of any indicator of `{}` at any period ({}); file figures, or rank others",
        "没有可排名的对象：{} 个可比对象在任何时期都没有 `{}` 任一指标的数据（`{}`）；请填报数据，或更换对象",
    ),
    (
        "nobody can be ranked at {}: none of the {} peers exists then; ask for another period, or rank others",
        "{} 没有可排名的对象：{} 个可比对象当时均不存在；请另选时期，或更换对象",
    ),
    (
        "nobody can be ranked at {}: {} no figure of any indicator; ask for another period, let older figures be carried, or rank others",
        "{} 没有可排名的对象：{}没有任何指标的数据；请另选时期、沿用较早数据或更换对象",
    ),
    (
        "nobody can be ranked: {} no figure of any indicator; ask for another period, let older figures be carried, or rank others",
        "没有可排名的对象：{}没有任何指标的数据；请另选时期、沿用较早数据或更换对象",
    ),
    (
        "nobody can be ranked at {}: {} too few figures; ask for another period, let older figures be carried, rank others, or have the framework's `screen` ask for less",
        "{} 没有可排名的对象：{}数据不足；请另选时期、沿用较早数据、更换对象，或降低评价体系的 `screen`",
    ),
    (
        "nobody can be ranked: {} too few figures; ask for another period, let older figures be carried, rank others, or have the framework's `screen` ask for less",
        "没有可排名的对象：{}数据不足；请另选时期、沿用较早数据、更换对象，或降低评价体系的 `screen`",
    ),
    (
        "the index is made from {} figures and more, at most {} are taken on: rank a peer group, or give imputation a greatest age",
        "指数涉及 {} 个以上数据，最多受理 {} 个：请只对一个可比组排名，或限制补缺的最长年限",
    ),
    ("the computation was stopped", "计算已停止"),
    (
        "is a moment of the past, which does not change: leave it out, or call EvaluateFramework",
        "是过去的时点，不会变化：请不写，或改用 `EvaluateFramework`",
    ),
    (
        "is a moment of the past, which does not change: leave it out, or call Rank",
        "是过去的时点，不会变化：请不写，或改用 `Rank`",
    ),
    (
        "is missing: name another subject, or an earlier edition",
        "缺少对比对象：请写另一对象，或更早的一期",
    ),
    (
        "says neither period nor moment: it would be the same edition",
        "既未写时期也未写时点：与本期相同",
    ),
    ("can't be computed: {}", "无法计算：{}"),
    (
        "it existed only before {}: ask for another period",
        "仅在 {} 之前存在：请另选时期",
    ),
    (
        "it existed only after {}: ask for another period",
        "在 {} 之后才存在：请另选时期",
    ),
    (
        "it existed only {} {}: ask for another period",
        "仅在 {}（{}）存在：请另选时期",
    ),
    (
        "is missing: give the manifest that came with the result",
        "缺少清单：请给出结果所附的清单",
    ),
    ("is empty: a result is of one period", "为空：结果须属于一个时期"),
    (
        "is empty: a baseline is of one period",
        "为空：对比基准须属于一个时期",
    ),
    (
        "is an evaluation, but the manifest is of a simulation: leave it out, digests are compared",
        "是评价结果，而清单属于模拟：请去掉，只对比摘要",
    ),
    ("names {} pairs: give at most {}", "有 {} 对：最多 {} 对"),
    ("is 0: ranks begin with 1", "为 0：名次从 1 开始"),
    ("is no tie method that this hub knows", "指标中心没有这种并列规则"),
    ("names {} subjects: give 1 to {}", "有 {} 个对象：应为 1 到 {} 个"),
    (
        "the store can't be reached just now; answers that may be older are given all the same",
        "存储服务暂时无法访问；仍可给出可能较旧的结果",
    ),
    (
        "is missing: say which ranking is followed",
        "未写明：请写明关注哪个排名",
    ),
    (
        "the store is another one than before: watch again",
        "存储服务已更换：请重新关注",
    ),
    (
        "answers of {} bytes are kept for watchers, and this one has {}: ask for fewer details, or come back when others have gone",
        "为关注者保留的结果已有 {} 字节，此结果另有 {} 字节：请减少所需明细，或稍后再来",
    ),
    (
        "a watched ranking can't be made just now",
        "所关注的排名暂时无法计算",
    ),
    (
        "the store was replaced by another one meanwhile",
        "存储服务其间已更换",
    ),
    (
        "{} asked for: at most {} are made; {} tell an interval to a place",
        "请求 {}：最多 {}；{} 次即可把区间精确到一位",
    ),
    (
        "`{}` is not in the framework: name one of its indicators",
        "`{}` 不在评价体系中：请写其中的指标",
    ),
    (
        "is {}, but the indicator has values from {} to {}: give one of them",
        "为 {}，而该指标的取值范围为 {} 到 {}：请在此范围内取值",
    ),
    (
        "the result is of another store, and its figures are not here: replay it on the hub that it came from",
        "结果属于另一指标中心，其数据不在此处：请在原指标中心重算",
    ),
    (
        "is empty: a result is of one period, give it",
        "为空：结果须属于一个时期，请写明",
    ),
    (
        "is empty: a baseline is of one period, give it",
        "为空：对比基准须属于一个时期，请写明",
    ),
    (
        "is negative: give the revision that came with the result",
        "为负：请写结果所附的修订号",
    ),
    (
        "has {} bytes: give the {} that came with the result",
        "有 {} 字节：请写结果所附的 {} 字节",
    ),
    (
        "is {}, but the newest is {}: give the revision that came with the result",
        "为 {}，而最新为 {}：请写结果所附的修订号",
    ),
    ("is {}, but the newest is {}", "为 {}，而最新为 {}"),
    (
        "{}: give the revision that came with the result",
        "{}：请写结果所附的修订号",
    ),
    (
        "`{}` is not in the framework: GetFramework lists its indicators",
        "`{}` 不在评价体系中：`GetFramework` 可列出其指标",
    ),
    (
        "are {}, but {} is about {}: take peers of that kind",
        "类别为 `{}`，而 {} 针对 `{}`：请选此类的可比对象",
    ),
    (
        "`{}` is of another kind, but {} is about {}: leave it out",
        "`{}` 属于其他类别，而 {} 针对 `{}`：请去掉",
    ),
    (
        "name {} more of another kind, but {} is about {}: leave them out",
        "另含 {} 个其他类别的对象，而 {} 针对 `{}`：请去掉",
    ),
    (
        "`{}` stands there twice, first as names[{}]: name it once",
        "“{}”重复出现（首次为 `names[{}]`）：请只写一次",
    ),
    (
        "`{}` is not in the catalogue, nor is anything called much like it: search for it, or add it",
        "目录中没有 `{}`，也没有相近的名称：请查找或添加",
    ),
    (
        "`{}` was not in the catalogue at revision {}, nor is anything called much like it: search for it, or add it",
        "`{}` 在修订号 {} 时不在目录中，也没有相近的名称：请查找或添加",
    ),
    // Calls that did not come through.
    (
        "the server can't be reached: is it running, and is the address right?",
        "服务无法连接：请确认已启动，且地址正确",
    ),
    ("there was no answer in time", "未能及时得到应答"),
    (
        "a message can't be read: is it of this call, and of this version of the protos?",
        "消息无法读取：请确认属于该调用，且与协议版本一致",
    ),
    ("the hub failed; its log says why", "指标中心出错；原因见其日志"),
    ("the request is not valid", "请求无效"),
];
