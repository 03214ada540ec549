//! Words that make or bound names of zones, subjects and indicators.

/// Endings of the names of counts that running text leaves out: 高新技术企业数.
pub(crate) const COUNT_ENDINGS: &[&str] = &["总数量", "总数", "数量", "个数", "户数", "家数", "项数", "数"];
/// Classes of zone that other zones lie in.
pub(crate) const OUTER_CLASSES: &[&str] = &["city", "province", "aggregate", "country"];
/// Endings by which a name says that it is a zone's.
pub(crate) const ZONE_ENDINGS: &[&str] = &[
    "开发区", "高新区", "经开区", "园区", "示范区", "保税区", "新区", "自贸区", "合作区", "试验区", "科技城", "产业园", "科学城", "光谷",
    "High-tech Zone", "Development Zone",
];
/// Words for the zone that is being spoken of.
pub(crate) const ZONE_ITSELF: &[&str] = &["该区", "该高新区", "该开发区", "该园区", "我区", "全区", "园区", "高新区", "开发区", "经开区"];

/// Endings of names of subjects, and the kind that each tells. A longer ending stands before one that it ends in.
pub(crate) const SUBJECT_ENDINGS: &[(&str, &str)] = &[
    ("数据库", "databases"),
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
    ("产业园", "carriers"),
    ("科技园", "carriers"),
    ("软件园", "carriers"),
    ("创业园", "carriers"),
    ("工业园", "carriers"),
    ("创新园", "carriers"),
    ("科技城", "carriers"),
    ("科学城", "carriers"),
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
/// The kind of a document 《…》.
pub(crate) const TITLE_KIND: &str = "policies";
/// A name that begins so is a class of things, no thing: 国家级创新平台.
pub(crate) const CLASS_STARTS: &[&str] = &[
    "国家", "省级", "市级", "省部级", "区级", "县级", "各类", "各级", "各", "多个", "一批", "重点", "重大", "新", "规模以上", "规上", "一系列",
    "亿元", "产业项目", "工业项目", "优质", "全部", "所有", "其他", "上述", "签约", "开工", "在建", "竣工", "供地", "储备", "主体", "土建", "附属", "配套", "单个", "每个", "首个", "有关", "相关", "一个",
];
/// Verbs that bring forth a subject that the following clauses are about: 设立科技金融广场，集聚….
pub(crate) const FOUNDING: &[&str] = &[
    "设立", "建立起", "建立", "建成", "成立", "打造", "推出", "构建起", "构建", "上线", "搭建", "组建", "开发", "启用", "建设", "投用", "运营",
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
/// Words behind which a bare anaphor may stand.
pub(crate) const RELYING: &[&str] = &["依托", "通过", "借助", "利用", "目前", "截至目前", "据悉", "据介绍"];
/// What ends an attribution: 负责人刘煜说.
pub(crate) const SAYING: &[&str] = &["对记者说", "告诉记者", "介绍说", "介绍", "表示", "说"];
/// Titles of those who speak.
pub(crate) const TITLES: &[&str] = &[
    "相关负责人", "有关负责人", "负责人", "项目经理", "总经理", "经理", "董事长", "总裁", "厂长", "主任", "书记", "局长", "部长", "科长", "院长", "校长",
    "创始人", "工作人员", "技术员", "总工程师", "工程师", "总监", "院士", "教授",
];
/// Speakers for the zone itself.
pub(crate) const OFFICES: &[&str] = &["管委会", "党工委", "局", "办公室", "街道", "政府", "部门", "发展部", "园区", "委员会"];
/// What may stand between a zone and a name inside it.
pub(crate) const LINKS: &[&str] = &["内的", "内", "的", "辖区", "区内", "首个", "某"];

/// Words between a name and its number that belong to neither.
pub(crate) const LINKING: &[&str] = &[
    "达到了", "达到", "达", "约为", "为", "是", "有", "共有", "共计", "总计", "合计", "共", "实现了", "实现", "完成了", "完成", "突破了", "超过了",
    "增至", "增加到", "增加至", "增长到", "增长至", "升至", "上升到", "上升至", "提升至", "提升到", "提高到", "提高至", "降至", "降低到", "下降到",
    "下降至", "压缩至", "压缩到", "压减至", "缩短至", "缩短到", "缩减至", "扩大到", "扩大至", "跃升至", "攀升至", "累计达", "累计达到", "高达", "多达", "仅",
    "已", "均", "分别", "依次", "各", "就", "了", "至", "到", "在", "稳定在", "保持在", "左右", "可达", "仅用", "控制", "连续", "保持", "将", "再", "又", "也", "还", "则", "只", "只有", "仅为", "仅有",
    "力争", "预计", "计划", "有望", "预期", "目标", "确保", "争取", "：", ":", " ", "=", "“", "”", "总额达", "规模达", "为人民币", "折合",
    "已经", "新突破", "首次", "首度", "由原来的", "从原来的", "由", "从", "一举", "成功", "历史性", "累计", "不足", "不到", "至少", "最多",
];
/// Words of growth, share and comparison between a name and its number.
pub(crate) const CHANGING: &[&str] = &[
    "同比名义增长", "同比实际增长", "同比净增", "同比增加", "同比增长", "同比增", "同比下降", "同比减少", "同比提高", "同比提升", "同比回落", "同比上升", "同比降低",
    "同比降", "同比缩短", "同比压缩", "同比上涨", "同比", "增", "降", "环比增长", "环比下降", "环比增加", "环比", "增长", "增加", "增幅", "增速", "增长率", "增长速度", "年均增长", "年均", "平均", "名义", "下降", "减少",
    "回落", "下滑", "降低", "提高", "提升", "上升", "上涨", "净增", "净增加", "降幅", "涨幅", "可比增长", "可比", "按可比价计算", "按可比价格计算",
    "按不变价格计算", "按不变价计算", "比上年末", "比上年底", "比上年同期", "比上年", "比去年同期", "比去年底", "比去年", "比年初", "较上年末", "较上年同期", "较上年", "较去年同期", "较去年底", "较去年", "较年初",
    "比上月", "较上月", "比上季度", "较上季度", "占", "相当于", "扩大", "收窄", "加快", "放缓",
    "高于", "低于", "高出", "快于",
];
/// Words that the proposed name of a number does not begin with.
pub(crate) const LEADING: &[&str] = &[
    "目前", "现阶段", "当前", "截至目前", "截止目前", "截至", "其中", "全区", "全年", "园区内", "园区", "区内", "该区", "全市", "辖区", "已经", "已", "累计已", "共", "现有", "现",
    "拥有", "我区", "同时", "此外", "另外", "以及", "和", "及", "与", "的", "将", "把", "仅", "年内", "今年", "去年", "年底", "期末", "了", "近年来", "据统计", "据介绍", "据悉", "预计", "力争", "计划", "目标", "确保", "有望", "争取", "我们", "企业已", "此次", "本次", "等", "也", "均", ",", "，", "、", " ", ":",
    "“", "”", "该", "项目建成后", "建成后", "达产后", "投产后",
];
/// Verbs before a counted thing: the name starts behind them.
pub(crate) const VERBS: &[&str] = &[
    "集聚", "聚集", "汇聚", "培育", "引进", "拥有", "建成", "建设", "开通", "新建", "完成", "实现", "推动", "推进", "保障", "提供", "提出", "制发", "办理", "签约",
    "落地", "开展", "举办", "组织", "获批", "认定", "入选", "新增", "吸引", "推出", "帮助", "给予", "奖励", "支持", "助力", "撬动", "销售", "发出", "出口到", "纳入", "归集", "对接", "接入", "集合", "整合", "解决", "服务", "带动", "投入", "安排", "发放",
    "兑现", "争取", "盘活", "收储", "供应", "出让", "处置", "整治", "关停", "淘汰", "改造", "布局", "部署", "设立", "建立", "打造", "形成", "覆盖", "惠及", "受理", "化解", "排查",
    "授权", "申请", "登记", "注册", "孵化", "毕业", "招引", "储备", "开工", "竣工", "投产", "达产", "达成", "发布", "出台", "包括", "涵盖", "涉及", "围绕", "聚焦",
];
/// Where the words behind a counted thing stop being its name.
pub(crate) const FORWARD_STOPS: &[&str] = &[
    "预计", "计划", "拟", "有望", "力争", "被", "获", "已", "正在", "将", "共", "均", "等", "，", "。", "、", ";", ":", ",", "!", "?", "(", ")", "“",
    "”", "《", "》", "…", "其中", "分别", "同比", "比上年", "较上年", "增长", "下降", "达到", "为", "是", "在", "由", "从", "位居", "以下", "左右", "进行",
    "实施", "落户", "奋战", "开展", "实现", "完成", "成为", "得到", "入驻", "入选", "通过", "全部", "总投资", "并", "且", "或", "和", "及", "与", "以及",
    "|", "/", "\n",
];
/// Words that stop it only before a number: 雷达 and 超市 go on.
pub(crate) const NUMBER_STOPS: &[&str] = &["达", "约", "超", "近", "逾", "占", "有"];
/// Words that begin like a stop and are none.
pub(crate) const NO_STOPS: &[&str] = &[
    "在孵", "在建", "在校", "在园", "在岗", "在册", "在研", "在营", "在职", "在产", "在库", "获奖", "从业", "从事", "由头", "均价", "共享", "共建", "共性", "已建",
    "并网", "并购", "和谐", "和平", "将军", "为民", "实施主体", "等级", "等次", "实现度", "进行时",
];
/// Counted things that say too little by themselves: what is said of them belongs to the name.
pub(crate) const GENERIC: &[&str] = &["企业", "项目", "单位", "机构", "人员", "产品", "公司", "部门", "人", "问题", "事项", "案例", "团队"];
/// Head nouns behind a number of tonnes or kilowatts whose capacity the number is: 100万吨甲醇项目.
pub(crate) const CAPACITY_OF: &[&str] = &["项目", "装置", "生产线", "工程", "机组", "电站", "工厂", "基地"];
/// The word for power.
pub(crate) const INSTALLED: &str = "装机规模";
/// The word for the rest.
pub(crate) const CAPACITY: &str = "产能规模";
/// A name that one of these stands before is another indicator: 新增高新技术企业 is no stock.
pub(crate) const CHANGES_NAME: &[&str] = &["新增", "净增", "新", "新增加", "拟", "非", "新认定", "新培育", "新引进", "新签约", "新建", "新登记", "当年", "在建", "其他", "万人", "每万人", "人均", "亩均", "地均", "户均", "单位", "平均", "外资", "民营", "国有", "境外", "国家级", "省级", "市级", "高技术", "规上", "规模以上", "数字经济核心产业"];
/// Words before a zone that only keeps the topic company.
pub(crate) const COMPANIONS: &[&str] = &["与", "同", "和", "跟", "比", "较", "对标", "学习", "赶超", "赴", "携手", "联合", "会同", "超过", "高于", "低于"];
/// No zone is called so: these begin what is said of zones in general, or of the one spoken of.
pub(crate) const NO_ZONE_NAME: &[&str] = &["该", "本", "我", "全", "各", "国家", "省级", "国内", "整个", "作为", "位于", "走进", "在", "一个", "多个", "这"];
/// Characters that stand in no zone's name.
pub(crate) const ZONE_NAME_STOPS: &str = "的是在和与把将为从到了让对及等个年月日";
/// Kinds whose names, at the head of a clause, are what it is about; the words of the others are too common.
pub(crate) const TOPIC_KINDS: &[&str] = &["platforms", "projects", "enterprises", "funds", "carriers", "institutions", "databases", "parcels"];
/// Words behind a counted thing that are said of it: 开工项目3个落地.
pub(crate) const PREDICATES: &[&str] = &["落地", "竣工", "投产", "开工", "达产", "投入", "投用", "上线", "入库", "签约", "运营", "获批", "挂牌", "在建", "以上", "建成"];
/// Words before a name of the catalogue that leave it the same indicator.
pub(crate) const MODIFIERS: &[&str] = &["全区", "园区", "区内", "辖区", "各类", "的", "全区的", "优质"];
/// What holds items that are counted: 70项指标数据库资源.
pub(crate) const HOLDERS: &[&str] = &["数据库资源", "数据库", "资源库"];
/// Things that a bound picks out: 10亿元以上项目.
pub(crate) const THRESHOLD_OF: &[&str] = &["项目", "企业", "工程", "产业", "单位", "集群", "重大", "工业", "公司"];
/// Words that a clause opens with before its topic.
pub(crate) const OPENING: &[&str] = &[
    "目前", "截至目前", "此外", "同时", "其中", "据悉", "据介绍", "据了解", "近年来", "如今", "日前", "近日", "位于", "的", "园区内", "园区", "区内", "全区", "该区", "，", " ",
];
/// Words that stand in no topic's name: a clause that holds one says more than a name.
pub(crate) const TOPIC_STOPS: &[&str] = &["确保", "加快", "正在", "助力", "促进", "完善", "加强", "提升", "我们", "记者", "在", "为", "将", "已", "正", "从", "被", "把", "对", "是", "有", "让", "使", "用", "该"];
/// Words that a comparison begins with.
pub(crate) const COMPARING: &[&str] = &["比", "较", "相比", "相较", "与上", "与去", "高于", "低于", "高出", "快于", "优于", "领先"];
/// Levels that pick some of the things just counted: 其中国家级31家.
pub(crate) const LEVELS: &[&str] = &["国家级", "省级", "市级", "区级", "省级以上", "市级以上", "国家级的", "省部级", "世界级"];
/// Characters that make a noun of a verb before them: 孵化器, 服务业, 授权量.
pub(crate) const NOUN_ENDINGS: &str = "器业量率额厅费员者度力面数点";
/// Words by which a figure is told for one of many: 人均公园绿地面积 is no area of the zone.
pub(crate) const PER_ONE: &[&str] = &["人均", "户均", "亩均", "地均", "每万人", "万人", "单位", "每户", "每人", "平均"];
