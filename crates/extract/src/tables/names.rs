//! Words around names of indicators.

/// Endings of the names of counts that running text leaves out: 高新技术企业数.
pub(crate) const COUNT_ENDINGS: &[&str] = &["总数量", "总数", "数量", "个数", "户数", "家数", "项数", "数"];
/// Words between a name and its number that belong to neither.
pub(crate) const LINKING: &[&str] = &[
    "更是", "调整为", "调整到", "发展到", "发展到了", "发展至", "发展为", "壮大到", "总共是", "总共有", "总共", "达到了", "达到", "达", "约为", "为", "是", "有", "共有", "共计", "总计", "合计", "共", "实现了", "实现", "完成了", "完成", "突破了", "超过了",
    "增至", "增加到", "增加至", "增长到", "增长至", "升至", "上升到", "上升至", "提升至", "提升到", "提高到", "提高至", "降至", "降低到", "下降到",
    "下降至", "压缩至", "压缩到", "压减至", "缩短至", "缩短到", "缩减至", "扩大到", "扩大至", "跃升至", "攀升至", "累计达", "累计达到", "高达", "多达", "仅",
    "已", "均", "分别", "依次", "各", "就", "了", "至", "到", "在", "稳定在", "保持在", "左右", "可达", "仅用", "控制", "连续", "持续", "保持", "将", "再", "又", "也", "还", "则", "只", "只有", "仅为", "仅有",
    "力争", "预计", "计划", "有望", "预期", "目标", "确保", "争取", "：", ":", " ", "=", "“", "”", "约合人民币", "折合人民币", "合人民币", "约合", "为人民币", "折合",
    "已经", "仍有", "仍为", "仍", "尚有", "+", "新突破", "提前", "率先", "首次", "首度", "站上", "迈上", "跨上", "跃上", "登上", "跨越", "冲刺", "冲击", "由原来的", "从原来的", "由过去的", "从过去的", "由以往的", "从以往的", "由", "从", "一举", "成功", "历史性", "累计", "实际", "不足", "不到", "至少", "最多",
    "要达到", "要达", "要实现", "要突破", "要超过", "要", "安排", "拟安排", "共安排", "预算为", "年初预算为", "预算安排", "执行结果为", "执行结果", "已建成", "已完成", "已实现", "已达到", "已达", "压降至", "压降到", "收窄至", "收窄到", "缩小至", "缩小到", "放缓至", "放缓到", "回升至", "回升到", "加快至", "加快到", "回落至", "回落到", "转为", "变为", "扭转为", "这一数字", "这一数据", "这一数值", "这一指标", "这一比例", "这一比重", "这个数字", "该数字", "该指标", "该比例", "该比重",
];
/// Words of growth, share and comparison between a name and its number.
pub(crate) const CHANGING: &[&str] = &[
    "同口径增长", "同口径", "同比名义增长", "同比实际增长", "同比净增", "同比增加", "同比增长", "同比增", "同比下降", "同比减少", "同比提高", "同比提升", "同比回落", "同比上升", "同比降低",
    "同比降", "同比缩短", "同比压缩", "同比上涨", "同比", "增", "降", "环比增长", "环比下降", "环比增加", "环比", "增长", "增加", "增幅", "增速", "增长率", "增长速度", "年均增长", "年均", "平均", "名义", "下降", "减少",
    "回落", "下滑", "降低", "提高", "提升", "上升", "上涨", "净增", "净增加", "净减少", "净减", "降幅", "涨幅", "可比增长", "可比价格", "可比价", "不变价", "可比", "按可比价计算", "按可比价格计算",
    "按不变价格计算", "按不变价计算", "比上年末", "比上年底", "比上年同期", "比上年", "比去年同期", "比去年底", "比去年", "比年初", "较上年末", "较上年同期", "较上年", "较去年同期", "较去年底", "较去年", "较年初",
    "比上月", "较上月", "比上季度", "较上季度", "占", "相当于", "扩大", "收窄", "放大", "加快", "放缓", "前进", "晋升", "前移", "后退", "后移", "负增长", "比增", "比降", "同比负增长", "短收", "减收", "增收", "超收", "超目标", "超计划",
    "略", "略有", "略微", "小幅", "大幅", "稳步", "稳定", "平稳", "快速", "较快", "强劲", "逆势", "显著", "明显",
    "高于", "低于", "高出", "快于", "缩短", "压缩", "压减", "缩减", "较法定时限", "比法定时限", "较法定办结时限", "较原来", "比原来", "每年新增", "年均新增", "新增",
];
/// Words that the proposed name of a number does not begin with.
pub(crate) const LEADING: &[&str] = &[
    "原定", "原计划", "目前", "现阶段", "当前", "截至目前", "截止目前", "截至", "其中", "全区", "全年", "园区内", "园区", "区内", "该区", "全市", "辖区", "已经", "已", "累计已", "共", "现有", "现", "建有",
    "拥有", "我区", "同时", "此外", "另外", "以及", "和", "及", "与", "的", "将", "把", "仅", "年内", "今年", "去年", "年底", "期末", "了", "近年来", "据统计", "据介绍", "据悉", "预计", "力争", "计划", "目标", "确保", "有望", "争取", "争取到", "争取了", "确保了", "企业已", "此次", "本次", "等", "也", "均", ",", "，", "、", " ", ":", ".",
    "“", "”", "该", "项目建成后", "建成后", "达产后", "投产后", "高新区", "经开区", "开发区", "以来", "每年", "平均每年", "还", "还将", "但是", "但", "不过", "而且", "并且", "不仅", "例如", "比如", "来累计", "来共", "来已", "先后", "像这样的", "这样的", "类似的",
    "国税局", "地税局", "税务局", "税务分局", "市场监管局", "统计局", "财政局", "科技局", "商务局", "人社局", "发改局", "招商局", "海关", "管委会",
];
/// Words that begin like a light one and are names, or the beginnings of names: 现代服务业, 共享单车.
pub(crate) const NO_LEADING: &[&str] = &[
    "海关特殊", "海关监管", "海关总署", "海关统计",
    "现代", "现场", "现金", "现货", "现房", "共享", "共性", "共建", "共有产权", "共青", "将军", "将才", "等级", "等离子", "等保", "等效", "仅需", "已投", "已婚", "和平", "和谐", "和田", "与会",
    "及格", "及时", "的士", "把手", "均衡", "均价", "均等", "也门", "还款", "还贷", "还建", "还原", "目标任务", "计划生育", "计划单列",
];
/// Words that end like a linking one and are parts of names: 公共, 成就, 国有.
pub(crate) const NO_LINKING: &[&str] = &[
    "人均", "户均", "亩均", "地均", "日均", "周均", "月均", "季均", "自然增长率", "公共", "成就", "造就", "国有", "私有", "所有", "自有", "专有", "行为", "潜在", "存在", "冬至", "报到", "签到", "干将", "名将", "工作安排", "活动安排", "日程安排", "战略", "策略", "谋略", "胆略", "忽略", "省略",
];
/// Words before the same money in another currency.
pub(crate) const CONVERTING: &[&str] = &["约合", "折合", "合人民币", "合约", "合", "约折合", "相当于"];
/// Words before a whole whose part a number is: 贡献了全市13.2%的GDP.
pub(crate) const PART_OF: &[&str] = &["贡献了", "贡献", "占", "占了", "以占", "以", "占据", "集聚了", "创造了", "集中了"];
/// What is said of a part of what stands before its number: 财政支出的78.5%用于民生.
pub(crate) const SPENT_ON: &[&str] = &["用于", "投向", "投入", "来自", "集中在", "分布在", "流向"];
/// Words before a verb that only say that something was done: 实际开工 names nothing.
pub(crate) const DONE_ONLY: &[&str] = &["实际", "已实际", "现已", "已"];
/// The verb before a plan of which a part is told: 完成任务105% names nothing.
pub(crate) const COMPLETED: &str = "完成";
/// Words before the name of an amount that only say that it was reached: 累计实现高技术产业营业收入.
pub(crate) const OPENING_VERBS: &[&str] = &["累计", "合计", "共", "已", "实现了", "实现", "完成了", "完成", "取得"];
/// Words for those who act, which no name begins with either.
pub(crate) const ACTING: &[&str] = &["我们", "他们", "双方", "三方", "各方", "多方"];
/// Verbs before a counted thing: the name starts behind them.
pub(crate) const VERBS: &[&str] = &[
    "集聚", "聚集", "汇聚", "培育", "引进", "拥有", "建成", "建设", "开通", "新建", "完成", "实现", "推动", "推进", "保障", "提供", "提出", "制发", "办理", "签约",
    "落地", "开展", "举办", "组织", "获批", "认定", "入选", "新增", "吸引", "推出", "帮助", "给予", "奖励", "支持", "助力", "助推", "撬动", "销售", "发出", "出口到", "纳入", "归集", "对接", "接入", "集合", "整合", "解决", "服务", "带动", "投入", "安排", "发放",
    "兑现", "争取", "盘活", "收储", "供应", "出让", "处置", "整治", "关停", "淘汰", "改造", "布局", "部署", "设立", "建立", "打造", "形成", "覆盖", "惠及", "受理", "化解", "排查",
    "签订", "签下", "斩获", "承接", "承担", "中标", "设置", "授权", "申请", "登记", "注册", "孵化", "毕业", "招引", "储备", "开工", "竣工", "投产", "达产", "达成", "发布", "出台", "包括", "包含", "涵盖", "涉及", "围绕", "聚焦", "制定", "主持制定", "参与制定", "实施",
];
/// The verb of what was reached, which no name of an amount keeps: 实现产值.
pub(crate) const AMOUNT_VERB: &str = "实现";
/// Words in the names of what is done or earned in a time, where the catalogue doesn't tell.
pub(crate) const FLOWS: &[&str] = &[
    "生产总值", "产值", "增加值", "GDP", "增速", "收入", "支出", "投资", "税", "利润", "产量", "销量", "销售", "零售", "成交", "交易", "进出口", "出口", "进口", "外资", "资金", "用电", "新", "净增", "增量",
    "完成", "实现", "签约", "引进", "引入", "招引", "开工", "竣工", "投产", "到位", "发放", "办理", "举办", "培训", "吞吐量", "客流", "游客",
];
/// Who holds a part of what was just told: 有效发明专利…，其中企业….
pub(crate) const HOLDING: &[&str] = &[
    "企业", "高校", "高等院校", "高等学校", "院校", "科研院所", "科研机构", "研究机构", "科研单位", "机关团体", "机关", "个人", "民营企业", "国有企业", "外资企业", "外商投资企业", "规上企业", "规上工业企业",
    "规模以上工业企业", "工业企业", "中小企业", "上市企业", "高新技术企业", "科技型中小企业", "医疗机构",
];
/// Units of what firms have, by which no firms are counted.
pub(crate) const THINGS_OF_FIRMS: &[&str] = &["件", "项", "台", "套", "篇"];
/// Nouns that begin like one of the verbs: 政务服务中心设置窗口36个 says 设置, no 服务.
pub(crate) const NO_VERBS: &[&str] = &[
    "服务中心", "服务平台", "服务机构", "服务站", "服务圈", "服务区", "服务大厅", "服务贸易", "服务外包", "服务网络", "服务商", "服务体系", "登记失业", "登记成交", "服务产业", "服务业", "服务收入", "服务营收", "服务出口", "保障性", "保障房", "孵化基地", "孵化载体", "孵化器", "孵化园", "孵化港", "孵化中心",
    "建设用地", "建设投资", "投入强度", "投入产出", "投入占", "支持政策", "注册资本", "注册资金", "申请量", "授权量", "供应链", "组织机构", "解决方案", "支持资金", "奖励资金", "毕业生",
];
/// Verbs behind 将 that tell of no plan, since 将 may be said of what they are done to.
pub(crate) const NO_PLANS: &[&str] = &["服务", "支持", "登记", "注册", "授权", "申请", "包括", "包含", "涵盖", "涉及", "围绕", "聚焦", "出口到", "发出", "毕业", "供应"];
/// Words between 将 and the verb of a plan.
pub(crate) const PLAN_ADVERBS: &[&str] = &["", "共同", "累计", "新", "再", "继续", "陆续", "分批", "全面", "重点", "率先", "同步"];
/// Where the words behind a counted thing stop being its name.
pub(crate) const FORWARD_STOPS: &[&str] = &[
    "预计", "计划", "拟", "有望", "力争", "被", "获", "已", "正在", "将", "共", "均", "等", "，", "。", "、", ";", ":", ",", "!", "?", "(", ")", "“",
    "”", "《", "》", "…", "其中", "分别", "同比", "比上年", "较上年", "增长", "下降", "达到", "为", "是", "在", "由", "从", "位居", "以下", "左右", "进行",
    "实施", "落户", "奋战", "开展", "实现", "完成", "成为", "得到", "解决", "提供", "入驻", "入选", "通过", "全部", "总投资", "并", "且", "或", "和", "及", "与", "以及",
    "|", "/", "\n", "实际完成", "大关", "签署", "宣布", "联合发起", "应用", "采用", "享受",
    "飞跃", "跨越", "跃升", "蝶变", "转变", "发展到", "发展至", "发展为",
];
/// Words that stop it only before a number: 雷达 and 超市 go on.
pub(crate) const NUMBER_STOPS: &[&str] = &["达", "约", "超", "近", "逾", "占", "有", "至"];
/// Words that begin like a stop and are none.
pub(crate) const NO_STOPS: &[&str] = &[
    "在孵", "在建", "在校", "在园", "在岗", "在册", "在研", "在营", "在职", "在产", "在库", "获奖", "从业", "从事", "由头", "均价", "共享", "共建", "共性", "已建",
    "并网", "并购", "和谐", "和平", "将军", "为民", "实施主体", "等级", "等次", "实现度", "进行时",
];
/// Counted things that say too little by themselves: what is said of them belongs to the name.
pub(crate) const GENERIC: &[&str] = &["企业", "项目", "单位", "机构", "人员", "产品", "公司", "部门", "人", "问题", "事项", "案例", "团队"];
/// What a clause says of a figure that stands behind its pause: 财政总收入跃上新台阶，达204亿元.
pub(crate) const HAS_GROWN: &[&str] = &[
    "跃上新台阶", "迈上新台阶", "再上新台阶", "再创新高", "创新高", "创历史新高", "实现新突破", "取得新突破", "新突破", "稳步增长", "稳步提升", "稳定增长", "平稳增长", "平稳发展",
    "保持平稳", "快速增长", "较快增长", "大幅增长", "大幅提升", "显著提升", "显著增长", "明显提升", "明显增长", "持续增长", "持续提升", "稳中有升", "稳中有进", "有所提升", "有所增长",
];
/// Words before them.
pub(crate) const GROWN_LEADS: &[&str] = &["也有", "有", "实现", "整体保持", "保持", "呈"];
/// Those of them that are told by what was done with them: 签约4个项目.
pub(crate) const DONE_WITH: &[&str] = &["项目", "企业"];
/// Head nouns behind a number of tonnes or kilowatts whose capacity the number is: 100万吨甲醇项目.
pub(crate) const CAPACITY_OF: &[&str] = &["项目", "装置", "生产线", "工程", "机组", "电站", "工厂", "基地"];
/// Words before an amount whose product stands behind it: 年产742万吨甲醇.
pub(crate) const OUTPUT_OF: &[&str] = &["年产", "日产", "月产", "可年产", "年生产", "年处理", "日处理", "年加工"];
/// The word for power.
pub(crate) const INSTALLED: &str = "装机规模";
/// The word for the rest.
pub(crate) const CAPACITY: &str = "产能规模";
/// A name that one of these stands before is another indicator: 新增高新技术企业 is no stock.
pub(crate) const CHANGES_NAME: &[&str] = &["毛", "未", "新增", "净增", "新", "新增加", "拟", "非", "新认定", "新培育", "新引进", "新签约", "新建", "新登记", "新注册", "新设", "新设立", "新成立", "新批", "新办", "当年", "在建", "协议", "合同", "签约", "引进", "招引", "其他", "万人", "每万人", "人均", "亩均", "地均", "户均", "单位", "万元GDP", "万元生产总值", "平均", "一期", "二期", "三期", "首期", "外资", "民营", "国有", "境外", "国家级", "省级", "市级", "省级以上", "市级以上", "高技术", "规上", "规模以上", "限额以上", "限上", "授权", "城镇", "农村"];
/// Words by which a growth is no plain one of what was named before: without a part, or what it adds to something else.
pub(crate) const EXCLUDING: &[&str] = &["剔除", "扣除", "还原", "拉动"];
/// Verbs of what is done to things or for them: so many are no stock of what the name behind stands for.
pub(crate) const ACTIVITIES: &[&str] = &[
    "关停", "关闭", "惠及", "服务", "走访", "检查", "抽查", "淘汰", "注销", "吊销", "撤销", "清退", "清理", "迁出", "流失", "帮助", "帮扶", "扶持", "支持", "助力", "奖励", "补贴", "资助", "组织",
    "接待", "调研", "培训", "整改", "处罚", "约谈", "指导", "辅导", "慰问", "表彰", "受理", "排查", "带动", "推荐", "申报", "巡检", "修复", "救助", "覆盖", "暂停", "收回", "退出", "毕业",
];
/// Endings of words for a part of a zone, whose figure a name behind them is, with or without a verb between: 软件业高新技术企业,
/// 女性从业人员, 上市公司共实现营业收入.
pub(crate) const PART_ENDINGS: &[&str] = &[
    "业", "性", "板", "高校", "院校", "街道", "社区", "镇", "上市公司", "子公司", "分公司", "家公司", "外贸公司", "产业链", "集群", "板块", "工商户", "商户", "机构", "院所", "单位",
    "经营主体", "市场主体", "民营经济", "数字经济", "海洋经济", "低空经济", "总部经济", "楼宇经济", "民间资本", "平台公司", "这里", "领域", "赛道", "产品", "一般贸易", "加工贸易", "服务贸易", "电商",];
