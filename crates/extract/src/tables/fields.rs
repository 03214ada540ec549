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
