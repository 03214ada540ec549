//! Closed lists of the field whose names hold words that cut others.

/// The functions of the state's expenditure (政府收支分类科目) that hold a mark, a verb or another thing's ending.
const FUNCTIONS: &[&str] = &[
    "一般公共服务", "公共安全", "文化旅游体育与传媒", "文化体育与传媒", "社会保障和就业", "社会保障与就业", "卫生健康", "医疗卫生与计划生育",
    "节能环保", "城乡社区", "城乡社区事务", "资源勘探工业信息等", "资源勘探工业信息等事务", "资源勘探信息等", "资源勘探信息等事务", "商业服务业等",
    "商业服务业等事务", "自然资源海洋气象等", "自然资源海洋气象等事务", "国土海洋气象等", "国土海洋气象等事务", "住房保障", "粮油物资储备",
    "灾害防治及应急管理", "援助其他地区", "债务付息", "债务发行费用",
];
/// The sections of industry (GB/T 4754) that hold a mark or a word that joins, and what they are called for short.
const SECTIONS: &[&str] = &[
    "农、林、牧、渔业", "农林牧渔业", "电力、热力、燃气及水生产和供应业", "电力、热力、燃气及水的生产和供应业", "批发和零售业", "交通运输、仓储和邮政业",
    "交通运输、仓储及邮政业", "交通运输仓储和邮政业", "住宿和餐饮业", "信息传输、软件和信息技术服务业", "信息传输软件和信息技术服务业", "软件和信息技术服务业",
    "租赁和商务服务业", "科学研究和技术服务业", "水利、环境和公共设施管理业", "居民服务、修理和其他服务业", "卫生和社会工作", "文化、体育和娱乐业",
    "公共管理、社会保障和社会组织",
];

/// All of them.
pub(crate) fn compounds() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().chain(SECTIONS).copied()
}
/// What is told of one of them by its name: elsewhere the words may be anything.
pub(crate) const HEADS: &[&str] = &[
    "支出", "预算支出", "支出预算", "经费", "资金", "增加值", "增速", "产值", "总产值", "营业收入", "营收", "收入", "税收", "投资", "销售额", "营业额", "零售额", "商品销售额", "企业", "法人单位",
    "从业人员", "项目", "业务收入",
];
/// Longest of them.
pub(crate) const LONGEST: usize = 20;
/// Nouns of things that are counted: the name of a count ends with one of them where a verb or an amount of theirs goes on.
pub(crate) const THINGS: &[&str] = &[
    "项目", "企业", "公司", "工程", "机构", "平台", "中心", "基地", "园区", "实验室", "研究院", "集群", "板块", "装置", "高新区", "经开区", "开发区", "产业园", "车间", "生产线", "产线",
    "学校", "医院", "工厂", "基金", "团队", "单位", "部门", "高校", "事项", "商户", "门店", "银行", "车站", "站点", "协会", "联盟",
];
/// Words between a counted thing and the verb that is said of it.
pub(crate) const ADVERBS: &[&str] = &[
    "正在", "正", "均", "都", "已经", "已", "全部", "全面", "全力", "集中", "加快", "加速", "高效", "顺利", "提前", "稳步", "持续", "陆续", "相继", "成功", "先后", "率先", "一起", "共同",
    "同时", "累计", "有序", "抓紧", "如期", "分别", "共", "年内", "今年", "当年",
];
/// Verbs of counted things that no name of a thing goes on with.
pub(crate) const THING_DEEDS: &[&str] = &[
    "贯彻", "落实", "包含", "参加", "参与", "参展", "亮相", "签署", "运行", "享受", "受益", "获得", "获评", "获", "实施", "挺进", "跻身", "荣获", "荣登", "上榜", "集聚", "发力", "齐聚",
];
/// Verbs by which counted things are made what stands behind: 被认定为瞪羚企业.
pub(crate) const RECOGNISING: &[&str] = &[
    "被认定为", "获认定为", "获得认定为", "通过认定为", "认定为", "被评定为", "评定为", "被评为", "获评为", "获评", "评为", "被列为", "列为", "被授予", "获批为", "获批", "被列入", "列入", "入选", "入围",
    "跻身", "荣获",
];
/// What is said of things that are on their way.
pub(crate) const STAGES: &[&str] = &[
    "开工建设", "开工", "动工建设", "动工", "竣工投产", "竣工", "投产", "达产达效", "达产", "签约落地", "签约", "落地建设", "落地", "建成投产", "建成", "投用", "投入使用", "建设", "完工", "复工", "入库", "挂牌", "上市", "入驻", "投运",
];
/// The verb of what is under way, and what things are called by it.
pub(crate) const UNDER_WAY: &str = "建设";
pub(crate) const IN_BUILDING: &str = "在建";
/// Things whose figures stand behind their count.
pub(crate) const COUNTED: &[&str] = &["项目", "工程", "企业", "公司"];
/// Amounts that say nothing without the thing that they are told of: the total of projects, of agreements.
pub(crate) const BARE_AMOUNTS: &[&str] = &[
    "总投资", "投资", "投资额", "总投资额", "投资总额", "计划总投资", "计划投资", "年度计划投资", "年度投资", "年计划投资", "当年计划投资", "年投资", "完成投资",
    "协议投资", "协议总投资", "协议投资额", "协议投资总额", "协议总投资额", "协议金额", "协议总金额", "协议资金", "协议引资", "协议引资额", "合同金额", "合同总额",
    "签约资金", "签约金额", "签约总额", "签约额", "总金额", "到位资金", "实际到位资金", "产值", "总产值", "年产值", "年税收", "年销售收入", "建筑面积",
    "占地面积",
];
/// Rates and shares that say nothing without it.
pub(crate) const BARE_RATES: &[&str] = &[
    "投资占比", "产值占比", "数量占比", "占比", "投资完成率", "开工率", "新开工率", "复工率", "竣工率", "投产率", "达产率", "达效率", "入库率", "入统率",
    "转化率", "履约率", "落地率", "到位率", "资金到位率", "完成率",
];
/// Stages that say nothing without it: 项目157个，开工120个.
pub(crate) const BARE_STAGES: &[&str] = &["入库", "开工", "竣工", "投产", "达产", "落地", "签约", "建成", "完工", "在建"];
/// Words before such a name that only say how it was reached or is expected.
pub(crate) const REACHING: &[&str] = &["累计", "已累计", "已", "共", "实际", "预计", "预期", "实现", "合计", "项目"];