/// Words that end like one of them and are no part.
pub(crate) const NO_PARTS: &[&str] = &[
    "就业", "创业", "毕业", "开业", "作业", "事业", "专业", "营业", "停业", "失业", "转业", "敬业", "兴业", "立业", "择业", "从业", "产业化", "历史性", "突破性", "实质性", "阶段性", "一次性", "战略性", "恢复性",
    "标志性", "系统性", "城镇", "集镇", "老板", "模板", "对外贸易",
];
/// What a part of a zone does, before what it has: 批发业完成销售额, 高技术产业创造的营业收入.
pub(crate) const PART_DEEDS: &[&str] = &[
    "实现了", "实现", "完成了", "完成", "创造了", "创造", "贡献了", "贡献", "上缴", "缴纳", "取得", "累计", "合计", "共计", "总共", "共", "全年", "的", "已",
];
/// Parts of names of what such a part has as the zone does: the clause behind a semicolon goes on about it.
pub(crate) const EARNED: &[&str] = &["营业收入", "营收", "销售收入", "主营业务收入", "产值", "利润", "工业增加值", "销售额", "营业额", "零售额", "税收", "税金", "税费", "出口", "进口", "研发"];
/// What ends a clause that says of what a sentence is: 集成电路产业方面，….
pub(crate) const THEMES: &[&str] = &["方面", "中", "上", "里", "内"];
/// What is done by all of a zone together, behind whose verb the whole is told: 招商引资完成固定资产投资.
pub(crate) const DONE_BY_ALL: &[&str] = &[
    "招商引资", "经济运行", "工业经济", "工业生产", "对外贸易", "外贸", "开放型经济", "利用外资", "财政", "财税", "税务部门", "项目建设", "有效投资", "消费市场", "科技创新", "各项事业", "上下", "经济总量", "稳中有进", "集中", "分别", "同步",
];
/// Parts that offices mean the whole by, with the names of which they do.
pub(crate) const WHOLE_HOLDERS: &[(&[&str], &[&str])] = &[
    (&["入统企业", "纳统企业", "列统企业", "统计企业"], &[""]),
];
/// Those of them that tell of a gain: the whole that it adds to is called by the rest.
pub(crate) const GAINS: &[&str] = &["新增", "净增", "新", "新增加", "新认定", "新培育", "新引进", "新签约", "新建", "新登记", "新注册", "新设", "新设立", "新成立", "新批", "新办", "当年"];
/// Words that begin like one of them and are names: 新一代信息技术, 新材料.
pub(crate) const NO_GAINS: &[&str] = &["新一代", "新材料", "新能源", "新型", "新兴", "新药", "新华", "新质", "新消费", "新三板", "新经济", "新基建"];
/// Words behind a counted thing that are said of it: 开工项目3个落地.
pub(crate) const PREDICATES: &[&str] = &["落地", "竣工", "投产", "开工", "达产", "投入", "投用", "上线", "入库", "签约", "运营", "获批", "挂牌", "在建", "以上", "建成"];
/// What is told of counted things in a number of its own: 15家上市企业总市值超千亿元.
pub(crate) const AMOUNTS_OF: &[&str] = &["总市值", "总资产", "总收入", "总产值", "总营收", "总投资"];
/// Amounts by which counted things are described, beside those and what firms have: 5个投资超亿元的项目.
pub(crate) const DESCRIBING: &[&str] = &["投资", "投资额", "总投资额", "计划总投资", "计划投资", "协议投资", "协议总投资", "注册资本", "注册资金", "缴税", "出口", "出口额", "进出口", "进出口额", "收入"];
/// Words before a name of the catalogue that leave it the same indicator.
pub(crate) const MODIFIERS: &[&str] = &["全区", "园区", "区内", "辖区", "各类", "的", "全区的", "优质"];
/// Words right before a name of the catalogue that leave it the whole that it stands for; any other word may pick a part.
pub(crate) const WHOLE_MODIFIERS: &[&str] = &[
    "全社会", "全口径", "地方", "境内", "辖区内", "辖区", "全区", "全部", "各类", "优质", "实有", "年末", "期末", "年底", "当年", "本年", "全年", "累计", "总", "实际", "国家",
    "创造", "贡献", "上缴", "缴纳", "入库", "涌现", "获得", "取得", "获", "其", "高质量", "年度", "评定", "备案", "通过", "具备", "企业", "本外币", "同期", "全体", "实施", "年", "出", "有效期内", "大学",
];
/// What holds items that are counted: 70项指标数据库.
pub(crate) const HOLDERS: &[&str] = &["数据库", "资源库", "信息库", "项目库", "人才库", "目录", "清单"];
/// Words behind such a thing that say no more: 数据库资源.
pub(crate) const HOLDER_TAILS: &[&str] = &["资源", "体系"];
/// Things that a bound picks out: 10亿元以上项目.
pub(crate) const THRESHOLD_OF: &[&str] = &["项目", "企业", "工程", "产业", "单位", "集群", "重大", "工业", "公司"];
/// Things that an amount right before them is the size of, where they are counted: 20亿元企业2家.
pub(crate) const SIZED: &[&str] = &["项目", "企业", "产业项目", "工业项目", "工业企业"];
/// Words that a comparison begins with.
pub(crate) const COMPARING: &[&str] = &["比", "较", "相比", "相较", "与上", "与去", "高于", "低于", "高出", "快于", "优于", "领先", "距"];
/// Words that begin like one of them and are names.
pub(crate) const NO_COMPARING: &[&str] = &["比亚迪", "比特", "比克", "比例", "比重", "比音"];
/// Levels that pick some of the things just counted: 其中国家级31家.
pub(crate) const PICKED_LEVELS: &[&str] = &["国家级", "省级", "市级", "区级", "省级以上", "市级以上", "国家级的", "省部级", "世界级", "在建", "在营", "在产", "已竣工", "已投用", "完工", "已完工", "竣工", "投产", "已投产", "达产", "规上", "规模以上", "限上", "人均", "户均", "亩均", "地均", "日均", "周均", "月均", "季均"];
/// Words for all of what was just told of: 新增市场主体8732户，总量达到7.6万户.
pub(crate) const TOTALS: &[&str] = &["总量", "总数", "总计", "累计", "合计", "存量", "总量累计", "累计总数"];
/// The word by which parts of what was just told are told: 其中高校….
pub(crate) const AMONG: &str = "其中";
/// Verbs that the name of a number keeps: what is brought in or agreed on is no stock of it.
pub(crate) const DEEDS_KEPT: &[&str] = &["引进", "招引", "签约"];
/// Things of which each may have reached an amount.
pub(crate) const REACHED_BY: &[&str] = &["企业", "公司", "项目"];
/// Verbs of gain that it keeps too.
pub(crate) const GAINS_KEPT: &[&str] = &["新增", "净增", "新建"];
/// Stages by which projects are picked, which their name keeps.
pub(crate) const STAGES_KEPT: &[&str] = &["开工", "竣工", "投产", "储备"];
/// What they are told of.
pub(crate) const PROJECT: &str = "项目";
/// Characters before 新 with which it is another word: 创新引进, 重新认定.
pub(crate) const NO_NEW: &str = "创更革最全焕重";
/// The country, which no name of a figure ends with.
pub(crate) const HOME_COUNTRY: &str = "中国";
/// The word before what something is done to, and words that end like it: 正在对446亩闲置土地.
pub(crate) const DONE_TO: char = '对';
pub(crate) const NO_DONE_TO: &[&str] = &["结对", "配对", "核对", "校对", "绝对"];
/// The word for what was done in all, up to a time.
pub(crate) const SUMMED_UP: &str = "累计";
/// The verb of what a firm puts into something.
pub(crate) const INVESTMENT: &str = "投资";
/// Ends of what describes the noun behind it, whatever stands before: 集科研、生产于一体的.
pub(crate) const RELATIVES: &[&str] = &["于一体的", "为一体的", "一身的"];
/// Endings of the names of rates, whose growth in percent may be themselves.
pub(crate) const RATES: &[&str] = &["率", "强度", "占比", "比重"];
/// The word for a place in a ranking where none says of what.
pub(crate) const RANKING: &str = "排名";
/// What brackets end with that say by whose reckoning a figure is: （部口径）.
pub(crate) const RECKONING: &str = "口径";
/// The word of an indicator that is an increase.
pub(crate) const NET_INCREASE: &str = "净增";
/// Endings of what counted things come to together: 总投资逾510亿元的53个项目.
pub(crate) const SUMS: &[&str] = &["总投资", "投资总额", "协议投资", "总额"];
/// What stands before the one that there is of every so many: 平均每15家企业就有1家上市.
pub(crate) const ONE_IN: &str = "就有";
/// Words by which a number is of all names before them, and characters before one with which it is another word: 人均, 成都.
pub(crate) const OF_ALL_NAMES: [char; 2] = ['均', '都'];
pub(crate) const NO_OF_ALL_NAMES: &str = "人户亩地日周月季年平成首大古";
/// What may stand between 三次产业 and their three numbers: all that leaves them output. A longer word stands before one that it
/// begins with.
pub(crate) const OF_SECTORS: &[&str] = &[
    "增加值", "结构", "比例", "比重", "占比", "构成", "占地区生产总值", "占GDP", "占", "之比", "比", "分别", "依次", "同比", "按可比价格计算",
    "增长", "下降", "增速", "实现", "完成", "达到", "达", "优化调整为", "优化为", "调整为", "优化", "调整", "约为", "约", "为", "是", "的",
    "由", "从", "到", "至", "，", ":",
];
/// Words behind which their growths stand, no shares.
pub(crate) const GROWING_SECTORS: &[&str] = &["增长", "下降", "增速"];
/// What the name of a count of firms ends with.
pub(crate) const FIRM_COUNTS: &[&str] = &["企业", "企业数"];
/// Ends of the words that say from how high a base something has grown: 在上年高基数上增长5%.
pub(crate) const ON_BASE: &[&str] = &["基数上", "基础上"];
/// What stands behind the number of all items of a list: 甲、乙两大产业产值.
pub(crate) const ALL_OF: char = '大';
/// Words that a sentence opens with that tells of parts of what the one before told.
pub(crate) const PARTS_AHEAD: &[&str] = &["其中", "分产业看", "分行业看", "分领域看", "从行业看", "从产业看", "从三次产业看", "分三次产业看", "分门类看", "分三大门类看"];
/// Endings of the names of industries.
pub(crate) const INDUSTRIES: &[&str] = &["业", "领域", "行业", "产业链", "产业集群"];
/// What is told of the whole, and of each industry in it: 规上工业总产值增长8%，其中新材料产业增长6%. A longer ending stands before
/// one that it ends in.
pub(crate) const INDUSTRY_AMOUNTS: &[&str] = &[
    "总产值", "产值", "增加值", "主营业务收入", "营业收入", "销售收入", "销售额", "营业额", "投资", "进出口额", "出口额", "利润总额", "利润", "税收收入", "税收", "用电量",
];
/// What only the whole has, and what of each industry adds up to it.
pub(crate) const ADDED_UP: &[(&str, &str)] = &[("生产总值", "增加值"), ("GDP", "增加值")];
/// What a list of industries may have all together: 新能源、新材料产业产值达20亿元.
pub(crate) const TOLD_TOGETHER: &[&str] = &["产业产值", "产业总产值", "产业增加值", "产业营业收入", "产业收入", "产业投资", "产业规模"];
/// Endings that the last name of a list lends to the others: 电子信息、生物医药产值分别为….
pub(crate) const SHARED_TAILS: &[&str] = &[
    "产业产值", "产业增加值", "产业营业收入", "产业收入", "产业投资", "产值占比", "增加值占比", "收入占比", "占比", "增加值", "总产值", "产值", "营业收入", "销售收入", "收入", "销售额", "利润", "投资", "出口", "产量", "数量", "规模", "贡献度", "贡献率",
];
/// Characters that make a noun of a verb before them: 孵化器, 服务业, 授权量.
pub(crate) const NOUN_ENDINGS: &str = "器业量率额厅费员者度力面数点";
/// What makes a word with 有 before it: 有色金属, 有效发明专利.
pub(crate) const HAS_WORDS: &str = "色机效限线关氧轨序偿毒害形声";
/// Words by which a figure is told for one of many: 人均公园绿地面积 is no area of the zone.
pub(crate) const PER_ONE: &[&str] = &["人均", "户均", "亩均", "地均", "每万人", "万人", "单位", "万元GDP", "万元生产总值", "万元地区生产总值", "万元工业增加值", "万元产值", "每户", "每人", "平均", "日均", "周均", "月均", "季均", "每日", "每天", "每周", "每月", "每季度", "每千人", "千人", "每百人", "每百户", "每百万人", "每平方公里", "每公顷", "每亩", "每平方米", "每家", "每万元"];
/// The same words with the one that each tells for: 亩均税收 is by 亩, whatever unit of area the catalogue takes.
pub(crate) const PER_UNITS: &[(&str, &str)] = &[("人均", "人"), ("户均", "户"), ("亩均", "亩"), ("每亩", "亩"), ("每公顷", "公顷"), ("每平方公里", "平方公里"), ("每万人", "万人"), ("每户", "户"), ("每人", "人"), ("劳动生产率", "人")];
/// What a noun ends with whose fellow stands behind 和: 国家和省级研发机构.
pub(crate) const JOINED: &[&str] = &["级", "以上", "国家", "内"];

