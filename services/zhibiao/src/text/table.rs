//! The texts themselves: name, facts, English, Chinese. Heads of columns and names of sheets, and what
//! is said of prose and its reviews, stand in files of their own.

use zhibiao_runtime::language::Language;

with_prose! {
    // Failures
    Error { what: String } => "error: {what}", "错误：{what}";
    Next { what: String } => "next: {what}", "下一步：{what}";
    AndMore { count: usize } => "… and {count} more", "……另有 {count} 处";
    FileInvalid => "the file is not of the form it should have", "文件格式不符";
    NextEncoding => "save the file as UTF-8", "请将文件另存为 UTF-8";
    NextManifest => "give what `zhibiao rank --framework F --output json` wrote without --stability", "请使用 `zhibiao rank --framework F --output json`（不带 --stability）写出的内容";
    BadRequest { count: usize } => "{count} things in the request can't be used", "请求中有 {count} 处不能使用";
    BadSettings => "settings that can't be used", "下列设置不能使用";
    FileFailed { path: String, error: String } => "{path}: {error}", "{path}：{error}";
    FileMissing { path: String } => "{path}: there is no such file or folder", "{path}：没有这个文件或目录";
    FileIsFolder { path: String } => "{path} is a folder, not a file", "{path} 是目录，不是文件";
    FileForbidden { path: String } => "{path}: you may not open it", "{path}：无权打开";
    NextPath => "check the path: it counts from the folder that you are in", "请检查路径：相对路径从当前目录算起";
    NextFile => "name a file in it", "请指定其中的文件";
    NextForbidden => "ask its owner for the right to it, or copy it to a folder of your own", "请向其所有者申请权限，或复制到自己的目录";
    OutputFailed { error: String } => "standard output can't be written to: {error}", "无法写标准输出：{error}";
    HubUnavailable { said: String } => "no hub answers ({said})", "没有指标中心应答（{said}）";
    HubNotNow { said: String } => "the hub can't do this just now ({said})", "指标中心暂时不能处理（{said}）";
    NextSettings => "correct them and start again; `zhibiao --help`, `zhibiao up --help` and `zhibiao serve ROLE --help` list the settings",
        "请改正后重新启动；`zhibiao --help`、`zhibiao up --help` 和 `zhibiao serve 角色 --help` 列出全部设置";
    NextFourEyes => "let a second person decide, or name yourself with --as USER", "请由第二人审批，或用 --as USER 说明审批人";
    NextEtag => "somebody else was quicker: look at the report with `zhibiao report show` and decide again",
        "他人已先处理：请用 `zhibiao report show` 查看后再决定";
    NextUnavailable => "name a hub that runs with --server, wait for one that is being begun anew, or start your own with `zhibiao up`",
        "请用 --server 指定正在运行的服务，等待重启中的服务，或用 `zhibiao up` 自行启动";
    NextTimeout => "ask for less, or give it more time with --timeout", "请缩小范围，或用 --timeout 放宽时限";
    NextLater => "try again in a moment", "请稍后再试";
    NextUser => "say who you are with --as USER", "请用 --as USER 说明身份";
    NextToken => "show your token or key: --token-file FILE, or ZHIBIAO_TOKEN in the environment; this hub believes no --as",
        "请出示令牌或密钥：--token-file 文件，或环境变量 ZHIBIAO_TOKEN；此指标中心不采信 --as";
    NextNewToken => "this hub doesn't take the token or key that you show: get one from whoever runs the hub, and show it with --token-file FILE or ZHIBIAO_TOKEN",
        "此指标中心不接受所出示的令牌或密钥：请向其管理员索取，并用 --token-file 文件 或环境变量 ZHIBIAO_TOKEN 出示";
    NextLog => "the hub's log says why", "原因见指标中心日志";
    NextVersion => "this hub does not know the call: bring program and hub to the same version", "指标中心不支持此调用：请使程序与服务版本一致";

    // Names
    NamesUnknown => "names that lead nowhere", "下列名称无法确定";
    UnknownName { what: String, hint: String } => "{what}; {hint}", "{what}；{hint}";
    UnknownIndicator => "no indicator is called so", "没有这样的指标";
    UnknownSubject => "no zone or other subject is called so", "没有这样的园区或其他对象";
    UnknownDepartment => "no department is called so", "没有这样的部门";
    DepartmentsThere { known: String } => "no department is called so; there are {known}", "没有这样的部门；现有 {known}";
    UnknownPeerGroup { known: String } => "no peer group is called so; there are {known}", "没有这样的可比组；现有 {known}";
    UnknownFramework { known: String } => "no framework is called so; there are {known}", "没有这样的评价体系；现有 {known}";
    NoFrameworks => "the hub has no frameworks: apply one with `zhibiao framework apply FILE`",
        "指标中心没有评价体系：请用 `zhibiao framework apply 文件` 载入";
    AmbiguousName { names: String } => "several are called so: {names}", "有多个同名对象：{names}";
    NoZone { name: String } => "is {name}, which is no zone", "是 {name}，不是园区";
    Also { first: String, second: String } => "{first}; {second}", "{first}；{second}";
    NearNames { names: String } => "near are {names}", "相近的有 {names}";
    NoNearName => "nothing is near", "没有相近的名称";
    NextNames => "use one of them", "请改用上述名称";
    NextSubjectNames => "use one of them; `zhibiao rank INDICATOR` shows who has values and who has not",
        "请改用上述名称；`zhibiao rank 指标` 可列出有数值和无数值的对象";
    NextIndicatorNames => "use one of them; `zhibiao indicators search TEXT` finds indicators",
        "请改用上述名称；`zhibiao indicators search 文字` 可查找指标";

    // Packs
    PackFaulty { count: usize } => "the pack has {count} faults", "场景包有 {count} 处错误";
    NextPack => "correct the places and run `zhibiao pack check` again", "请逐处改正后再运行 `zhibiao pack check`";
    PackFits { id: String, version: String } => "pack {id} {version}: everything fits", "场景包 {id} {version}：全部通过";
    NothingChanges { revision: i64 } => "nothing changes (revision {revision})", "没有变化（修订号 {revision}）";
    WouldChange { added: usize, updated: usize, removed: usize } =>
        "would add {added}, change {updated}, remove {removed}", "将新增 {added} 项、修改 {updated} 项、删除 {removed} 项";
    Changed { added: usize, updated: usize, removed: usize, revision: i64 } =>
        "added {added}, changed {updated}, removed {removed} (revision {revision})",
        "已新增 {added} 项、修改 {updated} 项、删除 {removed} 项（修订号 {revision}）";
    AddedItems { table: String, count: usize } => "+ {count} {table}", "+ {table} {count} 项";

    // Rankings, comparisons, series
    RankTitle { name: String, unit: String, period: String, direction: String } =>
        "{name} ({unit}), {period} {direction}", "{name}（{unit}），{period} {direction}";
    RankNowhere { name: String } => "{name}: no period has a value of any of the peers", "{name}：参与比较的对象在任何时期都没有数值";
    RankCounts { ranked: u32, unranked: u32, revision: i64 } =>
        "{ranked} ranked, {unranked} without a rank (revision {revision})",
        "{ranked} 个参与排名，{unranked} 个没有名次（修订号 {revision}）";
    WithoutRank { reason: String, count: usize, names: String } => "{reason} ({count}): {names}", "{reason}（{count}）：{names}";
    BaselineFailed { message: String } => "no ranks to compare with: {message}", "没有可对比的名次：{message}";
    NewInRanking => "new", "新入榜";
    Carried { period: String } => "carried from {period}", "沿用 {period}";
    Tied => "tied", "并列";
    Computed => "computed", "计算";
    SupersededAt { revision: i64 } => "superseded at revision {revision}", "修订号 {revision} 时被取代";
    AtRevision { revision: i64 } => "revision {revision}", "修订号 {revision}";
    NoValues => "no values", "没有数值";
    NotComputed { name: String, period: String, reason: String } => "{name} {period} can't be computed: {reason}",
        "{name} {period} 无法计算：{reason}";
    FrameworkMissing => "--uncertainty, --sensitivity, --stability, --workbook, --weight and --what-if are about rankings by a framework",
        "--uncertainty、--sensitivity、--stability、--workbook、--weight 和 --what-if 仅用于按评价体系排名";
    NextFramework => "name one with --framework; `zhibiao framework list` shows which there are",
        "请用 --framework 指定；`zhibiao framework list` 列出全部评价体系";
    StrongIn { subject: String, indicators: String } =>
        "{subject} is among the best fifth of the peers in {indicators}", "{subject}居可比对象前五分之一的指标：{indicators}";
    WeakIn { subject: String, indicators: String } =>
        "{subject} is among the last fifth of the peers in {indicators}", "{subject}居可比对象后五分之一的指标：{indicators}";
    DirectionUp => "(higher is better)", "（越高越好）";
    DirectionDown => "(lower is better)", "（越低越好）";
    StatusProvisional => "provisional", "初步数";
    StatusEstimated => "estimated", "估计数";
    StatusImputed => "imputed", "推算数";
    StatusMissing => "reported missing", "报为缺失";
    StatusForecast => "forecast", "预测数";
    StatusBreak => "break in series", "口径变动";
    ReasonNotReported => "not reported", "未报送";
    ReasonReportedMissing => "reported missing", "报为缺失";
    ReasonStale => "only older values", "只有更早的数";
    ReasonMissingInput => "input missing", "缺少计算所需指标";
    ReasonDivisionByZero => "division by zero", "除数为零";
    ReasonNotFinite => "no finite result", "结果不是有限数";
    ReasonNotYet => "did not exist yet", "当时尚未设立";

    // Indices
    IndexTitle { name: String, period: String } => "{name}, {period}", "{name}，{period}";
    ReasonTooFewFigures => "too few figures", "数据不足";
    ReasonNoScore => "no score", "没有得分";
    ReasonNoLonger => "no longer existed", "当时已撤销";
    Warned { about: String, message: String } => "note, {about}: {message}", "注意，{about}：{message}";
    WarnNegative { component: String, count: u32, names: String } =>
        "{component} is negative for {count} ({names}), for which the aggregation has no value: normalise it to positive values, such as min_max with low = 1, or take another aggregation",
        "“{component}”有 {count} 个对象为负（{names}），合成方法对负值无定义：请标准化为正值（如 min_max 取 low = 1），或改用其他合成方法";
    MissingFigures { count: usize } => "{count} missing", "缺 {count} 项";
    PairsLeftOut { most: usize } => "nobody is compared pair by pair, so no tied groups are told: there are more than {most} subjects",
        "对象超过 {most} 个，未作两两比较，因此不列并列组";
    ImputedFigures { count: usize } => "{count} imputed", "补 {count} 项";
    CarriedFigures { count: usize } => "{count} carried", "沿用 {count} 项";
    SimulatedFew { draws: String, factors: String, revision: i64 } =>
        "{draws} draws; uncertain: {factors} (revision {revision})",
        "模拟 {draws} 次；不确定因素：{factors}（修订号 {revision}）";
    Simulated { draws: String, factors: String, revision: i64 } =>
        "{draws} draws; uncertain: {factors}; between from and to lie nine in ten (revision {revision})",
        "模拟 {draws} 次；不确定因素：{factors}；十次中有九次在区间之内（修订号 {revision}）";
    FactorWeights => "weights", "权重";
    FactorImputation => "imputation", "缺失值处理";
    FactorTreatment => "treatment of outliers", "异常值处理";
    FactorNormalisation => "normalisation", "标准化";
    FactorAggregation => "aggregation", "合成方法";
    FactorLeaveOut => "leaving out an indicator", "剔除一项指标";
    FactorData => "figures", "数据";
    WholeRanking => "the whole ranking", "整个排名";
    NothingMoves => "whatever is uncertain, no rank ever moves", "不确定因素不改变任何名次";
    SharesOfOne => "one assumption alone is uncertain: its share is 100%, what differs from that is the error of the design (--base)",
        "只有一项假设不确定：其份额为 100%，与此的差别是设计的抽样误差（--base）";
    SharesRead => "shares of the variance of ranks that would be left if all else were known; what works only together counts for each, so they may add up to more than 100%",
        "占名次方差的份额：其余因素均已知时仍会剩余的部分；共同起作用的部分各自计入，合计可超过 100%";
    IndexBuilt { count: String, revision: i64 } => "the index was built {count} times (revision {revision})", "指数共计算 {count} 次（修订号 {revision}）";
    StabilityTitle { name: String, period: String, subject: String, rank: String } =>
        "{name}, {period}: weights with which {subject} keeps rank {rank}", "{name}，{period}：{subject}保持第 {rank} 名时各权重的范围";
    IntervalsRead { decimals: u32 } =>
        "each weight alone, its siblings share the rest; scores rounded to {decimals} decimals, as ranks are made",
        "每次只变动一项权重，其余同级按比例分配；得分按排名规则保留 {decimals} 位小数";
    Swap { subject: String, other: String, moved: String, changes: String } =>
        "{subject} and {other} tie, by scores not rounded, when {moved} of all weight moves: {changes}",
        "移动 {moved} 的权重，{subject}与{other}（按未取整得分）即并列：{changes}";
    NoSwap { subject: String, other: String } => "no weights make {subject} and {other} tie: one is at least as good in everything",
        "任何权重都不能使{subject}与{other}并列：其中一方各项均不逊于另一方";
    GapTitle { name: String, score: String, rank: String, other: String, other_score: String, other_rank: String, difference: String } =>
        "{name}: {score} (rank {rank}); {other}: {other_score} (rank {other_rank}); difference {difference}",
        "{name}：{score} 分（第 {rank} 名）；{other}：{other_score} 分（第 {other_rank} 名）；相差 {difference}";
    SideAtRevision { name: String, revision: i64 } => "{name} at revision {revision}", "{name}（修订号 {revision}）";
    SideAsOf { name: String, moment: String } => "{name} as of {moment}", "{name}（截至 {moment}）";
    GapRest { rest: String } => "{rest} by what no indicator of its own accounts for: peers or method", "{rest} 不由自身指标引起，而由其他对象或方法引起";
    Movement { before: String, after: String, own: String, revision: String, method: String, peers: String } =>
        "rank {before} → {after}; places gained by own figures {own}, revisions {revision}, method {method}, peers {peers}",
        "名次 {before} → {after}；上升位数：自身数据 {own}、数据修订 {revision}、方法 {method}、其他对象 {peers}";
    SplitAdditive => "split by the terms of the score", "按得分各项分解";
    SplitShapley => "split by Shapley values", "按沙普利值分解";
    SplitSampled { orders: String } => "split by Shapley values over {orders} sampled orders", "按沙普利值分解（抽取 {orders} 种次序）";
    TargetTitle { name: String, period: String, rank: String, target: u32 } => "{name}, {period}: from rank {rank} to rank {target}",
        "{name}，{period}：由第 {rank} 名到第 {target} 名";
    TargetUnranked { name: String, period: String, target: u32 } => "{name}, {period}: to rank {target}", "{name}，{period}：到第 {target} 名";
    OutcomeReached => "reached", "可达到";
    OutcomeInsufficient => "not enough", "不足以达到";
    OutcomeNotFound => "not found", "未找到";
    OutcomeUnreported => "can't move: no figure is reported", "无法提高：未填报数据";
    OutcomeImmovable => "can't move", "无法提高";
    AuditCounts { aspect: String, pass: u32, warn: u32, fail: u32 } => "{aspect}: {pass} pass, {warn} to look at, {fail} fail",
        "{aspect}：{pass} 项通过、{warn} 项留意、{fail} 项不通过";
    VerdictPass => "pass", "通过";
    VerdictWarn => "look at", "留意";
    VerdictFail => "fail", "不通过";
    AspectAvailability => "figures of an indicator", "指标数据完整度";
    AspectCoverage => "figures of a subject", "对象数据完整度";
    AspectTimeliness => "figures of the period", "数据时效";
    AspectOutliers => "outliers", "异常值";
    AspectSiblings => "correlation of siblings", "同级相关";
    AspectBranch => "correlation with another branch", "与其他分支相关";
    AspectParent => "correlation with the parent", "与上级相关";
    AspectConsistency => "internal consistency", "内部一致性";
    AspectDimension => "first principal component", "第一主成分";
    AspectInfluence => "influence over weight", "影响与权重之比";
    AspectSubjects => "subjects", "评价对象";
    AuditAlike { names: String, count: usize } => "{count}: {names}", "{count} 项：{names}";
    AuditMore { names: String, count: usize } => "{names} and {count} more", "{names}等，另有 {count} 项";
    AuditGrouped => "checks with one verdict and reason stand together; JSON and CSV have each", "结论与理由相同的检查合并列出；JSON 和 CSV 逐项列出";
    ReplayIdentical => "the same, bit for bit", "与原结果逐位一致";
    ReplayDiffers => "not the same as it was", "与原结果不一致";
    DiffersEngine => "other engine", "计算引擎不同";
    DiffersMachine => "other kind of machine", "机器类型不同";
    DiffersFramework => "other framework", "评价体系不同";
    DiffersSubjects => "other subjects", "评价对象不同";
    DiffersColumn => "other figures", "数据不同";
    DiffersResult => "other result", "结果不同";
    DiffersBaseline => "other baseline", "对比基准不同";
    DiffersTable => "other table", "表格不同";
    DiffersField => "other field", "字段不同";
    ComparedFile => "compared: the manifest, and every field of the file but the token", "已对比：清单，以及文件中除令牌外的全部字段";
    ComparedDigests => "compared: the digests of framework, figures and result; the file tells no figures of the result", "已对比：评价体系、数据和结果的摘要；文件中没有结果数据";
    DiffersRank => "other rank", "名次不同";
    DiffersScore => "other score", "得分不同";
    FrameworkFits { id: String, indicators: usize } => "framework {id}: {indicators} indicators, everything can be computed",
        "评价体系 {id}：{indicators} 项指标，均可计算";
    NamesNotLookedUp =>
        "indicators, peer group, groupings and reference subjects were not looked up: name a pack with --pack, or ask the hub with `zhibiao framework apply FILE --dry-run`",
        "未查对指标、可比组、分组和参照对象是否存在：请用 --pack 指定场景包，或用 `zhibiao framework apply 文件 --dry-run` 由指标中心查对";
    MethodsUnknown =>
        "the workbook says no methods: this program can't compute the framework, as where the hub is newer; update it, or see `zhibiao framework show`",
        "工作簿未列方法：本程序不能计算该评价体系，可能是指标中心版本较新；请更新程序，或用 `zhibiao framework show` 查看";
    NotLookedUpInTime =>
        "the hub takes long; indicators, peer group and reference subjects were not looked up",
        "指标中心迟迟未应答；未查对指标、可比组和参照对象";
    PackNotLookedUp =>
        "indicators, peer group, groupings and reference subjects were not looked up, as tables of the pack can't be read wholly: mend the pack first",
        "场景包的表格未能全部读取，未查对指标、可比组、分组和参照对象是否存在：请先改正场景包";
    NotLookedUpByHub { said: String } =>
        "the hub did not look up indicators, peer group and reference subjects: {said}",
        "指标中心未查对指标、可比组和参照对象：{said}";
    DirectionsAssumed { count: usize } =>
        "indicators that do not say which way is better: {count}; higher is taken for better here, the hub takes what the catalogue says: name a pack with --pack",
        "{count} 项指标未写明方向，此处按越高越好检查；指标中心以指标目录为准：请用 --pack 指定场景包";
    FrameworkFaulty { count: usize } => "the framework can't be computed; places that are wrong: {count}", "评价体系无法计算，有 {count} 处错误";
    NextNoFigures => "file figures of these indicators, ask for another period (--period) or name other peers (--peers, --among)", "请填报这些指标的数据、另选时期（--period）或另选可比对象（--peers、--among）";
    NextFigures => "ask for another period (--period), let older figures stand in (--carry PERIODS) or name other peers (--peers, --among); `zhibiao audit` lists what is missing",
        "请改用其他时期（--period）、沿用较早数据（--carry 期数）或更换可比对象（--peers、--among）；`zhibiao audit` 可列出缺少的数据";
    NextSwap => "leave --swap out, intervals are told without it; or ask with arithmetic means (--what-if FILE with aggregation = {{ method = \"arithmetic\" }}) about two who have every figure",
        "请去掉 --swap，权重区间不受影响；或改用算术平均（--what-if 文件，写 aggregation = {{ method = \"arithmetic\" }}），并选择数据齐全的两个对象";
    NextMendFramework => "mend the places above and check again; services/compare/METHODS.md lists the keys of every method", "请改正上述各处后再检查；各方法的键见 services/compare/METHODS.md";
    WeightsTwice { components: String } => "--weight is given twice for {components}: leave one out", "--weight 对 {components} 重复给出：请去掉一个";
    FrameworkTitle { name: String, edition: String, source: String } => "{name} {edition}  {source}", "{name} {edition}  {source}";
    FrameworkDefaults { version: u32, impute: String, treat: String, normalise: String, decimals: u32 } =>
        "version {version}; unless it is said otherwise: impute {impute}, treat {treat}, normalise {normalise}; {decimals} decimals",
        "版本 {version}；除另有说明外：缺失值 {impute}、异常值 {treat}、标准化 {normalise}；保留 {decimals} 位小数";
    Setting { key: String, value: String } => "{key}: {value}", "{key}：{value}";
    WeightsReadOff { aggregates: String } => "weights below {aggregates} are read off the figures or judged: `zhibiao rank --framework F -o json` tells those of a result",
        "{aggregates} 以下的权重由数据或判断矩阵得出：`zhibiao rank --framework F -o json` 可列出实际权重";

    // Reports
    ReportTitle { title: String, department: String } => "{title} ({department})", "{title}（{department}）";
    ReportState { name: String, state: String } => "{name}: {state}", "{name}：{state}";
    ReportCounts { entries: u32, blocked: u32, returned: u32, errors: u32, warnings: u32 } =>
        "{entries} values, {blocked} blocked, {returned} returned; {errors} errors, {warnings} warnings",
        "{entries} 个数值，{blocked} 个受阻，{returned} 个退回；{errors} 个错误，{warnings} 个警告";
    ReportDecided { by: String, at: String, reason: String } => "decided by {by} at {at} UTC+8 {reason}", "{by} 于 {at}（UTC+8）处理 {reason}";
    ReportPublished { revision: i64 } => "published at revision {revision}", "已发布，修订号 {revision}";
    MoreFindings { count: u32 } => "… and {count} more findings: `zhibiao report show` lists all",
        "……另有 {count} 条：`zhibiao report show` 列出全部";
    NoReports => "no reports", "没有报表";
    MoreReports => "there are more: raise --limit", "还有更多：请加大 --limit";
    FileEmpty { path: String } => "{path}: the file is empty", "{path}：文件是空的";
    NextEmpty => "send a file that holds something: save it again, or copy it again", "请提供有内容的文件：重新保存或重新复制";
    NextSplit => "split it into several files", "请拆分为多个文件";
    IdOfSeveral => "--id names one report, but several files were given", "--id 只能用于一个文件";
    FileTooLarge { path: String, mebibytes: u64 } => "{path} has {mebibytes} MiB; a report has at most 64",
        "{path} 有 {mebibytes} MiB；一份报表最多 64 MiB";
    NextMendFile => "mend the places above and check again", "请改正上述各处后再检查";
    NextSubmit => "file it with `zhibiao report submit`", "可用 `zhibiao report submit` 报送";
    NextBlocked { name: String } =>
        "mend the file and submit it anew, or let a second person publish the rest: `zhibiao report approve {name} --return-blocked REASON --as USER`",
        "请改正文件后重新报送，或由第二人退回受阻单元后发布其余：`zhibiao report approve {name} --return-blocked 理由 --as USER`";
    NextReview { name: String } => "hold what was read against its sentences: `zhibiao report review {name}`",
        "请对照原句复核：`zhibiao report review {name}`";
    NextApprove { name: String } => "a second person approves: `zhibiao report approve {name} --as USER`",
        "请由第二人审批：`zhibiao report approve {name} --as USER`";
    NextShow { name: String } => "its publication is under way: `zhibiao report show {name}`",
        "正在发布：`zhibiao report show {name}`";
    SeverityInfo => "info", "提示";
    SeverityWarning => "warning", "警告";
    SeverityError => "error", "错误";
    StateBlocked => "blocked", "受阻";
    StatePending => "waits for approval", "待审批";
    StateApproved => "approved", "已批准";
    StatePublished => "published", "已发布";
    StateReturned => "returned", "已退回";
    StateWithdrawn => "withdrawn", "已撤回";
    EntryReady => "ready", "就绪";
    EntryRejected => "rejected", "已剔除";

    // Watching, exporting, summary
    NoRevision { text: String } => "{text} is no revision", "{text} 不是修订号";
    Watching { revision: i64 } => "watching after revision {revision}, times in UTC+8; Ctrl-C ends it", "自修订号 {revision} 之后开始关注，时间为 UTC+8；按 Ctrl-C 结束";
    CatalogChanged { revision: i64, at: String } => "#{revision} {at}  the catalogue changed", "#{revision} {at}  指标目录有变化";
    FeedAhead { after: i64, head: i64 } => "revision {after} is not there yet; the newest is {head}",
        "修订号 {after} 尚不存在；最新为 {head}";
    NextFeedAhead => "leave out --after to watch from the newest on", "不写 --after 即从最新修订号开始关注";
    FeedLost => "the hub no longer keeps the changes after this revision", "指标中心已不保留该修订号之后的变化";
    NextFeedLost => "read what you need anew and watch from its revision", "请重新读取所需数据，并从其修订号开始关注";
    Exported { path: String, revision: i64 } => "wrote {path} (revision {revision})", "已写入 {path}（修订号 {revision}）";
    HubAt { server: String, revision: i64, at: String } => "hub at {server}, revision {revision} of {at} UTC+8",
        "指标中心 {server}，修订号 {revision}（{at}，UTC+8）";
    Serving => "takes calls", "正常服务";
    NotServing => "takes no calls", "暂不服务";
    NothingFound => "nothing found", "没有找到";
    Zones => "zones", "园区";
    Subjects => "other subjects", "其他对象";
    Kinds => "kinds of subject", "对象类别";
    Departments => "departments", "部门";
    Indicators => "indicators", "指标";
    Interfaces => "interfaces", "数据接口";
    PeerGroups => "peer groups", "可比组";
    Grants => "grants", "权限";
    Lineage => "lineage events", "沿革";
    Frameworks => "frameworks", "评价体系";
    Reports => "reports", "报表";
    Observations => "observations", "观测值";
    PastObservations => "superseded values kept", "保留的历史值";
    NearHits => "reads answered from the store's memory", "由存储服务内存应答的读取";
    RedisHits => "reads answered from Redis", "由 Redis 应答的读取";
    CacheMisses => "reads found in no cache", "缓存未命中的读取";
    CacheTooOld => "reads whose cached answer was too old", "缓存过旧的读取";
    CacheErrors => "reads for which Redis failed", "Redis 出错的读取";
    CacheFolded => "reads answered by another under way", "合并到进行中读取的读取";
    Annual => "annual", "年";
    Semiannual => "half-yearly", "半年";
    Quarterly => "quarterly", "季";
    Monthly => "monthly", "月";
    Weekly => "weekly", "周";
    Daily => "daily", "日";

    // Starting a hub
    Listening { address: String, data: String } => "hub at {address}, data in {data}", "指标中心 {address}，数据目录 {data}";
    RoleListening { role: String, address: String } => "{role} at {address}", "{role} {address}";
    DemoLoaded { zones: usize, indicators: usize, reports: usize } =>
        "demo: {zones} zones, {indicators} indicators, {reports} reports filed and approved",
        "演示数据：{zones} 个园区、{indicators} 个指标，已报送并审批 {reports} 份报表";
    DemoProse { figures: usize } => "{figures} figures read from prose, each with its sentence, such as:",
        "从文字稿中读出 {figures} 个数字，各附原句，例如：";
    DemoStuck => "demo reports that were not published", "未能发布的演示报表";
    TryNext => "try next:", "接下来可以试试：";

    // Keys
    KeyShownOnce => "# Above: the key, which is shown this once; hand it to its holder. Below: what the file of --auth-api-keys takes.",
        "# 以上为密钥，只显示这一次，请交给持有人；以下内容写入 --auth-api-keys 所指文件。";

    // Drafting a pack
    FileUnreadable { path: String, error: String } => "{path}: {error}", "{path}：{error}";
    FolderNotEmpty { path: String } => "{path} holds files already", "{path} 中已有文件";
    NextOtherFolder => "name another folder with --out", "请用 --out 指定其他目录";
    DraftWritten { folder: String, zones: usize, subjects: usize, indicators: usize } =>
        "wrote {folder}: {zones} zones, {subjects} other subjects, {indicators} indicators",
        "已写入 {folder}：{zones} 个园区、{subjects} 个其他对象、{indicators} 个指标";
    DraftKnown { count: usize } => "{count} names are in the hub already and were left out", "{count} 个名称已在指标中心，未重复写入";
    DraftAlone { server: String } => "no hub answers at {server}: names were not compared with one",
        "{server} 没有指标中心应答：未与现有名称比对";
    DraftNoUnit { indicator: String } => "{indicator}: no unit found; fill in `unit` in indicators.csv",
        "{indicator}：没有读到单位；请在 indicators.csv 的 unit 列填写";
    DraftOddUnit { indicator: String, unit: String } => "{indicator}: the unit `{unit}` is not known or does not convert to the rest",
        "{indicator}：单位“{unit}”未知，或不能与其他单位换算";
    DraftOtherFrequency { indicator: String, values: usize } =>
        "{indicator}: {values} values have another frequency; give them an indicator of their own",
        "{indicator}：有 {values} 个数值频度不同；请为其另设指标";
    DraftNoPeriod { text: String } => "`{text}` stands where periods stand and is none", "“{text}”处应为时期，但无法识别";
    DraftKnownDiffers { indicator: String } =>
        "{indicator}: the hub's indicator of this name has another frequency or unit; rename it in the file",
        "{indicator}：指标中心的同名指标频度或单位不同；请在文件中改名";
    DraftOtherKind { indicator: String, drafted: String } =>
        "{indicator}: the hub's indicator of this name is about other kinds of subject; the draft has `{drafted}`: write it so in the file before filing",
        "{indicator}：指标中心的同名指标不适用于此类对象；草稿中另设“{drafted}”：报送前请在文件中改名";
    DraftNoSubject => "the file names no subject for some values; say with --zone what they are about when filing",
        "部分数值没有写明对象；报送时请用 --zone 指定园区";
    DraftPlaced { zone: String } => "guessed, look over: zone {zone} in subjects.csv; --zone names another",
        "以下为推测，请核对：subjects.csv 的园区 {zone}；可用 --zone 另行指定";
    DraftUnplaced => "the zones of other subjects are not told: fill in `zone` in subjects.csv, or name one with --zone",
        "未写明其他对象所在园区：请填写 subjects.csv 的 zone 列，或用 --zone 指定";
    DraftNothingNew { count: usize } => "the hub has all {count} indicators of the files already: none is left to draft",
        "文件中的 {count} 个指标指标中心均已有：无需新建指标";
    FillIn => "guessed, look over in a spreadsheet: direction and kind in indicators.csv, class in zones.csv, the department's name; English names and definitions are empty",
        "以下为推测，请用表格软件核对：indicators.csv 的方向和类型、zones.csv 的类别、部门名称；英文名和定义待填";
}
