//! Words that tell what a number says: growth, share, rank, plan, time.

/// What a word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    /// The number beside it is a growth.
    Growth,
    /// The number is what something has gained, where it stands behind the name: 5G基站新增300个.
    Gain,
    /// A growth downwards.
    Decline,
    /// The number says how much sooner something is done than it had to be, which is a gain: it is told as it is. Less time
    /// or paper is a decline of it like any other.
    Saving,
    /// The number is compared with another time or place.
    Compare,
    /// The growth beside it is over another time than the year before.
    Base,
    /// The number is a part of a whole.
    Share,
    /// The number is a place in a ranking.
    Rank,
    /// The number is aimed at.
    Target,
    /// The number is expected.
    Forecast,
    /// What follows is the value after a change, no growth.
    Arrival,
    /// Names and numbers are paired in order.
    Separately,
    /// The first and the second of two that were just told: 前者, 后者.
    Former,
    Latter,
    /// The number is of a place that the zone helps, not of the zone.
    OtherPlace,
    /// A word that looks like one of the others and is none.
    Neutral,
}

#[rustfmt::skip] // One kind a block: a table is read down its columns.
pub(crate) const CUES: &[(&str, Cue)] = &[
    ("增长", Cue::Growth), ("增", Cue::Growth), ("增加值", Cue::Neutral), ("增值", Cue::Neutral), ("增幅", Cue::Growth), ("增速", Cue::Growth), ("增长率", Cue::Growth), ("增加", Cue::Growth),
    ("提高", Cue::Growth), ("提升", Cue::Growth), ("上升", Cue::Growth), ("上涨", Cue::Growth), ("净增", Cue::Growth), ("净增加", Cue::Growth), ("净减少", Cue::Decline), ("净减", Cue::Decline), ("扩大", Cue::Growth),
    ("高于", Cue::Growth), ("高出", Cue::Growth), ("快于", Cue::Growth), ("涨幅", Cue::Growth), ("加快", Cue::Growth), ("多增", Cue::Growth),
    ("新增", Cue::Gain), ("新增加", Cue::Gain), ("再增", Cue::Gain), ("多收", Cue::Growth), ("少收", Cue::Decline),
    ("下降", Cue::Decline), ("减少", Cue::Decline), ("回落", Cue::Decline), ("下滑", Cue::Decline), ("降低", Cue::Decline), ("降幅", Cue::Decline), ("跌幅", Cue::Decline),
    ("低于", Cue::Decline), ("收窄", Cue::Decline), ("放缓", Cue::Decline), ("降", Cue::Decline), ("降本", Cue::Neutral), ("下跌", Cue::Decline), ("负增长", Cue::Decline),
    ("压减", Cue::Decline), ("压缩", Cue::Decline), ("缩短", Cue::Decline), ("缩减", Cue::Decline), ("精简", Cue::Decline),
    ("提前", Cue::Saving), ("同比", Cue::Compare), ("环比", Cue::Base), ("名义", Cue::Base), ("现价增长", Cue::Base), ("现价增速", Cue::Base), ("比上年", Cue::Compare), ("较上年", Cue::Compare), ("比去年", Cue::Compare),
    ("较去年", Cue::Compare), ("比年初", Cue::Compare), ("较年初", Cue::Compare), ("相比", Cue::Compare), ("比上月", Cue::Base), ("较上月", Cue::Base), ("比上季度", Cue::Base), ("较上季度", Cue::Base), ("两年平均", Cue::Base), ("三年平均", Cue::Base), ("四年平均", Cue::Base), ("五年平均", Cue::Base), ("复合", Cue::Base), ("年均", Cue::Base),
    ("比上一年", Cue::Compare), ("较上一年", Cue::Compare), ("比前一年", Cue::Compare),
    ("占", Cue::Share), ("占比", Cue::Share), ("比重", Cue::Share), ("所占比例", Cue::Share),
    ("排名", Cue::Rank), ("位居", Cue::Rank), ("位列", Cue::Rank), ("名列", Cue::Rank), ("跃居", Cue::Rank), ("稳居", Cue::Rank), ("居全", Cue::Rank),
    ("列全", Cue::Rank), ("排全", Cue::Rank), ("居于", Cue::Rank), ("跻身", Cue::Rank), ("位次", Cue::Rank), ("均居", Cue::Rank), ("均列", Cue::Rank), ("居", Cue::Rank), ("列", Cue::Rank), ("进入全", Cue::Rank), ("进入国家", Cue::Rank), ("排在", Cue::Rank), ("升至", Cue::Arrival),
    ("力争", Cue::Target), ("争取", Cue::Target), ("确保", Cue::Target), ("目标", Cue::Target), ("计划", Cue::Target), ("拟", Cue::Target),
    ("规划", Cue::Target), ("将达到", Cue::Target), ("将达", Cue::Target), ("将新增", Cue::Target), ("将建成", Cue::Target), ("将建设", Cue::Target), ("将实现", Cue::Target), ("将培育", Cue::Target),
    ("预计", Cue::Forecast), ("预期", Cue::Forecast), ("有望", Cue::Forecast), ("提出:", Cue::Target), ("提出，到", Cue::Target), ("提出到", Cue::Target), ("明确，到", Cue::Target), ("明确到", Cue::Target), ("冲刺", Cue::Target), ("冲击", Cue::Target), ("预测", Cue::Forecast), ("将突破", Cue::Forecast), ("将超过", Cue::Forecast), ("可实现", Cue::Forecast), ("可新增", Cue::Forecast), ("可达", Cue::Forecast), ("可带动", Cue::Forecast), ("达产后", Cue::Forecast), ("投产后", Cue::Forecast), ("建成后", Cue::Forecast),
    ("增长到", Cue::Arrival), ("增长至", Cue::Arrival), ("增加到", Cue::Arrival), ("增加至", Cue::Arrival), ("增至", Cue::Arrival), ("提升至", Cue::Arrival),
    ("提升到", Cue::Arrival), ("提高到", Cue::Arrival), ("提高至", Cue::Arrival), ("上升到", Cue::Arrival), ("上升至", Cue::Arrival), ("扩大到", Cue::Arrival), ("扩大至", Cue::Arrival),
    ("降至", Cue::Arrival), ("下降到", Cue::Arrival), ("下降至", Cue::Arrival), ("降低到", Cue::Arrival), ("压缩至", Cue::Arrival), ("压缩到", Cue::Arrival),
    ("压减至", Cue::Arrival), ("压减到", Cue::Arrival), ("缩短至", Cue::Arrival), ("缩短到", Cue::Arrival), ("缩减至", Cue::Arrival), ("减少到", Cue::Arrival), ("减少至", Cue::Arrival), ("回落至", Cue::Arrival), ("提速至", Cue::Arrival), ("发展到", Cue::Arrival), ("发展至", Cue::Arrival), ("发展为", Cue::Arrival), ("壮大到", Cue::Arrival), ("收窄至", Cue::Arrival), ("收窄到", Cue::Arrival), ("缩小至", Cue::Arrival), ("缩小到", Cue::Arrival), ("放缓至", Cue::Arrival), ("放缓到", Cue::Arrival), ("回升至", Cue::Arrival), ("回升到", Cue::Arrival), ("加快至", Cue::Arrival), ("加快到", Cue::Arrival), ("回落到", Cue::Arrival),
    ("精简至", Cue::Arrival), ("压缩为", Cue::Arrival), ("整合为", Cue::Arrival), ("精简为", Cue::Arrival), ("缩减为", Cue::Arrival), ("缩短为", Cue::Arrival), ("精简到", Cue::Arrival),
    ("原定", Cue::Target), ("原计划", Cue::Target), ("年初预算", Cue::Target), ("预算为", Cue::Target), ("预算安排", Cue::Target), ("要达到", Cue::Target), ("要达", Cue::Target), ("要实现", Cue::Target),
    ("要突破", Cue::Target), ("要超过", Cue::Target), ("要完成", Cue::Target), ("将滚动", Cue::Target), ("将实施", Cue::Target), ("将组织实施", Cue::Target), ("将重点实施", Cue::Target), ("年度计划投资", Cue::Target), ("年度计划完成", Cue::Target),
    ("全年目标是", Cue::Target), ("全年目标为", Cue::Target), ("全年目标:", Cue::Target), ("年度目标是", Cue::Target), ("年度目标为", Cue::Target), ("年度目标:", Cue::Target),
    ("全年计划", Cue::Target), ("规划建设", Cue::Target), ("短收", Cue::Decline), ("减收", Cue::Decline), ("增收", Cue::Growth), ("超收", Cue::Growth), ("占全年计划", Cue::Share),
    ("贡献了", Cue::Share), ("占有率", Cue::Neutral), ("压降至", Cue::Arrival), ("压降到", Cue::Arrival), ("压降", Cue::Decline),
    ("前进", Cue::Growth), ("比增", Cue::Growth), ("比降", Cue::Decline), ("晋升", Cue::Growth), ("前移", Cue::Growth), ("进位", Cue::Growth), ("后退", Cue::Decline), ("后移", Cue::Decline), ("排第", Cue::Rank), ("升到", Cue::Arrival), ("跃升至", Cue::Arrival), ("跃升到", Cue::Arrival), ("攀升至", Cue::Arrival),
    ("分别", Cue::Separately), ("依次", Cue::Separately), ("对口帮扶的", Cue::OtherPlace), ("对口支援的", Cue::OtherPlace), ("结对帮扶的", Cue::OtherPlace), ("对口协作的", Cue::OtherPlace), ("对口合作的", Cue::OtherPlace), ("帮扶的", Cue::OtherPlace),
    ("前者", Cue::Former), ("后者", Cue::Latter),
    ("多于", Cue::Growth), ("少于", Cue::Decline), ("慢于", Cue::Decline),
    // Names and words that hold one of the words above.
    ("自然增长率", Cue::Neutral),
    ("增长极", Cue::Neutral), ("新增长点", Cue::Neutral), ("计划总投资", Cue::Neutral), ("计划投资", Cue::Neutral), ("规划面积", Cue::Neutral), ("规划用地", Cue::Neutral), ("规划建设了", Cue::Neutral), ("规划建设的", Cue::Neutral), ("增收节支", Cue::Neutral), ("预期寿命", Cue::Neutral), ("超目标", Cue::Neutral), ("超计划", Cue::Neutral), ("超额完成目标", Cue::Neutral), ("计划执行", Cue::Neutral), ("计划完成率", Cue::Neutral), ("计划完成情况", Cue::Neutral), ("目标完成率", Cue::Neutral), ("目标完成情况", Cue::Neutral), ("目标责任", Cue::Neutral),
    ("比目标", Cue::Neutral), ("较目标", Cue::Neutral), ("与目标", Cue::Neutral), ("比计划", Cue::Neutral), ("较计划", Cue::Neutral), ("与计划", Cue::Neutral), ("比预期", Cue::Neutral), ("超预期", Cue::Neutral), ("高于目标", Cue::Neutral), ("低于目标", Cue::Neutral), ("高于预期", Cue::Neutral), ("低于预期", Cue::Neutral), ("好于预期", Cue::Neutral),
    ("目标的", Cue::Neutral), ("目标任务的", Cue::Neutral),
    ("年初预算的", Cue::Neutral), ("年度预算的", Cue::Neutral), ("调整预算的", Cue::Neutral), ("全年预算的", Cue::Neutral), ("预算的", Cue::Neutral),
    ("年度计划的", Cue::Neutral), ("全年计划的", Cue::Neutral), ("完成全年计划", Cue::Neutral), ("达全年计划", Cue::Neutral), ("超全年计划", Cue::Neutral), ("为全年计划", Cue::Neutral), ("全年目标", Cue::Neutral), ("年度目标", Cue::Neutral), ("计划的", Cue::Neutral), ("占地区", Cue::Share), ("占地", Cue::Neutral), ("占地面积", Cue::Neutral), ("占用", Cue::Neutral), ("抢占", Cue::Neutral), ("列入", Cue::Neutral), ("系列", Cue::Neutral), ("列车", Cue::Neutral), ("居民", Cue::Neutral), ("居住", Cue::Neutral), ("人居", Cue::Neutral),
    ("宜居", Cue::Neutral), ("安居", Cue::Neutral), ("定居", Cue::Neutral), ("居家", Cue::Neutral), ("开列", Cue::Neutral), ("并列", Cue::Neutral), ("陈列", Cue::Neutral), ("规划和", Cue::Neutral), ("规划局", Cue::Neutral), ("规划中期", Cue::Neutral), ("规划实施", Cue::Neutral), ("规划执行", Cue::Neutral), ("规划司", Cue::Neutral), ("规划区", Cue::Neutral), ("规划处", Cue::Neutral), ("规划科", Cue::Neutral), ("规划厅", Cue::Neutral), ("规划委", Cue::Neutral), ("规划院", Cue::Neutral), ("规划馆", Cue::Neutral), ("规划师", Cue::Neutral), ("计划司", Cue::Neutral), ("规划阶段", Cue::Neutral), ("规划许可", Cue::Neutral), ("规划范围", Cue::Neutral), ("规划展览", Cue::Neutral), ("规划设计", Cue::Neutral), ("行动计划", Cue::Neutral), ("年度计划", Cue::Neutral), ("战略目标", Cue::Neutral),
    ("确保了", Cue::Neutral), ("争取了", Cue::Neutral), ("规划了", Cue::Neutral), ("提前完成", Cue::Neutral), ("提前突破", Cue::Neutral), ("提前实现", Cue::Neutral), ("提前达到", Cue::Neutral), ("提前超", Cue::Neutral), ("目标任务", Cue::Neutral), ("虚拟", Cue::Neutral), ("模拟", Cue::Neutral), ("拟建项目", Cue::Neutral), ("拟建和", Cue::Neutral), ("拟建、", Cue::Neutral), ("拟上市", Cue::Neutral), ("以色列", Cue::Neutral), ("排列", Cue::Neutral), ("阵列", Cue::Neutral), ("提升改造", Cue::Neutral), ("改造提升", Cue::Neutral), ("提高效率", Cue::Neutral),
];