/// Last words of the names of growths; what stands before one is the indicator that grows.
pub(crate) const GROWTH_ENDINGS: [&str; 2] = ["增速", "增长率"];

/// Words of time that name nothing: 上市企业68家，当年新增4家.
pub(crate) const OF_THE_YEAR: &[&str] = &["当年", "年内", "本年", "同期", "当期", "当月", "全年"];
/// Words for a plan that name nothing: 投资980亿元，规划目标为1000亿元.
pub(crate) const PLANS: &[&str] = &["规划", "规划目标", "计划目标", "年度", "年初", "年度目标", "年初目标", "预期目标", "目标任务", "目标值", "计划数", "原计划", "计划", "全年计划", "年度计划", "任务", "全年任务", "年度任务", "全年目标", "任务数"];
/// Words for a share of what was named before: 占全省、全市比重61%、70%.
pub(crate) const BARE_SHARES: &[&str] = &["比重", "占比", "比例", "份额"];
/// Words for a growth where what has grown was named before: 总量和增速.
pub(crate) const GROWTHS: &[&str] = &["增速", "增幅", "增长率", "增长速度"];
/// Words between a firm or a project and the name of what it has.
pub(crate) const DONE_BY: &[&str] = &[
    "现有", "目前", "累计", "先后", "去年", "今年", "上半年", "全年", "一季度", "前三季度", "实现", "拥有", "共", "预计", "一期", "二期", "三期", "四期",
];

