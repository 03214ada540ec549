//! Texts about narrative reports and their reviews, and what to do about refused ones: name, facts, English, Chinese.

/// Makes one enum of other texts, those about prose, and the heads of columns.
macro_rules! with_prose {
    ($($others:tt)*) => {
        with_heads! {
            $($others)*

            // Reading a narrative report
            ExtractNothing { path: String } => "{path}: the text tells no figure", "{path}：文中没有读到数值";
            ExtractOnlyUnmatched { path: String, count: usize } => "{path}: the text tells no figure; {count} numbers were passed over", "{path}：文中没有读到数值，略过 {count} 个数字";
            ExtractPassedOver { count: usize } => "{count} numbers were passed over: without --output they are listed", "略过 {count} 个数字：不加 --output 即可列出";
            ExtractZoneProposed { zone: String } => "{zone} is not among the names that are looked for: figures are told of it by that name", "“{zone}”不在所查的名称中：其数值以此名称列出";
            NextExtractParts => "read its parts one by one", "请拆分后分别读取";
            NextExtractFile => "save it as text in UTF-8 or as a Word document (.docx), and read that", "请另存为 UTF-8 文本或 Word 文档（.docx）后再读取";
            NextExtractNothing => "look whether it is the right file; names are those of the pack: `--pack FOLDER` names another, `--hub` takes the names of a hub",
                "请核对文件；名称取自场景包：可用 --pack 另指目录，或用 --hub 取指标中心的名称";
            ExtractUnmatched { count: usize } => "numbers that no rule explains, by offset: {count}", "{count} 个数字没有规则能解释（按位置）：";
            ExtractColours => "green: sure; yellow: to be looked at; red: passed over; dim: no figure",
                "绿色：可信；黄色：待核对；红色：略过；暗色：不是数据";
            ExtractBrackets => "[1]: read; [?1]: passed over; [-1]: no figure", "[1]：已读取；[?1]：略过；[-1]：不是数据";
            ExtractNoFigures { count: usize } => "numbers that are known to be no figures, by offset: {count}", "{count} 个数字不是数据（按位置）：";
            MeasureLevel => "value", "数值";
            MeasureYoy => "growth", "增速";
            MeasureShare => "share", "占比";
            MeasureRatio => "ratio", "比值";
            MeasureRank => "rank", "位次";
            MeasureDelta => "change", "增减量";
            MeasureTarget => "target", "规划数";
            MeasureForecast => "forecast", "预测数";
            MissingUnit => "no unit stands with it", "没有单位";
            MissingName => "nothing says what it counts", "没有说明是什么的数";
            MissingScope => "it is about another place", "说的是其他地方";
            MissingNumber => "its digits are no number", "写法不成数";
            MissingNumeral => "Chinese numerals that may be part of a word", "汉字数字，可能是词语的一部分";
            MissingFormer => "the value before a change, of no time that is told", "变动之前的数值，未说明时期";
            NoiseDate => "dates and times", "日期、时间";
            NoiseTimeSpan => "how long", "时长";
            NoiseOrdinal => "ordinals", "序数";
            NoiseCode => "letters and digits", "代号";
            NoiseScheme => "schemes", "组合提法";
            NoiseWord => "parts of words", "词语的一部分";
            NoiseClass => "classes of things", "类别名称";
            NoiseVague => "vague numbers", "概数";
            NoiseTitle => "in titles", "书名号内";
            NoiseNumbering => "numbering", "编号";
            NoiseFurniture => "page furniture", "版面信息";
            NoiseProportion => "proportions", "比例";
            NoiseRepeat => "said before", "前文重复";

            // Entries of prose and their reviews
            EvidenceBytes { start: u64, end: u64 } => "bytes {start} to {end} of the text as UTF-8",
                "文本（UTF-8）第 {start} 至 {end} 字节";
            ReviewConfirmed { by: String } => "{by} confirmed it", "{by} 确认";
            ReviewRejected { by: String, words: String } => "{by} rejected it: {words}", "{by} 剔除：{words}";
            ReviewCorrected { by: String } => "{by} corrected it", "{by} 更正";
            ReviewCorrectedValue { by: String, before: String, value: String } => "{by} corrected it: before {before}, now {value}",
                "{by} 更正：原为 {before}，改为 {value}";
            ReviewNoted { done: String, note: String } => "{done} ({note})", "{done}（{note}）";
            PlaceLine { line: u32 } => "line {line}", "第 {line} 行";
            ReviewSeen { etag: String } => "decide as seen here: add --etag {etag} and nothing is decided that somebody has changed since",
                "按此处所见复核：加上 --etag {etag}，他人其后改过的条目不会被误判";
            ReviewUnnamed { count: usize } => "{count} of them tell of indicators that the catalogue has no name for and none like it: --reject-unnamed REASON rejects them in one go",
                "其中 {count} 条的指标目录中没有，也没有相近的：--reject-unnamed 理由 可一并剔除";
            ReviewNear { count: usize } => "{count} of them tell of indicators that the catalogue has a name like theirs for, and are not rejected as unnamed: correct them with --indicator, and --keep-as-alias where the name is right",
                "其中 {count} 条的指标名称与目录中的相近，不会作为无名指标剔除：请用 --indicator 更正，名称无误的加 --keep-as-alias";
            ReviewUnlisted { count: usize } => "{count} of them have no indicator and no finding that says why: the report has more findings than the hub lists; decide about the others, then look again",
                "其中 {count} 条没有指标，也没有列出原因：报表的问题多于可列出的数量；请先处理其他条目，再重新查看";
            ReviewPart { count: usize, all: usize } => "the first {count} of {all} decisions were kept, the others were not",
                "{all} 项复核中已保存前 {count} 项，其余未保存";
            ReviewNotLevels { count: usize } => "{count} of them are growths, shares, ranks, changes or plans: --reject-not-levels REASON rejects them in one go",
                "其中 {count} 条是增速、占比、位次、增减量或规划数：--reject-not-levels 理由 可一并剔除";
            ReviewOther { entry: u32, message: String } => "entry {entry}: {message}", "第 {entry} 条：{message}";
            ReviewProposed => "read as far as the hub knows; nobody has decided about it", "按平台理解读取，尚无人复核";
            ReviewNothing => "nothing waits for a review; look at all entries with `zhibiao report show ID --entries`",
                "没有待复核的条目；用 `zhibiao report show 编号 --entries` 查看全部条目";
            AliasApplied { alias: String, item: String, revision: i64 } => "alias `{alias}` of {item} is in the catalogue from revision {revision} on",
                "别名“{alias}”已加入 {item}，修订号 {revision}";
            AliasPending { alias: String, item: String } => "alias `{alias}` of {item} goes to the catalogue once another person has approved the report and it is published",
                "别名“{alias}”（{item}）待他人批准、报表发布后加入目录";
            AliasDoubtful { alias: String, item: String, reason: String } => "alias `{alias}` of {item} waits for the report to be published; the catalogue would refuse it now: {reason}",
                "别名“{alias}”（{item}）待报表发布；目录目前不会接受：{reason}";
            AliasRefused { alias: String, item: String, reason: String } => "alias `{alias}` of {item} was refused: {reason}",
                "别名“{alias}”（{item}）未被接受：{reason}";

            NextWithdraw { name: String } => "nothing in it can be reviewed: `zhibiao report withdraw {name} --reason REASON`, and send the right text",
                "没有可复核的内容：可用 `zhibiao report withdraw {name} --reason 理由` 撤回，改报正确的材料";

            // What to do about files, reviews and decisions that the hub refuses
            NextSaveFile => "save it as said above and send that: tables as .xlsx or CSV, prose as .docx or text in UTF-8",
                "请按上述要求另存后重新报送：表格用 .xlsx 或 CSV，文字材料用 .docx 或 UTF-8 文本";
            NextReviewAgain => "nothing of this review was kept: decide again as the places above ask; `zhibiao report show ID --entry N` shows an entry with its sentence",
                "本次复核均未保存：请按上述各处改正后再复核；`zhibiao report show 编号 --entry 序号` 可查看条目及其原句";
            NextReviewRest { count: usize } => "the first {count} decisions were kept, none after them: decide again about the others as the places above ask",
                "已保存前 {count} 项复核，其后的均未保存：请按上述各处改正后对其余条目再复核";
            NextReviewBlocked => "`zhibiao report review ID` shows what blocks entries of prose; `zhibiao report approve ID --return-blocked REASON` returns them and publishes the rest",
                "`zhibiao report review 编号` 可列出文字材料中受阻的条目；`zhibiao report approve 编号 --return-blocked 理由` 可退回这些条目并发布其余";
            NextNotOpen => "`zhibiao report show ID` says who decided; send what is to be changed as a new report",
                "`zhibiao report show 编号` 可查看由谁处理；需要更改的请另行报送";
            NextReturn => "send it back with `zhibiao report return ID --reason REASON`",
                "可用 `zhibiao report return 编号 --reason 理由` 退回";
        }
    };
}
