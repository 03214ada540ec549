//! Items of the catalogue, periods, rights, fields of requests as they are read.

use super::Pair;

pub(super) const SENTENCES: &[Pair] = &[
    (
        "`{}` is not in the catalogue: add the zone or correct the name",
        "目录中没有 `{}`：请添加园区或改正名称",
    ),
    (
        "kind `{}` is not declared: add it to the kinds",
        "对象类别 `{}` 未声明：请添加",
    ),
    (
        "`{}` is not in the catalogue: add the subject or correct the name",
        "目录中没有 `{}`：请添加对象或改正名称",
    ),
    (
        "a split goes from one to several, a merger from several to one, the rest from one to one",
        "拆分为一对多，合并为多对一，其余为一对一",
    ),
    (
        "lies in two zones at once: end one before the next begins",
        "同时属于两个园区：请先结束其一",
    ),
    (
        "`{}` is not in the catalogue: add the department",
        "目录中没有 `{}`：请添加部门",
    ),
    (
        "`{}` is not in the catalogue: add the indicator",
        "目录中没有 `{}`：请添加指标",
    ),
    (
        "a bound is not a finite number: leave it out where there is none",
        "界限不是有限数：没有界限时请不写",
    ),
    (
        "no value lies between {} and {}: exchange them",
        "{} 与 {} 之间没有数值：请对调",
    ),
    (
        "names no indicator: write references in braces, such as `{}`",
        "没有引用指标：请写在花括号中，例如 `{revenue}`",
    ),
    (
        "`{}` is {} but the result is {}: inputs must have the result's frequency",
        "`{}` 的频率为{}，而结果的频率为{}：输入须与结果频率相同",
    ),
    (
        "`{}` is not about every kind of subject that the result is about",
        "`{}` 不针对结果所针对的全部对象类别",
    ),
    (
        "yields {}, which does not convert to `{}`: change the formula or the unit",
        "结果为 {}，不能换算为 `{}`：请改公式或单位",
    ),
    (
        "goes in a circle: {}; break it at one of them",
        "循环引用：{}；请断开其一",
    ),
    (
        "`{}` is {} but the interface delivers {}",
        "`{}` 的频率为{}，而接口的频率为{}",
    ),
    ("`{}` is not of kind `{}`", "`{}` 不是 `{}` 类"),
    (
        "`{}` is not in the catalogue: add the department or write *",
        "目录中没有 `{}`：请添加部门或写 *",
    ),
    (
        "allows nothing: give read, report, approve or administer, or leave the grant out",
        "没有任何权限：请写 `read`、`report`、`approve` 或 `administer`，或去掉此项",
    ),
    (
        "`{}` is {} but `{}` is {}: an index is made from figures of one period",
        "`{}` 的频率为{}，而 `{}` 的频率为{}：指数须由同一时期的数据构成",
    ),
    (
        "are about no kind of subject in common: nobody has them all",
        "各指标没有共同的对象类别：没有对象具备全部指标",
    ),
    (
        "`{}` is not in the catalogue: add the group",
        "目录中没有 `{}`：请添加可比组",
    ),
    (
        "`{}` is of kind {}, which the indicators are not about",
        "`{}` 的类别为 `{}`，而各指标不针对此类",
    ),
    (
        "is not said, nor does the indicator say which way is better: give it",
        "未写明方向，指标本身也没有方向：请写明",
    ),
    (
        "`{}…` has more than {} characters: shorten it",
        "`{}…` 超过 {} 个字符：请缩短",
    ),
    ("has {} {}, at most {} are kept", "有 {} 个（{}），最多保留 {} 个"),
    (
        "`{}` is also a name of `{}`: a name must lead to one item",
        "`{}` 也是 `{}` 的名称：一个名称只能指一项",
    ),
    (
        "expected a form such as 2023, 2023-S1, 2023-Q4, 2023-09, 2023-W37 or 2023-09-17",
        "应写作 2023、2023-S1、2023-Q4、2023-09、2023-W37 或 2023-09-17",
    ),
    ("year {} is not in {}..={}", "年份 {} 不在 {} 至 {} 之间"),
    ("half {} is not in 1..={}", "半年 {} 不在 1 至 {} 之间"),
    ("quarter {} is not in 1..={}", "季度 {} 不在 1 至 {} 之间"),
    ("month {} is not in 1..={}", "月份 {} 不在 1 至 {} 之间"),
    ("{} {} is not in 1..={}", "{} {} 不在 1 至 {} 之间"),
    ("week {} is not in 1..={}", "周 {} 不在 1 至 {} 之间"),
    ("day {} is not in 1..={}", "日 {} 不在 1 至 {} 之间"),
    (
        "the week does not lie wholly in the years {}..={}",
        "该周不全在 {} 年至 {} 年之间",
    ),
    ("{} ordinal {} is not in {}..={}", "{}序号 {} 不在 {} 至 {} 之间"),
    (
        "frequency \"{}\": expected one of annual, semiannual, quarterly, monthly, weekly, daily",
        "频率“{}”：应为 `annual`、`semiannual`、`quarterly`、`monthly`、`weekly`、`daily` 之一",
    ),
    ("`{}` is given twice: leave one", "`{}` 重复给出：请只留一个"),
    ("is not said: give how often it is observed", "未写明频率：请写明"),
    ("is no frequency that this hub knows", "指标中心没有这种频率"),
    (
        "is not said: give stock, flow, ratio or index",
        "未写明类型：请写 `stock`、`flow`、`ratio` 或 `index`",
    ),
    (
        "is no kind of indicator that this hub knows",
        "指标中心没有这种指标类型",
    ),
    ("is no direction that this hub knows", "指标中心没有这种方向"),
    (
        "is no way of approval that this hub knows",
        "指标中心没有这种审批方式",
    ),
    ("is no rule that this hub knows", "指标中心没有这种规则"),
    (
        "is none: a framework says which way is better, or leaves it to the indicator",
        "没有方向：评价体系须写明方向，或以指标为准",
    ),
    (
        "is not said: give read, report, approve or administer",
        "未写明：请写 `read`、`report`、`approve` 或 `administer`",
    ),
    ("is no action that this hub knows", "指标中心没有这种操作"),
    ("is no day such as `2023-09-17`", "不是 `2023-09-17` 形式的日期"),
    ("is empty: give the day it took effect", "为空：请写明生效日期"),
    ("is a zone's: give it among the zones", "属于园区：请写在园区中"),
    (
        "is empty: give the code or leave the entry out",
        "为空：请写明代码或去掉此项",
    ),
    ("is no qualifier that this hub knows", "指标中心没有这种限定"),
    ("is no status that this hub knows", "指标中心没有这种状态"),
    (
        "is longer than 1,000 characters: cut it",
        "超过 1,000 个字符：请缩短",
    ),
    (
        "is empty: say where the value stands, or leave the evidence out",
        "为空：请写明数值所在位置，或去掉依据",
    ),
    (
        "rows and columns of a sheet are counted from 1 and fit 32 bits",
        "表格的行列从 1 计数，且不超过 32 位",
    ),
    (
        "ends before it begins: `end` is one past the last byte",
        "结束早于开始：`end` 是最后一字节的次位",
    ),
    (
        "batches are counted from 1, rows fit 32 bits",
        "批次从 1 计数，行数不超过 32 位",
    ),
    ("is longer than 200 characters: cut it", "超过 200 个字符：请缩短"),
    (
        "has {} entries where `value` has {}",
        "有 {} 项，而 `value` 有 {} 项",
    ),
    ("is {}, but the dictionary has {}", "为 {}，而字典有 {} 项"),
    (
        "has {} entries where the batch has {} rows",
        "有 {} 项，而批次有 {} 行",
    ),
    (
        "may be empty only when there is at most one sheet",
        "只有不超过一个工作表时才可为空",
    ),
    ("names a sheet that the dictionary lacks", "字典中没有此工作表"),
    ("is no kind of place that this hub knows", "指标中心没有这种位置"),
    (
        "excludes `consistency`: give one of the two",
        "与 `consistency` 不能并用：请只给其一",
    ),
    ("a requirement is true or left out", "要求只能为真或不写"),
    (
        "is empty: give a revision or a time, or leave `as_of` out",
        "为空：请写修订号或时间，或不写 `as_of`",
    ),
    ("a revision is not negative", "修订号不能为负"),
    (
        "is empty: choose a method, or leave the field out",
        "为空：请选择方法，或不写此字段",
    ),
    (
        "is empty: choose a distribution, or leave the field out",
        "为空：请选择分布，或不写此字段",
    ),
    ("are none that this hub knows", "指标中心没有这种取值"),
    ("is none that this hub knows", "指标中心没有这种取值"),
    (
        "is no time between the years 1 and 9999",
        "不是 1 年至 9999 年之间的时间",
    ),
    (
        "another catalogue was applied during each attempt; try again",
        "每次尝试期间目录都有变化；请重试",
    ),
    (
        "is negative: give the head revision, or leave it out",
        "为负：请写最新修订号，或不写",
    ),
    (
        "the head is revision {}, not {}: look at what changed, then apply again",
        "最新修订号为 {}，而非 {}：请先查看变化再载入",
    ),
    (
        "observations refer to {}: such items can't be removed, nor get another unit, frequency or fewer kinds of subject",
        "{} 已有观测值：不能删除，也不能改单位、频率或减少对象类别",
    ),
    (
        "has observations: keep it as it is, or give the new measure a code of its own",
        "已有观测值：请保持不变，或为新口径另设代码",
    ),
    (
        "users/{} may not {} for {}: ask an administrator for a grant",
        "`users/{}` 没有 {} 权限（{}）：请向管理员申请",
    ),
    ("needs a grant to {} for {}", "需要 {} 权限（{}）"),
    (
        "this call needs a name: say who you are with the metadata `{}`, 1 to {} printable characters, those outside ASCII percent-encoded (command line: --as NAME)",
        "此操作须写明身份：请用元数据 `{}`，1 至 {} 个可见字符，非 ASCII 字符须百分号编码（命令行为 `--as 姓名`）",
    ),
    (
        "`{}` is not in the catalogue: add the group or correct the name",
        "目录中没有 `{}`：请添加可比组或改正名称",
    ),
    (
        "`{}` is not in the catalogue: add the group or correct the name; the nearest is `{}`",
        "目录中没有 `{}`：请添加可比组或改正名称；最相近的是 `{}`",
    ),
    (
        "`{}` is also a name of `{}`: a name must lead to one item, give another",
        "`{}` 也是 `{}` 的名称：一个名称只能指一项，请改用其他名称",
    ),
];