/// Words for a year, in years after the year of issue.
pub(crate) const RELATIVE_YEARS: &[(&str, i16)] = &[
    ("去年", -1), ("今年", 0), ("本年度", 0), ("本年", 0), ("明年", 1), ("前年", -2),
];
/// Words for the year before the one spoken of: 2023年为5亿元，上年为4亿元 tells of 2022, whenever it was issued.
pub(crate) const YEARS_AGO: &[&str] = &["上年度", "上年", "上一年度", "上一年"];
/// Words for the year that a report looks back on.
pub(crate) const PAST_YEARS: &[&str] = &["刚刚过去的一年", "刚过去的一年", "已经过去的一年", "过去的一年来", "过去的一年", "过去一年来", "过去一年", "一年来", "一年以来"];
/// Characters before 一年来 with which it is another time: 二十一年来.
pub(crate) const NO_PAST_YEAR: [char; 3] = ['十', '每', '第'];
/// Words before a year without 年 that is looked back on: 回望2024.
pub(crate) const RETROSPECTS: &[&str] = &["回望", "回首", "回顾", "走过", "告别", "挥别", "过去的", "刚过去的"];
/// What stands behind 上年 where it only says from how high or low a change was.
pub(crate) const BASES: &[&str] = &["高基数", "低基数", "较高基数", "较低基数", "同期基数", "基数", "基础上"];
/// Words before a time as of which figures are told.
pub(crate) const UNTIL: &[&str] = &["截至", "截止", "截止到", "截至到"];
/// Words for a month, in months after the month of issue.
pub(crate) const RELATIVE_MONTHS: &[(&str, i32)] = &[("上月", -1), ("上个月", -1), ("上月末", -1), ("上月底", -1)];
/// Words for a time that a text doesn't tell for sure: what stands behind them has no period.
pub(crate) const UNCLEAR_TIMES: &[&str] = &["上季度", "上一季度", "上一个季度", "上季", "本月", "本季度", "本季", "年初至今", "年初以来"];
/// Characters before one of them with which it is another word: 成本月均.
pub(crate) const NO_UNCLEAR_BEFORE: &str = "成资基日以规根样原版文标";
/// Endings of what opens a sentence and says when, whatever stands before them: 国庆期间，…. No time is known by it.
pub(crate) const TIME_ENDINGS: &[&str] = &["期间", "至今", "月", "季", "季度", "财年", "学年"];
/// Words that end like one of them, and leave the time that was spoken of.
pub(crate) const NO_TIME_ENDINGS: &[&str] = &["当月", "同月", "岁月", "同季", "旺季", "淡季", "四季", "换季"];
/// Words behind two digits and 年 by which they are a number of years: 23年来, 25年累计.
pub(crate) const SPANNING: &[&str] = &["来", "间", "以", "后", "前", "内", "的", "累计", "共", "多", "期"];
/// Words before two digits and 年 by which they are a year: 截至23年, 比23年.
pub(crate) const YEAR_LEADS: &[&str] = &["截至", "截止", "截止到", "在", "自", "从", "由", "到", "至", "比", "较", "和", "与", "及"];
/// Words before a year that make it what a number is compared with, not when it was.
pub(crate) const COMPARED_WITH: &[&str] = &[
    "比", "较", "与", "和", "同", "超", "跟", "相比于", "由", "从", "高于", "低于", "快于", "慢于", "好于", "优于", "多于", "少于", "超过", "相较于",
];
/// Characters before 同 with which it is another word: 签订合同2023年….
pub(crate) const NO_WITH: &str = "合共协会相如不一陪等随大连认赞雷视趋胡";
/// Behind a time: the same part of that year.
pub(crate) const SAME_PERIOD: &str = "同期";
/// Words before a year with which a change is told: 比2021年净增5家.
pub(crate) const CHANGED_SINCE: &[&str] = &["距", "比", "较", "高于", "低于", "快于", "慢于", "好于", "优于", "多于", "少于", "相较于", "领先", "领先于", "落后", "落后于", "高出", "高过"];
/// Words behind which somebody is named whom one is ahead of, or behind; they compare as well, and keep company.
pub(crate) const AHEAD_OF: &[(&str, Cue)] = &[("领先", Cue::Growth), ("领先于", Cue::Growth), ("落后", Cue::Decline), ("落后于", Cue::Decline)];
/// What a comparison ends with that stands before its difference: 与某软件园相比，….
pub(crate) const SET_AGAINST: &str = "相比";
/// Verbs before a plan of which a part is told behind it: 完成年初预算54.1%.
pub(crate) const PROGRESS: &[&str] = &["完成", "占"];
/// What begins a word of what can be done.
pub(crate) const POSSIBLE: char = '可';
/// Words of a gain or loss wherever they stand: 规上企业净增28户.
pub(crate) const NET_CHANGES: &[&str] = &["净增", "净减"];
/// Words between a word of growth and its number that no table of linking words holds.
pub(crate) const EXTENTS: &[&str] = &["速度", "幅度", "率"];
/// What ends the whole behind 占 whose part a number is: 占规上工业增加值比重35%.
pub(crate) const WHOLE_ENDS: &[&str] = &["的比重", "比重", "的比例", "比例", "总量", "的"];
/// Words behind a place for the share that it is the whole of: 在全市占比.
pub(crate) const SHARE_NOUNS: &[&str] = &["占比", "比重", "占比重"];
/// Characters between a time that is compared with and the number that is of it.
pub(crate) const TIME_LINKS: &str = "的为是达到仅有只约近超过逾不足完成实现突破分别依次 :";
/// Characters of a change between the time that something has changed from and its number.
pub(crate) const CHANGE_LINKS: &str = "下降增长减少负滑同比";
/// Last characters of the words that a list stands behind: 分别, 依次.
pub(crate) const LISTING_ENDS: [char; 2] = ['别', '次'];
/// Nouns for a fall, which is less of one where it narrows: 降幅收窄.
pub(crate) const FALLS: &[&str] = &["降幅", "跌幅"];
/// Words of change that tell how much something has become more or less wherever they stand right before a number.
pub(crate) const CHANGES: &[&str] = &["增加", "高出", "净增加", "减少", "净减少", "下降", "降低", "减", "多增", "回落", "下滑", "压减", "压缩", "缩短", "缩减", "精简", "减收", "短收", "少收", "增收", "超收", "多收"];
/// Verbs of change that what has changed stands behind: 净减少经营主体185户.
pub(crate) const CHANGE_VERBS: &[&str] = &["增加", "净增加", "减少", "净减少"];
/// Plans of five years, with the last year of each.
pub(crate) const FIVE_YEARS: &[(&str, i16)] = &[("十一五", 2010), ("十二五", 2015), ("十三五", 2020), ("十四五", 2025), ("十五五", 2030)];
/// What makes all of its years of a plan's name.
pub(crate) const PLAN_TIMES: &[&str] = &["期间", "时期", "以来", "五年", "前三年", "前四年"];
/// What makes the last of them of it.
pub(crate) const PLAN_ENDS: &[&str] = &["末期", "期末", "末"];
/// Words before a number of years that make one time of them: 近三年, 过去五年.
pub(crate) const YEARS_BEFORE: &[&str] = &["近", "最近", "过去", "过去的", "前"];
/// Words behind one that do so: 五年来.
pub(crate) const YEARS_BEHIND: &[&str] = &["来", "间", "多来"];
/// Words for the time of issue.
pub(crate) const NOW: &[&str] = &["截至目前", "截止目前", "到目前", "目前", "当前", "现阶段", "如今", "现在"];
/// The word for now that other words end with, and the characters before it with which it is one: 体现在, 出现在.
pub(crate) const RIGHT_NOW: &str = "现在";
pub(crate) const NO_NOW_BEFORE: &str = "体表出实呈展发显涌浮兑再";
/// What stands behind such a word where it tells of no figures: 当前存在的主要问题.
pub(crate) const NO_NOW: &[&str] = &["存在", "面临", "经济", "形势", "外部", "国际", "国内", "宏观", "正处", "和今后", "及今后", "和下一", "主要问题", "突出问题"];
/// Words right before a number that tell by how much one is more or less than what it is compared with.
pub(crate) const DIFFERENCES: &[(&str, Cue)] = &[
    ("多", Cue::Growth), ("多出", Cue::Growth), ("多了", Cue::Growth), ("高", Cue::Growth), ("高出", Cue::Growth), ("高了", Cue::Growth), ("快", Cue::Growth), ("大", Cue::Growth),
    ("少", Cue::Decline), ("少了", Cue::Decline), ("低", Cue::Decline), ("低了", Cue::Decline), ("慢", Cue::Decline), ("小", Cue::Decline), ("差", Cue::Decline),
];
/// Parts of a year that hold no digits, or digits that are their names.
pub(crate) const YEAR_PARTS: &[&str] = &[
    "上半年", "下半年", "全年", "年底", "年末", "年初", "前三季度", "前两季度", "前三季", "前两季", "前三个季度", "前两个季度", "第一季度", "第二季度", "第三季度", "第四季度",
    "一季度", "二季度", "三季度", "四季度", "1季度", "2季度", "3季度", "4季度", "度", "底", "末", "初",
];
/// Characters that a part of a year begins with, digits aside.
pub(crate) const PART_OPENINGS: [char; 6] = ['前', '上', '下', '全', '年', '第'];
/// Characters behind 日 by which a number of days is no date: 3日内, 20日均.
pub(crate) const NO_DAYS: [char; 3] = ['内', '均', '产'];
/// Parts of a year by which it is told as a whole.
pub(crate) const CLOSING: &[&str] = &["全年", "年末", "年底"];
/// What began in a year before a pause: the figures behind the pause are of later.
pub(crate) const BEGUN: &[&str] = &["启动建设", "开工建设", "启动", "设立", "成立", "建立", "获批", "挂牌", "开园", "创建", "组建", "奠基", "落户", "创立"];
/// Words for a whole that zones lie in: a number behind one in the clause is not the zone's.
pub(crate) const ELSEWHERE: &[&str] = &["全国", "我国", "全球", "全世界", "全省", "全市", "全自治区", "世界", "国内", "来自"];
/// Words before such a word at the head of its clause: 其中全市企业500家.
pub(crate) const WHOLE_LEADS: &[&str] = &["其中", "同期", "而", "但", "同时", "此外", "与此同时", "据统计", "目前", "去年", "今年", "当年", "同期的"];
/// The one of them that says where something has come from: 来自香港的投资 is the zone's.
pub(crate) const COMING_FROM: &str = "来自";
/// Those of them that a whole clause is about.
pub(crate) const WHOLES: &[&str] = &["全国", "我国", "全球", "全世界", "全省", "全市", "全自治区", "世界"];
/// Words by which a length of time is a figure: 压缩至3天, 累计提速290天.
pub(crate) const TIMED: &[&str] = &[
    "提速", "提前", "缩短", "压缩", "压减", "缩减", "减少", "节省", "节约", "时限", "用时", "耗时", "仅需", "只需", "时间", "平均", "优良天数", "天数", "办结", "周期", "不超过", "历时",
];
/// What is asked of others behind 争取, which is no figure.
pub(crate) const SOUGHT: &[&str] = &["支持", "资金", "政策", "指导", "授权", "试点"];
/// What places in a ranking are counted in: 上升两个位次.
pub(crate) const PLACES: &[&str] = &["位次", "名次"];
/// Words before the value that a change started from: 由7天压缩至3天.
pub(crate) const FORMER: &[&str] = &["由原来的", "从原来的", "由原先的", "从原先的", "由过去的", "从过去的", "由以往的", "从以往的", "由", "从", "原来的", "此前的", "去年的", "上年的"];
/// What ends the words of a time behind 由 and 从, at which a change started: 由建区之初的7平方公里扩大到….
pub(crate) const FORMER_TIMES: &[&str] = &["之初的", "初期的", "时的", "当初的", "最初的", "起初的", "伊始的", "当年的"];
/// Words of change before the value that a growth had: 由上年的下降5.2%转为增长7.7%.
pub(crate) const FORMER_CHANGES: &[(&str, Cue)] = &[
    ("下降", Cue::Decline), ("负增长", Cue::Decline), ("同比下降", Cue::Decline), ("增长", Cue::Growth), ("同比增长", Cue::Growth), ("减少", Cue::Decline), ("下滑", Cue::Decline),
];
/// Words behind a growth that another has come after: 由下降5.2%转为增长7.7%.
pub(crate) const TURNED: &[&str] = &["转为", "转至", "转增", "转降", "变为", "扭转为", "到增长", "到下降"];
/// A name that begins like a word of what is done; where the plan before it has named the same, it is one.
pub(crate) const ACTUAL_NAMES: [&str; 2] = ["实际利用外资", "实际使用外资"];
/// What such names name.
pub(crate) const ACTUAL_THING: &str = "外资";
/// What 全年 stands before where it is the year that is aimed at: 全年主要预期目标是….
pub(crate) const AIMS_OF_YEAR: &[&str] = &["目标", "主要目标", "主要预期目标", "预期目标", "预期主要目标", "主要指标目标", "主要经济目标", "经济目标", "奋斗目标", "工作目标", "发展目标", "总体目标", "总目标"];
/// Words by which a clause behind a plan tells what is done.
pub(crate) const DONE: &[&str] = &["已", "目前", "累计", "实际", "现有", "截至", "截止", "执行结果", "完成率", "达成率", "完成比例"];
/// Words by which it does so with a time that is past: 去年完成投资30亿元.
pub(crate) const ACHIEVED: &[&str] = &["完成", "实现", "达到"];
/// Words before the verb by which an aim is attained: 提前两年完成目标.
pub(crate) const ATTAINED: &[&str] = &["提前", "超额", "圆满", "如期"];
/// Words before a plan that is followed: 按照规划，….
pub(crate) const ACCORDING: &[&str] = &["按照", "根据", "依据", "依照", "对照", "按"];
/// Words behind a plan by which it was laid down, and is told of: “十四五”规划确定的26项指标.
pub(crate) const LAID_DOWN: &[&str] = &["确定的", "明确的", "提出的", "部署的", "设定的"];
/// Words before a plan by which it was made, and is told of: 制定项目投资计划.
pub(crate) const MAKING: &[&str] = &["制定", "编制", "出台", "印发", "发布", "完善", "研究", "谋划", "审议", "通过", "实施", "落实", "执行"];
/// Words before an aim that what is told behind a pause was done for: 围绕招商目标，新引进项目96个.
pub(crate) const AIMING: &[&str] = &["围绕", "聚焦", "锚定", "紧扣", "瞄准", "对标", "对照", "紧盯"];
/// What a heading says whose section tells plans.
pub(crate) const PLAN_HEADS: &[&str] = &[
    "工作安排", "工作计划", "工作打算", "工作思路", "工作展望", "工作目标", "主要目标", "预期目标", "发展目标", "目标任务", "重点任务", "下一步", "下步",
];
/// What one says whose section tells plans if it names a year to come.
pub(crate) const WORK_HEADS: &[&str] = &["重点工作", "工作重点", "工作要点", "主要工作", "主要任务", "工作部署", "工作举措", "工作任务", "总体要求", "目标", "打算", "计划", "安排"];
/// Words for what is done next, at the head of a sentence.
pub(crate) const NEXT: &[&str] = &["下一步", "下步", "下阶段", "下一阶段", "接下来"];
/// What else a heading of plans says where its section begins with what has come about: 形势分析与下一步打算.
pub(crate) const MIXED_HEADS: &[&str] = &["问题", "形势", "分析", "现状", "不足"];
/// What one says whose section tells results; headings that say neither go on with the one before.
pub(crate) const RESULT_HEADS: &[&str] = &["回顾", "总结", "完成情况", "进展", "成效", "成绩", "基本情况", "运行情况", "推进情况", "落实情况", "执行情况", "开展情况"];
/// Words by which a plan told before a semicolon goes no further.
pub(crate) const REACHED: &[&str] = &["由负转正", "由降转增", "由降转升", "由降转涨", "已", "目前", "截至", "现有", "现已"];
/// What happened to a zone or in it, in a year that dates nothing of later: 2010年升级为国家级高新区，现有….
pub(crate) const EVENTS: &[&str] = &[
    "获批", "批准", "批复", "升级", "升格", "晋升", "晋级", "获评", "评为", "荣获", "被认定", "授予", "更名", "挂牌", "设立", "成立", "建立", "创建", "组建", "启动",
    "开园", "奠基", "落户", "入选", "纳入", "跻身", "列入", "动工", "开工建设", "建园", "建区", "起步",
    "扩区", "扩容", "托管", "代管", "划归", "划转", "合并", "整合",
];
/// Those of them by which a zone came to be.
pub(crate) const FOUNDED: &[&str] = &["成立", "建立", "组建", "建园", "建区", "挂牌", "揭牌"];
/// By whom a zone was approved in a year, whatever number follows: 1992年经国务院批准设立的54个国家级高新区之一.
pub(crate) const APPROVED: &[&str] = &["经国务院", "被国务院", "获国务院", "由国务院", "经省政府", "被省政府", "经省人民政府", "经批准"];
/// The characters that they begin with.
pub(crate) const EVENT_STARTS: &str = "获批升晋评荣被授更挂设成建创组启开奠落入纳跻列动起扩托代划合整";
/// Words by which something comes about once it is built, whenever that is.
pub(crate) const ONCE_BUILT: &[&str] = &[
    "达产后", "投产后", "建成后", "投运后", "投用后", "达效后", "竣工后", "落成后", "运营后", "可实现", "可新增", "可带动", "可形成", "可创造", "可贡献", "可提供", "可吸纳",
];
/// The plan of a whole year, whatever part of it is told of: 1—3月完成年任务75亿元的24%.
pub(crate) const YEARS_PLANS: &[&str] = &[
    "年任务", "年任务数", "年度任务", "全年任务", "年度目标任务", "全年目标任务", "下达任务", "下达任务数", "年计划", "年度计划", "全年计划", "年初计划", "年目标", "年度目标", "全年目标", "年初预算", "年度预算",
];
/// Characters before 全 with which it is another word, and behind 全市: 安全市场.
pub(crate) const NO_ALL_BEFORE: &str = "安健周齐完保成不";
pub(crate) const NO_ALL_BEHIND: &str = "场级";
/// What is said of one among so many that rises, by no number: 在19个国家级新区中晋位升级.
pub(crate) const MOVING: &[&str] = &["晋位", "进位", "前移", "争先", "率先", "脱颖而出", "名列前茅", "位居前列"];
/// Characters behind 中 with which it is another word: 国家中心城市.
pub(crate) const NO_WITHIN: &str = "心国小央外高等型试东西部间层";
/// What is done to all that are ranked, of whom so many are no figure of one: 对177家国家高新区进行考核.
pub(crate) const ASSESSING: &[&str] = &["考核", "评价", "评估", "考评", "测评"];
/// Behind so many first ones: a class of firms, in which nobody has a place.
pub(crate) const CLASSES: &[&str] = &["强企业", "强民企", "强车企", "强药企", "强品牌"];
/// Words before a year that is only referred to: 根据2022年考核结果.
pub(crate) const REFERRING: &[&str] = &["根据", "按照", "依据", "依照", "参照"];
/// Words before one that the time of the report is held against: 对照2025年发展目标.
pub(crate) const MEASURED_AGAINST: &[&str] = &["对照", "对标", "距离", "锚定", "围绕", "聚焦", "瞄准"];
/// Words right behind a time by which its sentence tells what is to come of it.
pub(crate) const EXPECTED: &[&str] = &["预计", "预期", "力争", "有望", "计划", "目标"];
/// Words before a part of the time that a sentence tells of, and behind a month that is one.
pub(crate) const AMONG_TIMES: &[&str] = &["其中", "其中，"];
pub(crate) const OF_THE_MONTH: &[&str] = &["当月", "单月"];
/// Words for what there is now, whatever time was spoken of.
pub(crate) const STANDING: &[&str] = &["现有", "现已", "现拥有", "现共有"];
/// Words of a line beside which a time is that of issue: 新闻通稿 2024年3月.
pub(crate) const ISSUES: &[&str] = &[
    "通稿", "发布日期", "发布时间", "发布于", "发稿", "供稿", "撰稿", "印发", "成文日期", "更新时间", "来源", "记者", "编辑", "作者", "责编", "审核", "浏览", "阅读", "点击", "字号",
];
/// Those of them that stand right before it.
pub(crate) const ISSUE_LABELS: &[&str] = &["发布日期", "发布时间", "发布于", "成文日期", "更新时间", "更新日期", "发文日期", "印发日期", "时间", "日期"];
/// Characters between a word of the issue and its time: 印发日期, 发布于.
pub(crate) const ISSUE_GLUE: &str = "日期时间于";
/// What stands behind the day of a dateline: 宜昌3月11日讯.
pub(crate) const DATELINES: &[&str] = &["讯", "电", "消息"];
/// Who goes on behind one.
pub(crate) const REPORTER: &str = "记者";
/// What opens the clause behind a day in which something was heard.
pub(crate) const HEARING: &[&str] = &["记者", "从", "据"];
/// What tells of the issue wherever it stands in a line.
pub(crate) const ISSUE_LINES: &[&str] = &["通稿", "发布日期", "发布时间"];
/// Who stands before the day on which something was heard: 记者3月11日获悉.
pub(crate) const REPORTERS: &[&str] = &["记者", "记者于", "网讯", "日报讯"];
/// What ends a look at a time (从今年上半年运行情况来看), and characters up to it.
pub(crate) const SEEN: char = '看';
pub(crate) const SEEN_WITHIN: usize = 14;
/// Heads of columns of the year before.
pub(crate) const YEAR_BEFORE: &[&str] = &["上年同期", "上年", "上年度", "上一年", "上年同期数", "去年同期", "上年数", "同期数", "同期"];
/// Words of growth at the prices of each year, which is another one than at constant prices.
pub(crate) const NOMINAL: &[&str] = &["名义", "现价增长", "现价增速"];
/// Words before a year by which something began then: the figures that follow are of later.
pub(crate) const SINCE: &[&str] = &["早在", "自", "始于", "自从", "始建于", "成立于", "创建于", "组建于", "创立于", "设立于", "建于", "起步于", "获批于", "挂牌于"];
/// Words behind a year that say so.
pub(crate) const ONWARDS: &[&str] = &["以来", "起", "成立", "建立"];
/// Characters before 要 with which it is another word: 重要, 需要.
pub(crate) const NO_WILL: [char; 9] = ['重', '需', '主', '只', '不', '首', '必', '概', '摘'];
/// Ends of what progress is measured against: 占年度计划的41%.
pub(crate) const PLANNED: &[&str] = &["计划", "目标", "任务", "预算", "目标值", "任务数", "计划数", "预算数"];
/// Words before brackets whose number is an average of others, or what is asked of all.
pub(crate) const AVERAGES: &[&str] = &["平均水平", "平均值", "平均数", "平均", "均值", "标准", "国家要求", "控制指标"];
/// Words by which 全国 and the like only praise: 全国首个, 全省率先.
pub(crate) const PRAISE: &[&str] = &["率先", "首", "第一", "领先", "最", "唯一", "前", "各地"];
/// Words behind such a word that make a class of firms of it: 世界知名企业.
pub(crate) const KNOWN: &[&str] = &["知名", "外知名", "著名", "级"];
/// The word that honours and kinds begin with, which zones and things in them have: 全国文明单位, 全国重点实验室.
pub(crate) const NATIONAL: &str = "全国";
/// What stands behind it there.
pub(crate) const HONOURS: &[&str] = &["文明", "双拥", "百强", "重点实验室"];