/// Endings of what the first cell of a table's head says.
pub(crate) const HEAD_LABELS: &[&str] = &["指标", "项目", "名称", "年份", "年度", "内容", "类别", "分类", "时间", "日期", "单位", "地区", "区域", "园区", "序号", "科目", "行业"];
/// Heads of columns of times.
pub(crate) const TIME_HEADS: &[&str] = &["年份", "年度", "年", "时间", "日期", "期间", "时期", "报告期"];

/// Endings of what is ranked by itself, whatever figure stands before it: 综合评价居全国第7位.
pub(crate) const RANKED: &[&str] = &["评价", "评估", "考核", "考评", "指数", "竞争力", "实力", "榜单", "测评"];

/// What is said of a ranking that has no name of its own: 综合排名.
pub(crate) const BARE_RANKS: &[&str] = &["综合", "单项", "总", "整体", "总体", "综合发展", "全国综合"];
/// Ends of what is said of a place and names no ranking: 第五次上榜，位列第89位.
pub(crate) const UNRANKED: &[&str] = &["上榜", "入围", "登榜", "入榜", "榜单", "位次", "名次"];
/// Endings of the rankings that a clause before the place tells of: 在百强榜中，….
pub(crate) const RANKINGS: &[&str] = &["排名", "排行榜", "百强榜", "榜", "评比", "评选", "考核评价结果", "评价结果", "考核结果"];
/// Words before a ranking that only say that it is the last one.
pub(crate) const LATEST: &[&str] = &["最新一轮", "最新一期", "新一轮", "最新的", "最新", "上一轮"];
/// Endings of names of money, whose numbers may do without 元: 授信30亿.
pub(crate) const MONEY_NAMES: &[&str] = &[
    "投资", "收入", "产值", "贷款", "授信", "融资", "资金", "税收", "利润", "营收", "纳税", "补贴", "外资", "额",
];
/// Endings of the names of people, whose numbers may do without 人: 常住人口9.66万.
pub(crate) const PEOPLE_NAMES: &[&str] = &["人口", "人数", "人员", "从业者", "居民"];
/// What money is called by in which a number with no more than its scale is told, before it or behind: 123亿引导基金.
pub(crate) const FUNDS: &[&str] = &["基金", "资金", "资金池", "资本", "贷款", "债券", "授信", "管理规模", "基金规模", "资金规模", "市值"];
