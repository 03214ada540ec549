//! Words whose digits, measure words and qualifiers are none.

use crate::reading::NoiseKind;

/// Spellings of units that are other words in running text.
pub(crate) const NO_UNIT: &[&str] = &[
    "无", "-", "—", "–", "1", "比值", "ratio", "none", "对", "首", "字", "方", "口", "单", "名次", "位次", "日", "月", "季", "h", "d", "s", "m", "t", "g",
    "L", "W", "V", "J", "B", "年", "人民币", "用户", "points", "point", "items", "item", "unit", "units", "点",
];
/// Words that begin like a measure word.
pub(crate) const UNIT_IS_WORD: &[&str] = &[
    "项目", "部门", "部委", "条件", "条例", "台风", "台阶", "家庭", "家园", "座谈", "件套", "名额", "名单", "名校", "分别", "分钟", "分之", "分公司", "分局", "次序", "次数", "期间", "期货", "所有",
    "所在", "场所", "场馆", "组织", "组成", "类似", "处理", "处于", "单位", "批准", "批复", "起来", "天然", "天候", "层次", "层面", "站点", "度假", "位于", "位居", "位列", "人民",
    "人工", "片区", "片面", "人才", "人均", "人大", "人社", "人口", "户籍", "户外", "成为", "成立", "成果", "成功", "成员", "成效", "倍增", "件件", "家家", "轮值", "轮番", "班子", "本地", "本级", "本科", "种植", "只有",
    "只能", "支持", "支撑", "例如", "份额", "门类", "门槛", "间接", "克服", "秒杀", "元旦", "元宇宙", "元素", "度电", "周边", "周年", "站式", "米兰", "升级", "升至", "斤斤", "根据", "块链", "头部",
];
/// Measure words that make no figure behind a Chinese numeral up to 十: 二期, 三层, 五部.
pub(crate) const NOT_AFTER_CHINESE: &[&str] = &[
    "期", "届", "部", "门", "层", "站", "分", "次", "轮", "批", "片", "块", "本", "线", "度", "季度", "周", "场", "头", "根", "组", "起", "列", "席", "床", "间", "班次", "批次", "卷", "克", "米", "升", "岁", "支",
];
/// Endings before a number in which a qualifier's word is part of another word: 签约3个, 最近5年.
pub(crate) const NO_QUALIFIER: &[&str] = &[
    "签约", "节约", "合约", "契约", "预约", "违约", "制约", "条约", "履约", "公约", "租约", "最近", "附近", "临近", "靠近", "邻近", "贴近", "赶超", "高超", "反超", "立足不足", "提高于", "通过", "经过", "路过", "走过", "不过", "见过", "来过", "度过", "渡过", "透过", "绕过",
];

