//! Words that make, bound or stand for names of zones.

/// Classes of zone that other zones lie in.
pub(crate) const OUTER_CLASSES: &[&str] = &["city", "province", "aggregate", "country"];
/// What kinds of zones are called by before their ending, of the whole country or of a region: 国家级经开区.
pub(crate) const ZONE_LEVELS: &[&str] = &["国家级", "国家", "省级", "省级以上", "国家级以上", "县域"];
/// Endings of the regions whose zones of a kind are told of together.
pub(crate) const REGIONS: &[&str] = &["省", "自治区", "地区", "区域", "经济区", "经济带", "三角", "三角洲", "城市群", "东部", "中部", "西部", "东北", "沿海"];
/// What stands behind such a kind where one of them is spoken of: 国家高新区创建工作, 国家高新区排名第7.
pub(crate) const OF_ONE: &[&str] = &["创建", "建设", "称号", "行列", "综合", "评价", "评估", "考核", "排名", "排行", "名单", "之一", "中", "里", "内", "第", "队伍", "方阵", "管委会", "申报", "扩区", "升级"];
/// Endings by which a name says that it is a zone's.
pub(crate) const ENDINGS: &[&str] = &[
    "开发区", "高新区", "经开区", "园区", "示范区", "保税区", "综保区", "新区", "自贸区", "合作区", "试验区", "科技城", "产业园", "科学城", "光谷",
    "汽开区", "保税港区", "航空港区", "临港区", "新片区", "出口加工区", "综合实验区", "台商投资区", "综改区", "高新技术产业园",
    "高新园区", "高新技术产业园区",
    "High-tech Zone", "Development Zone",
];
/// Those of them that stand in names of zones only, wherever in a sentence.
pub(crate) const SURE_ENDINGS: &[&str] = &[
    "开发区", "高新区", "经开区", "保税区", "综保区", "新区", "自贸区", "合作区", "工业园区", "高新园区", "高新技术产业园区",
    "汽开区", "保税港区", "航空港区", "临港区", "新片区", "出口加工区", "综合实验区", "台商投资区", "综改区", "综改示范区", "高新技术产业园",
];
/// Endings of what a caller may call a zone by, besides: in running text they end too much else.
pub(crate) const GIVEN_ENDINGS: &[&str] = &[
    "示范区", "科学城", "科技城", "生态城", "新城", "片区", "工业园", "产业园", "软件园", "科技园", "园区", "港区", "工业区", "功能区", "试验区", "先行区",
];
/// What stands behind a zone from which something was heard: 记者从某经开区获悉.
pub(crate) const HEARD: &[&str] = &["获悉", "管委会获悉", "了解到", "管委会了解到", "召开的", "举行的", "传来"];
/// Words that end like one of them and are parts of a zone.
pub(crate) const NO_ENDINGS: &[&str] = &["创新区", "更新区", "未开发区", "待开发区", "可开发区"];
/// Those of them that names of projects and firms hold too: 某产业园项目.
pub(crate) const INNER_ENDINGS: &[&str] = &["产业园", "科技城", "科学城", "示范区"];
/// What stands behind one of them there.
pub(crate) const INNER_TAILS: &[&str] = &["项目", "工程", "公司", "有限公司", "集团", "基金", "基地", "一期", "二期", "三期"];
/// Words for the zone that is being spoken of.
pub(crate) const ITSELF: &[&str] = &["该区", "该高新区", "该开发区", "该园区", "我区", "全区", "园区", "区内", "高新区", "开发区", "经开区"];
/// What may stand between a zone and a name inside it.
pub(crate) const LINKS: &[&str] = &["内的", "内", "的", "辖区", "区内", "首个", "某"];
/// Words before a zone that only keeps the topic company.
pub(crate) const COMPANIONS: &[&str] = &["与", "同", "和", "跟", "比", "较", "对标", "学习", "赶超", "赴", "携手", "联合", "会同", "超过", "高于", "高出", "低于", "多于", "少于", "快于", "慢于", "优于", "超", "首超", "超越", "反超", "领先", "领先于", "落后", "落后于", "占", "相当于"];
/// No zone is called so: these begin what is said of zones in general, or of the one spoken of.
pub(crate) const NO_NAME: &[&str] = &["其中", "此外", "同时", "另外", "该", "本", "我", "全", "各", "国家", "省级", "国内", "整个", "作为", "位于", "走进", "在", "一个", "多个", "这", "目前", "如今", "现有", "当前", "现在", "近年", "截至", "今年", "去年", "据", "对", "已", "此次", "其他", "其它", "同类", "同级", "周边", "兄弟", "所在", "东部", "中部", "西部", "中西部", "东北", "沿海", "先进", "一流", "世界", "沿线", "省内", "市内", "多家", "部分", "许多", "不少", "老", "两", "三家", "多数", "大多数", "众多", "百强", "十强", "首批", "首个", "以下简称", "简称", "所谓", "若干", "千亿", "百亿", "万亿", "高水平", "高质量", "高标准", "化工", "市级", "县级", "区级", "新型", "特色", "专业", "工业", "经济", "高新", "综合"];
/// Last characters of the names of other places.
pub(crate) const PLACE_ENDINGS: [char; 6] = ['市', '区', '县', '省', '州', '旗'];
/// Words that end like one of them and name no place, or a part of the one spoken of.
pub(crate) const NO_PLACES: &[&str] = &[
    "上市", "超市", "城市", "门市", "夜市", "都市", "社区", "校区", "厂区", "小区", "景区", "地区", "街区", "专区", "库区", "城区", "市区", "港区", "核心区", "功能区", "先行区", "节省",
];
/// Cities that end like one of them.
pub(crate) const CITIES: &[&str] = &[
    "成都市", "盐城市", "运城市", "宣城市", "晋城市", "聊城市", "海城市", "诸城市", "邹城市", "韩城市", "应城市", "麻城市", "项城市", "丰城市", "桐城市", "宜城市", "禹城市", "永城市", "白城市", "塔城市", "海门市", "厦门市", "江门市", "荆门市", "天门市", "玉门市",
];
/// Characters that stand in no zone's name.
pub(crate) const NAME_STOPS: &str = "的是在和与把将为从到了让对及等个年月日占有比较向被于居均列由";
/// What zones are counted in: 10家国家级经开区.
pub(crate) const COUNTING: [char; 2] = ['家', '个'];
/// The characters of those stops that such names hold.
pub(crate) const STOPS_IN_NAMES: &str = "月日和于从个将让居对比";
/// Endings of what is a zone by itself only where no other is spoken of.
pub(crate) const PARK_ENDINGS: &[&str] = &["产业园", "科技城", "科学城"];
/// What a park is called that a zone has several of.
pub(crate) const PARKS_OF_ZONES: &[&str] = &["园区", "产业园", "工业园"];
/// What an area of free trade in a zone is called.
pub(crate) const BONDED: &[&str] = &["综合保税区", "综保区"];
/// Kinds of zones that are called by their city alone in lists: 西安、宝鸡两区.
pub(crate) const SHORT_KINDS: [&str; 2] = ["高新区", "经开区"];
/// Names that hold one of them, or begin like what no zone is called by.
pub(crate) const NAMES_WITH_STOPS: &[&str] = &[
    "净月", "月湖", "日照", "日喀则", "呼和浩特", "和田", "和县", "和林格尔", "和龙", "和静", "泰和", "太和", "平和", "政和", "云和", "仁和", "永和", "兴和", "共和", "于洪",
    "于都", "从化", "从江", "个旧", "将乐", "让胡路", "居巢", "两江", "对青山", "比如县", "如皋", "如东县", "如东经", "如东高",
];
/// Offices of a zone: where one is named, the zone is, wherever it stands.
pub(crate) const ZONE_OFFICES: &[&str] = &["管委会", "党工委", "国税局", "地税局", "税务局", "市场监管局", "公安分局", "海关"];
/// What is said of a zone by which it is set apart, where no figure follows in its clause.
pub(crate) const DISTINCTIONS: &[&str] = &["入选", "获评", "获批", "列入", "创成", "挂牌", "跻身", "荣获", "被评为", "被认定", "被列入", "晋升", "升级", "成功创建", "成功入选", "成功获批"];
/// Bare words for a zone, by its kind: the last zone of that kind is meant.
pub(crate) const BARE_KINDS: &[&str] = &["高新区", "经开区", "开发区", "新区", "保税区", "综保区", "自贸区", "高新园区", "工业园区"];
/// Those of them that are other zones inside or beside one, whichever is meant.
pub(crate) const INNER_KINDS: &[&str] = &["保税区", "综保区", "自贸区"];
/// What is done for a zone: 不断提升高新区在全国的排名 holds no zone's name.
pub(crate) const DONE_FOR_ZONES: &[&str] = &["提升", "提高", "优化", "增强", "加强", "推动", "推进", "促进", "助力", "支持", "打造", "完善", "深化", "带动", "引领", "彰显", "擦亮", "着力", "不断", "全力", "努力", "积极", "纵观", "剖析", "分析", "聚焦", "立足", "围绕", "细化", "梳理", "盘点", "解读", "见证", "感受", "展望", "回望", "回顾", "对照", "谋划", "建强", "做强", "做大", "做优", "加快", "赋能", "护航", "服务", "关于", "透过", "纵览", "凝聚", "激发", "增创", "强化"];
/// Words before a zone that what a clause tells of lies in.
pub(crate) const PLACING: &[&str] = &["在", "位于", "坐落于", "坐落在", "落户于", "落户在", "扎根于", "地处"];
/// Characters of times, behind which a zone's name may begin.
pub(crate) const TIME_ENDS: [char; 8] = ['年', '月', '日', '底', '末', '季', '度', '期'];
/// Words before a zone's name at the head of a clause, besides those that no name of an indicator begins with.
pub(crate) const LEADS: &[&str] = &["同期", "而", "反观", "例如", "比如", "如", "特别是", "尤其是", "相比之下", "另据", "上半年", "下半年", "落户", "我市", "我省", "新疆生产建设兵团", "新疆兵团", "生产建设兵团"];
/// Words inside what seems a zone's name behind which the name begins: what is done to come there, and when.
pub(crate) const CUTS: &[&str] = &[
    "首超", "超越", "赶超", "反超", "批准", "批复同意", "同意", "授予", "入驻", "落户于", "落户在", "落户", "进驻", "走进", "走入", "来到", "迁入", "迁至", "搬入", "搬迁至", "落地", "落子", "选址", "扎根", "位于", "坐落于", "坐落在", "地处", "布局", "投资", "加盟", "前往", "考察", "调研", "参观", "隶属于", "隶属", "毗邻", "挂牌", "晋升为", "升级为", "更名为", "前身为", "前身是", "原名",
    "前三季度", "三季度", "一季度", "二季度", "四季度", "第一季度", "上半年", "下半年", "全年", "今年", "去年", "近年来", "近年", "近日", "日前", "目前", "当前", "如今", "昨日", "今日", "首次", "再次", "正式", "顺利", "成功", "相继", "先后", "陆续", "纷纷", "以来",
];
/// What zones are: behind a number of them several are spoken of together.
pub(crate) const KINDS: &[&str] = &["高新区", "国家高新区", "经开区", "国家级经开区", "国家级高新区", "国家经开区", "国家级开发区", "国家级新区", "省级开发区", "省级高新区", "省级经开区", "开发区"];
/// Words for zones that were named one by one.
pub(crate) const SEVERAL: &[&str] = &[
    "两区", "三区", "四区", "五区", "六区", "两地", "三地", "四地", "两园", "三园", "两个园区", "三个园区", "两个开发区", "三个开发区", "两家园区", "三家园区",
];
/// Between two zones that one thing is told of: 甲高新区与乙高新区.
pub(crate) const JOINTS: [char; 4] = ['、', '和', '与', '及'];
/// Words by which what follows is told of each of them.
pub(crate) const OF_EACH: &[&str] = &["均", "都", "各"];
/// Words by which it is told of all of them together.
pub(crate) const TOGETHER: &[&str] = &["合计", "总计", "共计", "共", "总和", "累计", "之和"];
