//! Words by which a part of a zone, or several zones together, are what a text goes on about.

/// What is said of an industry or a class of firms before their figures follow: 电子信息产业延续高位运行，规上工业总产值4702亿元.
pub(crate) const STATES: &[&str] = &[
    "表现", "延续", "呈", "保持", "持续", "稳步", "稳中", "稳定", "加快", "快速", "加速", "迅速", "迅猛", "蓬勃", "规模", "集聚", "聚集", "增势", "势头", "发展", "高速", "强势", "逆势", "平稳", "较快", "高位", "不断", "日益", "日趋",
    "进一步", "支撑", "引领", "领跑", "异军突起", "实现较快", "实现快速", "实现大幅", "实现爆发", "实现高速", "实现稳定", "实现平稳", "实现跨越", "实现新突破", "初具", "已初具", "已形成", "形成", "回升", "回暖", "向好", "企稳", "贡献突出", "成效", "质效", "效益", "总体", "整体", "增长较快", "增长迅速", "运行", "继续", "依然",
    "仍", "全面", "提质", "提速", "壮大", "崛起", "起势", "拉动", "驱动", "活力", "优势", "高歌猛进", "厚积薄发", "大幅", "明显",
];
/// What the name of a part goes on with to be that of something else: 科技企业孵化器, 软件业务.
pub(crate) const PART_TAILS: &[&str] = &[
    "园", "化", "家", "孵", "数", "务", "链", "群", "协会", "联盟", "大会", "论坛", "博览", "人才", "工人", "职工", "基地", "项目", "招商", "体系", "政策", "用地", "空间", "载体", "生态", "服务", "培育", "研发", "创新", "基金", "中心", "平台", "主体", "问题", "需求", "开办", "登记", "用工", "用电", "融资", "上市", "梯队", "名单", "板块", "带头人", "投资", "结构", "方向",
];
/// What makes no part of a zone before the word for one: 各类企业, 市场主体.
pub(crate) const WHOLE_STEMS: &[&str] = &[
    "", "各类", "各", "全部", "区内", "园区", "全区", "市场", "经营", "市场主体", "经营主体", "平台公司", "广大", "众多", "多家", "入园", "入驻", "入区", "一批", "一大批", "更多", "辖区", "重点", "相关", "各行", "百", "千", "万", "工", "农", "企", "工业", "规上工", "规模以上工", "规模工", "全部工", "规模", "全行", "各产", "帮助", "服务",
];
/// What stands before a part that is only why something came about, or what was done for it: 受汽车产业拉动, 推动产业升级.
pub(crate) const NOT_ABOUT: &[&str] = &[
    "得益", "随着", "由于", "凭借", "推动", "加快", "加大", "支持", "鼓励", "引导", "促进", "围绕", "聚焦", "依托", "培育", "壮大", "发展", "打造", "构建", "做大", "做强", "做优", "做精", "建设", "推进", "助力", "帮助", "引进", "招引", "实施", "深化", "强化", "优化", "抢抓", "掌握", "谋划", "梳理", "落实", "锚定", "立足", "瞄准", "通过", "不少", "越来越", "分为", "划分为", "分成", "包含", "涵盖",
];
/// Endings of industries and classes of firms, which make the word for them of their stem. A longer one stands before one that it ends in.
pub(crate) const PART_WORDS: &[&str] = &["产业链", "产业集群", "产业", "行业", "企业", "集群", "领域", "经济", "业"];
/// What stands before 业 in words that make no branch: 工业, 企业, 从业人员, 营业收入.
pub(crate) const OTHER_TRADES: &str = "工企就创事专作营从主毕开农";
/// The same of one character, which opens the clause.
pub(crate) const NOT_ABOUT_AT_HEAD: &str = "受因以让使为将对在从与向及是有了如当";
/// Classes of firms that are called for short.
pub(crate) const SHORT_FIRMS: &[&str] = &["央企", "国企", "民企", "外企", "车企", "药企", "房企", "上市公司"];
/// Parts of names of what zones have alone, whatever part a sentence opens with.
pub(crate) const NO_PARTS_OWN: &[&str] = &["生产总值", "GDP", "预算", "财政", "社会消费品", "人口", "居民", "全口径", "市场主体", "经营主体", "存款", "贷款余额", "空气"];
/// What zones are called of which several are told of together.
pub(crate) const GROUPED: &[&str] = &["经济技术开发区", "高新技术产业开发区", "高新技术开发区", "经济开发区", "高新区", "经开区", "开发区", "保税区", "综保区", "自贸区", "工业园区"];
/// Words for all of them in a city, a province or the country.
pub(crate) const ALL_ZONES: &[&str] = &["全市各", "全省各", "全国各", "我市各", "我省各", "全市", "全省", "全国", "全州", "全盟", "全自治区", "市级以上", "省级以上", "国家级以上", "县级以上", "市级及以上", "省级及以上", "各"];
/// Words for where those lie that a number counts behind them.
pub(crate) const REGION_LEADS: &[&str] = &["我市", "我省", "我州", "本市", "本省", "我国", "全市的", "全省的"];
/// What somebody does in a zone who is no part of it: 远迈在某高新区投资.
pub(crate) const INVESTING: &[&str] = &["投资", "增资", "设立", "新建", "建设", "布局", "落户", "注册", "成立", "建成", "扩建", "开设", "打造", "追加", "落地", "投建", "生产", "兴建", "建厂", "拿地", "拥有"];
/// Words before a zone in which somebody is.
pub(crate) const SETTLED: &[&str] = &["落户", "落户于", "落户在", "入驻", "位于", "扎根", "扎根于", "坐落于", "坐落在", "总部位于", "注册于", "身处", "地处"];
/// What one of a zone's firms is called.
pub(crate) const FIRM_NOUNS: &[&str] = &["企业", "公司", "工厂", "集团", "制造商", "供应商", "生产商", "服务商", "独角兽", "小巨人", "龙头", "项目"];
/// Endings of what is nobody: 位于某高新区的核心区域.
pub(crate) const NO_ACTORS: &[&str] = &["区域", "地段", "位置", "消息", "显示", "数据", "腹地", "企业", "单位", "机构", "大家", "人们", "我们", "他们", "各方", "创新", "开放", "发展", "速度", "产业", "工业", "经济", "目标", "关键", "核心", "东部", "西部", "南部", "北部", "沿线", "周边", "一带"];
/// Ends and first characters of what stands before 是 and is nobody: 主要任务是…项目, 另一个是…项目, and the word for one of several.
pub(crate) const NO_SOMEBODY: &[&str] = &[
    "任务", "内容", "重点", "方向", "抓手", "亮点", "举措", "措施", "关键", "个", "之一", "其中", "特点", "优势", "目的", "结果", "代表", "项目", "企业", "同时", "就",
];
pub(crate) const NO_SOMEBODY_STARTS: &str = "这那其该此它本我另还更也主重";
pub(crate) const ONE_AMONG: &str = "之一";
/// What begins and ends no name of a subject: 增量项目, 民间项目, 中国国家级产业园区, 市中心.
pub(crate) const NO_SUBJECT_STARTS: &[&str] = &["增量", "合同项目", "拉动", "带动", "跻身", "启动", "入选", "荣获", "获批", "强化", "集中投", "集中开", "集中签", "存量", "民间", "中国国家级", "全国", "上半年", "下半年", "前三季度", "一季度", "二季度", "三季度", "四季度", "全年", "新入库", "入库", "亿级", "百亿", "千亿", "十亿", "区推进", "拟建", "续建", "改建", "投资项目", "招商项目", "外来", "本土", "净增", "高质量", "坚决", "为中心", "为主线", "为牵引"];
pub(crate) const NO_SUBJECT_ENDINGS: &[&str] = &["市中心", "城中心", "区中心", "县中心", "几何中心", "产业项目", "投资项目"];
/// Words inside what seems a zone's name of what a zone is to become: 某开发区百亿级开发区推进方案, 启动高水平开发区建设.
pub(crate) const TO_BECOME: &[&str] = &["亿级", "高水平", "高质量", "高标准"];