/// Words whose digits or measure words count nothing. A longer word wins over one that it begins with.
#[rustfmt::skip] // One kind a block: a table is read down its columns.
pub(crate) const WORDS: &[(&str, NoiseKind)] = &[
    ("一体化", NoiseKind::Word), ("一体", NoiseKind::Word), ("一站式", NoiseKind::Word), ("一条龙", NoiseKind::Word),
    ("一揽子", NoiseKind::Word), ("一网统管", NoiseKind::Word), ("一网通办", NoiseKind::Word), ("一件事", NoiseKind::Word),
    ("一对一", NoiseKind::Word), ("一次性", NoiseKind::Word), ("一目了然", NoiseKind::Word), ("之一", NoiseKind::Word),
    ("统一", NoiseKind::Word), ("唯一", NoiseKind::Word), ("专一", NoiseKind::Word), ("五位一体", NoiseKind::Word),
    ("三位一体", NoiseKind::Word), ("四位一体", NoiseKind::Word), ("多位一体", NoiseKind::Word), ("两手抓", NoiseKind::Word),
    ("两个维护", NoiseKind::Word), ("两个确立", NoiseKind::Word), ("四个自信", NoiseKind::Word), ("四个意识", NoiseKind::Word),
    ("三个代表", NoiseKind::Word), ("四个全面", NoiseKind::Word), ("两个毫不动摇", NoiseKind::Word), ("三件套", NoiseKind::Word),
    ("百家争鸣", NoiseKind::Word), ("千家万户", NoiseKind::Word), ("千方百计", NoiseKind::Word), ("万无一失", NoiseKind::Word),
    ("五证同发", NoiseKind::Word), ("四证同发", NoiseKind::Word), ("七通一平", NoiseKind::Word), ("三通一平", NoiseKind::Word),
    ("双一流", NoiseKind::Word), ("三农", NoiseKind::Word), ("四上企业", NoiseKind::Class), ("三无", NoiseKind::Word),
    ("二维码", NoiseKind::Word), ("二氧化碳", NoiseKind::Word), ("二氧化硫", NoiseKind::Word), ("三甲医院", NoiseKind::Class),
    ("一成绩", NoiseKind::Word), ("一成就", NoiseKind::Word), ("两度荣获", NoiseKind::Word), ("三度荣获", NoiseKind::Word), ("两度入选", NoiseKind::Word), ("两度蝉联", NoiseKind::Word), ("第一时间", NoiseKind::Word), ("第一线", NoiseKind::Word), ("第三方", NoiseKind::Word), ("十四五", NoiseKind::Date),
    ("十五五", NoiseKind::Date), ("十三五", NoiseKind::Date), ("十二五", NoiseKind::Date), ("十一五", NoiseKind::Date), ("二十大", NoiseKind::Ordinal),
    ("十九大", NoiseKind::Ordinal), ("二十届", NoiseKind::Ordinal), ("三中全会", NoiseKind::Ordinal), ("四中全会", NoiseKind::Ordinal),
    ("百强", NoiseKind::Class), ("千强", NoiseKind::Class), ("十强", NoiseKind::Class), ("双千兆", NoiseKind::Word),
    ("24小时", NoiseKind::TimeSpan), ("7×24小时", NoiseKind::TimeSpan), ("365天", NoiseKind::TimeSpan), ("全天候", NoiseKind::Word),
    ("三年行动", NoiseKind::TimeSpan), ("五年规划", NoiseKind::TimeSpan), ("近年来", NoiseKind::TimeSpan), ("百日攻坚", NoiseKind::Word),
    ("双11", NoiseKind::Date), ("618", NoiseKind::Date), ("12345", NoiseKind::Code), ("120急救", NoiseKind::Code), ("110指挥", NoiseKind::Code),
    ("985", NoiseKind::Class), ("211", NoiseKind::Class), ("三次产业", NoiseKind::Class), ("千人计划", NoiseKind::Word), ("万人计划", NoiseKind::Word), ("百人计划", NoiseKind::Word),
    ("零的突破", NoiseKind::Word), ("两位数", NoiseKind::Word), ("三位数", NoiseKind::Word), ("一成不变", NoiseKind::Word), ("零距离", NoiseKind::Word), ("零部件", NoiseKind::Word), ("零跑腿", NoiseKind::Word),
];
/// Words behind a number by which it names a class: 500强, 千亿级, 35岁以下.
pub(crate) const CLASS_ENDINGS: &[&str] = &["强企业", "强", "级", "时代", "零版", "岁", "座大山", "个省(", "个省、", "个省份", "个省区市", "个省市", "码", "版", "英寸", "纳米"];
/// Words behind a number by which it is an ordinal or a label: 3号地块, 二期工程.
pub(crate) const ORDINAL_ENDINGS: &[&str] = &["号", "期", "届", "版", "楼", "室", "幢", "路", "栋", "座大厦", "线", "环", "标段"];
/// Those of them that count too: 标准厂房46栋 and 培训班18期 are counts, 科技园3栋 and 软件园2期 labels.
pub(crate) const COUNTED_ENDINGS: &[&str] = &["栋", "幢", "期", "届"];
/// What such a label goes on with: 3栋5楼, 2期工程.
pub(crate) const LABEL_TAILS: &[&str] = &["楼", "室", "单元", "号", "工程", "项目", "地块", "建设", "扩建", "厂房", "基础设施"];
/// Words behind a number of years by which it is a span of time.
pub(crate) const SPAN_UNITS: &[&str] = &["个多月", "个月", "个半小时", "个半月", "个半天", "年", "周", "星期", "个季度", "季度", "代", "世纪", "小时", "分钟", "秒", "天", "日"];
/// What a small number of aims is counted of: 两个加快, 三个坚持.
pub(crate) const SLOGANS: &[&str] = &[
    "加快", "着力", "坚持", "确保", "聚焦", "强化", "转变", "率先", "更加", "提升年", "全覆盖", "到位", "务必", "必须", "勇争", "一批", "一流", "统筹", "方面", "维度", "指标", "主要指标", "主要经济指标", "经济指标", "重点指标", "核心指标",
];
/// Characters before 前 with which it is a word of time, no first places: 目前, 提前.
pub(crate) const NO_FIRST: &str = "目提以之此日当年月";
/// Words before a long number by which it calls somebody or names something.
pub(crate) const CALLED: &[&str] = &["电话", "热线", "传真", "手机", "QQ", "邮编", "账号", "编号", "代码", "证号", "联系", "咨询", "刊号"];
