//! Words that make, bound or stand for names of subjects: platforms, projects, funds, firms.

/// Endings of names of subjects, and the kind that each tells. A longer ending stands before one that it ends in.
pub(crate) const ENDINGS: &[(&str, &str)] = &[
    ("数据库", "databases"),
    ("资源库", "databases"),
    ("信息库", "databases"),
    ("项目库", "databases"),
    ("人才库", "databases"),
    ("平台", "platforms"),
    ("系统", "platforms"),
    ("专窗", "services"),
    ("专区", "services"),
    ("服务", "services"),
    ("项目", "projects"),
    ("工程", "projects"),
    ("有限公司", "enterprises"),
    ("公司", "enterprises"),
    ("集团", "enterprises"),
    ("工厂", "enterprises"),
    ("基金", "funds"),
    ("资金池", "funds"),
    ("专项治理", "programmes"),
    ("专项行动", "programmes"),
    ("行动", "programmes"),
    ("计划", "programmes"),
    ("孵化器", "carriers"),
    ("加速器", "carriers"),
    ("众创空间", "carriers"),
    ("孵化园", "carriers"),
    ("孵化港", "carriers"),
    ("科创港", "carriers"),
    ("创新港", "carriers"),
    ("信息港", "carriers"),
    ("综合保税区", "carriers"),
    ("综保区", "carriers"),
    ("产业园", "carriers"),
    ("科技园", "carriers"),
    ("软件园", "carriers"),
    ("创业园", "carriers"),
    ("物流园", "carriers"),
    ("双创园", "carriers"),
    ("研创园", "carriers"),
    ("科创园", "carriers"),
    ("众创园", "carriers"),
    ("智造园", "carriers"),
    ("创意园", "carriers"),
    ("高教区", "carriers"),
    ("片区", "carriers"),
    ("大市场", "institutions"),
    ("工业园", "carriers"),
    ("创新园", "carriers"),
    ("科技城", "carriers"),
    ("科学城", "carriers"),
    ("生物城", "carriers"),
    ("纳米城", "carriers"),
    ("科创城", "carriers"),
    ("产业城", "carriers"),
    ("汽车城", "carriers"),
    ("航空城", "carriers"),
    ("航天城", "carriers"),
    ("金融城", "carriers"),
    ("商务区", "carriers"),
    ("智慧岛", "carriers"),
    ("创新岛", "carriers"),
    ("生物岛", "carriers"),
    ("核心区", "carriers"),
    ("启动区", "carriers"),
    ("声谷", "carriers"),
    ("电子谷", "carriers"),
    ("科技谷", "carriers"),
    ("创新谷", "carriers"),
    ("动力谷", "carriers"),
    ("生物谷", "carriers"),
    ("健康谷", "carriers"),
    ("软件谷", "carriers"),
    ("药谷", "carriers"),
    ("智谷", "carriers"),
    ("硅谷", "carriers"),
    ("云谷", "carriers"),
    ("软件城", "carriers"),
    ("医药城", "carriers"),
    ("电子城", "carriers"),
    ("生态城", "carriers"),
    ("大学城", "carriers"),
    ("创新区", "carriers"),
    ("园区", "carriers"),
    ("街道", "carriers"),
    ("社区", "carriers"),
    ("镇", "carriers"),
    ("广场", "carriers"),
    ("小镇", "carriers"),
    ("基地", "carriers"),
    ("实验室", "institutions"),
    ("研究院", "institutions"),
    ("研究所", "institutions"),
    ("中心", "institutions"),
    ("医院", "institutions"),
    ("大学", "institutions"),
    ("地块", "parcels"),
    ("措施", "policies"),
    ("办法", "policies"),
    ("方案", "policies"),
];
/// Endings of names in quotation marks that need no word of a kind behind them: “中国声谷”入园企业.
pub(crate) const QUOTED_ENDINGS: &[(&str, &str)] = &[("谷", "carriers"), ("小镇", "carriers")];
/// The kind of a document 《…》.
pub(crate) const TITLE_KIND: &str = "policies";
/// A name that begins so is a class of things, no thing: 国家级创新平台.
pub(crate) const CLASS_STARTS: &[&str] = &[
    "国家", "省级", "市级", "省部级", "区级", "县级", "各类", "各级", "各", "多个", "一批", "重点", "重大", "新建", "新增", "新引进", "新签约", "新开工", "新落地", "新投产", "新获批", "新认定", "新培育", "新设", "新型", "新产业", "新项目", "新平台", "新园区", "新工厂", "新基地", "新基金", "新公司", "规模以上", "规上", "一系列",
    "亿元", "产业项目", "工业项目", "优质", "全部", "所有", "其他", "上述", "签约", "开工", "在建", "竣工", "供地", "储备", "主体", "土建", "附属", "配套", "单个", "每个", "首个", "有关", "相关", "一个",
    "载体平台", "开放平台", "产业载体", "龙头", "骨干", "链主", "头部", "标志性", "部分", "一大批", "许多", "不少", "招引", "引进", "创新平台", "科技平台", "科研平台", "公共平台", "产业平台", "产业基金", "子基金", "引导基金", "上市", "本地", "外资", "民营", "央企", "兄弟", "周边", "下辖", "各街道", "各镇",
];
/// Beginnings of names that begin like one of a class: 新型显示产业园 is no 新型平台.
pub(crate) const NAME_STARTS: &[&str] = &["新型显示", "新型储能", "新型建材", "新产业园"];
/// So is one that ends so.
pub(crate) const CLASS_ENDINGS: &[&str] = &["重点项目", "重大项目", "签约项目", "在建项目", "新建项目", "招商项目", "民生项目", "实事项目", "上市公司", "企业集团", "龙头公司", "开发园区", "专业园区", "特色园区", "特色产业园区", "专业产业园区", "现代产业园区", "高端产业园区", "化工园区", "高新园区", "整个园区", "各园区", "三级医院", "三甲医院", "二级医院", "城镇", "乡镇", "村镇", "老旧社区", "智慧社区", "和谐社区", "各社区", "个社区", "各街道", "个街道", "所属街道"];
/// Parks in general, whatever stands before them.
pub(crate) const PARKS: &[&str] = &["产业园区", "工业园区", "科技园区"];
/// Things whose number sums up a list of their names, and the kind of each: 甲、乙两个项目. A longer word stands
/// before one that it ends in.
pub(crate) const LISTED_THINGS: &[(&str, &str)] = &[
    ("重大项目", "projects"), ("产业项目", "projects"), ("龙头企业", "enterprises"), ("上市企业", "enterprises"), ("上市公司", "enterprises"), ("项目", "projects"), ("企业", "enterprises"), ("公司", "enterprises"), ("基金", "funds"),
];
/// What stands behind such a word where it heads a theme, and names nothing: 招商项目方面.
pub(crate) const THEME: &str = "方面";
/// Words behind which a firm may be called by its name alone: 龙头企业隆基绿能.
pub(crate) const FIRM_LEADS: &[&str] = &[
    "龙头企业", "明星企业", "骨干企业", "头部企业", "链主企业", "代表企业", "代表性企业", "标杆企业", "本土企业", "重点企业", "领军企业", "上市企业", "外资企业", "民营企业", "独角兽企业", "瞪羚企业", "科技企业", "创新企业", "区内企业", "园区企业", "企业",
];
/// What the name of a firm may end with that says nothing of its form, and what makes a trade of such a word: 华工科技, no
/// 生物科技.
pub(crate) const FIRM_TRADES: &[&str] = &["科技", "股份", "药业", "铂业", "铜业", "铝业", "酒业", "乳业", "重工", "控股", "电气", "新材", "动力", "传动", "讯飞", "精工", "重机", "传感"];
pub(crate) const TRADES: &[&str] = &["高新", "金融", "农业", "生物", "信息", "绿色", "民营", "国有", "数字", "海洋", "参股", "机械"];
/// What a word begins with that says which of several a name is: 最大单体项目为某项目.
pub(crate) const SUPERLATIVES: [char; 2] = ['最', '首'];
/// Endings of the full name of a firm.
pub(crate) const FIRM_FORMS: &[&str] = &["有限公司", "股份有限公司", "有限责任公司", "股份公司", "集团公司", "集团"];
/// What a clause begins with that tells of what the one before named and nothing more: 某项目，总投资….
pub(crate) const TOLD_OF: &[&str] = &["总投资", "计划总投资", "计划投资", "投资额", "占地", "年产值", "年营收", "年营业收入", "年销售", "年产", "注册资本", "营业收入", "营收", "产值", "实现营业收入", "实现营收", "实现产值", "实现利润", "实现净利润", "实现税收", "完成产值", "净利润", "研发投入"];
/// Verbs that bring forth a subject that the following clauses are about: 设立科技金融广场，集聚….
pub(crate) const FOUNDING: &[&str] = &[
    "设立", "建立起", "建立", "建成", "成立", "打造", "推出", "构建起", "构建", "上线", "搭建", "组建", "开发", "启用", "建设", "投用", "运营", "引进",
];
/// Verbs that put forth a document.
pub(crate) const ISSUING: &[&str] = &["印发", "出台", "发布", "制定", "制订", "实施", "编制", "公布", "下发", "修订", "推出", "根据", "按照"];
/// Words that stand for a subject said before, with the ending that it had.
pub(crate) const ANAPHORS: &[(&str, &str)] = &[
    ("该平台", "平台"), ("该项目", "项目"), ("该基金", "基金"), ("该公司", "公司"), ("该企业", "公司"), ("该系统", "系统"), ("该中心", "中心"),
    ("该工程", "工程"), ("该基地", "基地"), ("该集团", "集团"), ("该孵化器", "孵化器"), ("该研究院", "研究院"), ("该实验室", "实验室"),
    ("该数据库", "数据库"), ("该专区", "专区"), ("这一平台", "平台"), ("这一项目", "项目"), ("这家企业", "公司"), ("这家公司", "公司"),
];
/// Bare words that do so at the head of a clause, or behind 依托 and the like.
pub(crate) const BARE_ANAPHORS: &[&str] = &["平台", "项目", "基金", "系统", "公司"];
/// Bare words that stand for the firm behind a project, where what is told of firms follows: 企业成立于2012年.
pub(crate) const BARE_FIRMS: &[&str] = &["企业", "集团", "公司"];
/// What is told of one firm right behind such a word.
pub(crate) const TOLD_OF_FIRM: &[&str] = &[
    "成立", "创立", "创办", "总部", "主营", "注册", "现有员工", "现有职工", "员工", "职工", "拥有员工", "系", "专注", "从事", "年营业收入", "年营收", "年产值",
];
/// Words before a firm that builds or pays for what its clause is about: 由某公司投资建设, 投资方为某集团.
pub(crate) const FIRM_AGENTS: &[&str] = &["由", "投资方为", "投资主体为", "业主为", "承建方为", "实施主体为", "投资方是"];
/// Words behind which a bare anaphor may stand.
pub(crate) const RELYING: &[&str] = &["依托", "通过", "借助", "利用", "目前", "截至目前", "据悉", "据介绍"];
/// What ends an attribution: 负责人刘煜说.
pub(crate) const SAYING: &[&str] = &["对记者说", "告诉记者", "介绍说", "介绍", "表示", "说"];
/// Countries whose firms are told of together: 日本企业累计到账资金36亿日元.
pub(crate) const COUNTRIES: &[&str] = &[
    "日本", "韩国", "德国", "美国", "英国", "法国", "新加坡", "意大利", "瑞士", "瑞典", "荷兰", "加拿大", "澳大利亚", "俄罗斯", "泰国", "马来西亚", "越南", "印度", "以色列", "欧洲", "欧美", "日韩", "港澳台", "香港", "台湾", "外资", "内资", "民营", "国有",
];
/// What such firms are called.
pub(crate) const FIRMS_OF: &str = "企业";
/// Titles of those who speak.
pub(crate) const TITLES: &[&str] = &[
    "相关负责人", "有关负责人", "负责人", "项目经理", "总经理", "经理", "董事长", "总裁", "厂长", "主任", "书记", "局长", "部长", "科长", "院长", "校长",
    "创始人", "工作人员", "技术员", "总工程师", "工程师", "总监", "院士", "教授",
];
/// Speakers for the zone itself.
pub(crate) const OFFICES: &[&str] = &["管委会", "党工委", "局", "办公室", "街道", "政府", "部门", "发展部", "园区", "委员会"];
/// Kinds whose names, at the head of a clause, are what it is about; the words of the others are too common.
pub(crate) const TOPIC_KINDS: &[&str] = &["platforms", "projects", "enterprises", "funds", "carriers", "institutions", "databases", "parcels"];
/// Kinds of what is measured as zones are, by 营业收入 and 税收收入: the others are none of that.
pub(crate) const MEASURED_KINDS: &[&str] = &["enterprises", "carriers", "institutions"];
/// Verbs between an amount and the thing that it was spent on: 投资20亿元建设的某项目.
pub(crate) const BUILDING: &[&str] = &["建设", "兴建", "建造", "打造", "投建", "新建", "实施"];
/// What a firm is called whose name stands before it: 宏远企业.
pub(crate) const BARE_FIRM: &str = "企业";
/// Words that a clause opens with before its topic.
pub(crate) const OPENING: &[&str] = &[
    "目前", "截至目前", "此外", "同时", "其中", "由", "据悉", "据介绍", "据了解", "近年来", "如今", "日前", "近日", "位于", "落户", "坐落于", "坐落在", "扎根", "注册在", "的", "园区企业", "区内企业", "辖区企业", "龙头企业", "园区内", "园区", "区内", "内的", "内企业", "内", "全区", "该区", "其子公司", "其下属", "其", " ", "- ", "• ", "● ", "· ",
];
/// Words that stand in no topic's name: a clause that holds one says more than a name.
pub(crate) const TOPIC_STOPS: &[&str] = &["举行", "召开", "举办", "也", "还", "了", "推动", "积极", "大力", "持续", "不断", "成功", "全力", "深入", "扎实", "确保", "加快", "正在", "助力", "促进", "完善", "加强", "提升", "我们", "记者", "在", "为", "将", "已", "正", "从", "被", "把", "对", "是", "有", "让", "使", "用", "该", "坚持", "走进", "占", "全国", "全省", "全市", "狠抓", "抓好", "抓实", "抓牢", "抓紧", "掀起", "做强", "做大", "做优", "紧盯", "夯实", "聚焦", "统筹", "全面"];
/// Words that one of them is a part of, in names of firms and what they make.
pub(crate) const NO_TOPIC_STOPS: &[&str] = &[
    "有限公司", "有限责任公司", "促进中心", "提升中心", "天使", "华为", "有色", "有机", "有源", "应用", "通用", "军用", "民用", "专用", "商用", "医用", "家用", "车用", "用友", "在线", "正大", "正泰", "正威", "正邦", "方正",
];
/// Words that end a topic's name: 某公司位于…, 某项目由某集团投资, 某科技城拔地而起.
pub(crate) const TOPIC_ENDS: &[&str] = &["也是", "也为", "位于", "坐落于", "落户", "由", "入驻", "拔地而起", "土建已", "土建完成", "主体已", "主体完成", "桩基已", "已完成", "完成投资"];
/// What firms that are counted are called, of which no project has any.
pub(crate) const FIRMS_COUNTED: &str = "企业";
/// Words with which a clause goes on from the name of what an amount describes.
pub(crate) const GOES_ON: &[&str] = &["不仅", "填补", "成为", "计划", "主要", "预计", "是", "总建", "占地", "可", "极大", "全面", "意义"];
/// Verbs by which somebody comes to a firm at the head of a clause.
pub(crate) const VISITING: &[&str] = &["走进", "来到", "走入", "步入", "在", "位于", "坐落于"];
/// Those of them, and words for where one is, behind which somebody stands that no ending tells of: 走进远迈精工，….
pub(crate) const COMING_TO: &[&str] = &["走进", "来到", "走入", "探访", "走访"];
pub(crate) const STAYING_AT: &[&str] = &["在", "位于"];
/// Endings of such words where nobody is come to: 在招商引资方面, 走进新时代. Some are one character, which ends names too
/// (青禾数据中, 联合会): who is called so is not known to be come to.
pub(crate) const NO_VISITS: &[&str] = &[
    "方面", "上", "中", "下", "里", "内", "外", "时", "后", "前", "之间", "期间", "会", "处", "领域", "基础", "过程", "背景", "之际", "之余", "同时", "时期", "期", "情况", "支撑", "带动", "推动", "指导", "努力", "影响", "时代", "阶段", "快车道", "百姓家", "生活", "校园", "企业", "基层", "这里", "一线", "当下", "今天", "全局", "发展", "工作", "来看", "看来", "等",
];
/// Words for somebody who speaks and is not named: 企业负责人.
pub(crate) const BARE_SPEAKERS: &[&str] = &["公司", "企业", "集团"];
/// Words with which the name of something goes on to be that of something else: 私募基金管理人.
pub(crate) const GOES_ON_AS: &[&str] = &[
    "管理人", "管理公司", "管理机构", "负责人", "小镇", "大厦", "楼宇", "集群", "群", "数量", "总数", "个数", "用地", "经理", "类", "型",
];
/// Words between a firm and another that belongs to it, whose name begins behind them: 宏远集团旗下大鹏公司.
pub(crate) const OWNING: &[&str] = &["旗下", "下属", "所属", "子公司", "分公司"];
/// Parts of names of what zones have, and nothing in them does.
pub(crate) const OF_ZONES: &[&str] = &[
    "生产总值", "GDP", "预算", "财政", "固定资产投资", "工业增加值", "工业总产值", "社会消费品", "常住人口", "户籍人口", "城镇", "居民", "高新技术企业", "市场主体", "经营主体", "规上", "规模以上", "上市企业", "小巨人", "独角兽", "瞪羚企业", "签约项目", "实际使用外资", "贷款余额", "存款余额", "空气",
];
/// Those of them by which a name that the catalogue doesn't know is of a zone too.
pub(crate) const OF_ALL: &[&str] = &["生产总值", "GDP", "预算收入", "预算支出", "居民", "常住人口", "社会消费品", "民生支出", "保障性租赁"];
/// What firms are called that a number counts.
pub(crate) const COUNTED_FIRMS: &[&str] = &["企业", "公司", "机构", "单位", "商户"];
/// What places for firms are called that a number counts.
pub(crate) const COUNTED_CARRIERS: &[&str] = &["孵化器", "众创空间", "加速器", "孵化载体", "创新载体", "创业载体", "产业园", "专业园区", "特色园区"];
/// What names of the firms in a place end with: whose they are stands before, and what is told behind may be of the same place.
pub(crate) const TENANTS: &[&str] = &["入园企业", "入驻企业", "在园企业", "在孵企业", "集聚企业", "孵化企业", "注册企业"];
/// Parts of names of what these places have as zones do.
pub(crate) const OF_CARRIERS: &[&str] = &["从业人员", "营业收入", "营收", "税收", "专利", "高新技术企业", "上市企业"];
/// What firms are picked by that were just counted: 其中6家年产值过亿元.
pub(crate) const FIRM_AMOUNTS: &[&str] = &["产值", "营收", "营业收入", "销售收入", "销售额", "主营业务收入", "税收", "纳税", "利润", "净利润", "估值", "市值", "收入", "进出口额"];
/// Names of all firms of a zone, of which 其中 tells a part.
pub(crate) const ALL_FIRMS: &[&str] = &["科技型企业", "市场主体", "经营主体", "各类企业", "规上企业", "工业企业", "规模以上企业", "注册企业", "实有企业"];
/// What counted firms do in the clause behind their number: 链上企业410家，实现营业收入680亿元.
pub(crate) const FIRMS_DO: &[&str] = &["实现", "共实现", "累计实现", "合计实现", "全年实现", "创造", "贡献", "上缴", "缴纳", "吸纳", "累计完成产值", "完成产值"];
/// Endings of the name of a firm.
pub(crate) const FIRM_NAMES: &[&str] = &["公司", "集团"];
/// Endings of a firm that speaks.
pub(crate) const FIRMS: &[&str] = &["公司", "集团", "项目"];
