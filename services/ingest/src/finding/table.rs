//! The one table of what a check can say: code, severity and texts in both languages.
//!
//! `{name}` in a text stands for a fact of the finding, `{@name}` for a fact that is a word of the hub, or several codes of
//! one, and is told in words. `{read}` is what was read. Two rows may share a code where one code asks or blocks by circumstance.

use super::{Severity, Spec, Texts};

macro_rules! checks {
    ($($name:ident = $code:literal, $severity:ident,
        $en:literal => $en_action:literal,
        $zh:literal => $zh_action:literal;)*) => {
        /// Everything that a check can say.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Check {
            $(
                #[doc = concat!("`", $code, "`: ", $en, ".")]
                $name,
            )*
        }

        impl Check {
            /// Every check, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its row of the table.
            #[must_use]
            pub fn spec(self) -> &'static Spec {
                match self {
                    $(Self::$name => &Spec {
                        check: Self::$name,
                        code: $code,
                        severity: Severity::$severity,
                        en: Texts { message: $en, action: $en_action },
                        zh: Texts { message: $zh, action: $zh_action },
                    },)*
                }
            }

            /// The name that findings are kept under.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }
        }
    };
}

checks! {
    // What a value is about.
    UnknownSubject = "UNKNOWN_SUBJECT", Error,
        "nothing is called `{read}`; {count} values are about it"
            => "write one of the names listed, or add the subject or this spelling as an alias to the catalogue",
        "目录中没有名为“{read}”的对象，涉及{count}个数值"
            => "改用所列名称，或在目录中新增该对象或把此写法加为别名";
    NoSubject = "NO_SUBJECT", Error,
        "{count} values do not say what they are about"
            => "name the subject in a column, above the table, or give the report a zone",
        "{count}个数值没有说明对象"
            => "在列中或表格上方写明对象，或在报送时指定园区";
    AmbiguousSubject = "AMBIGUOUS_SUBJECT", Error,
        "several subjects are called `{read}`; {count} values are about it"
            => "write one of the resource names listed, or give the report the zone in which it lies",
        "有多个对象名为“{read}”，涉及{count}个数值"
            => "写明所列资源名之一，或在报送时指定其所在园区";
    UnknownIndicator = "UNKNOWN_INDICATOR", Error,
        "no indicator is called `{read}`; {count} values are of it"
            => "write one of the names listed, or add the indicator or this spelling as an alias to the catalogue",
        "目录中没有名为“{read}”的指标，涉及{count}个数值"
            => "改用所列名称，或在目录中新增该指标或把此写法加为别名";
    NoIndicator = "NO_INDICATOR", Error,
        "{count} values do not say which indicator they are of"
            => "name the indicator in a column, in the head or above the table",
        "{count}个数值没有说明指标"
            => "在列中、表头或表格上方写明指标";
    AmbiguousIndicator = "AMBIGUOUS_INDICATOR", Error,
        "several indicators are called `{read}`; {count} values are of it"
            => "write one of the codes listed",
        "有多个指标名为“{read}”，涉及{count}个数值"
            => "写明所列指标代码之一";
    SubjectKindMismatch = "SUBJECT_KIND_MISMATCH", Error,
        "{indicator} is about {kinds}, `{read}` is one of {kind}; {count} values"
            => "move the values to a subject of the right kind, or let the indicator take this kind in the catalogue",
        "指标“{indicator}”的对象类别是{kinds}，而“{read}”属于{kind}，涉及{count}个数值"
            => "把数值报给正确类别的对象，或在目录中让该指标适用于此类别";
    SubjectNotYet = "SUBJECT_NOT_YET", Warning,
        "{subject} exists since {date}, after {period}; {count} values"
            => "check the period; approve if the figure was compiled in retrospect",
        "{subject}自{date}起存在，晚于{period}，涉及{count}个数值"
            => "核对时期；如为追溯统计可予通过";
    SubjectNoLonger = "SUBJECT_NO_LONGER", Warning,
        "{subject} exists until {date}, before {period}; {count} values"
            => "check the subject and the period; after a merger or split report for its successor",
        "{subject}存续至{date}，早于{period}，涉及{count}个数值"
            => "核对对象和时期；合并或拆分之后应报给承继者";
    NotYourIndicator = "NOT_YOUR_INDICATOR", Info,
        "{indicator} belongs to {owner}; {count} values are reported by another department"
            => "nothing to do if you report on its behalf",
        "指标“{indicator}”归口{owner}，本报表有{count}个数值由其他部门报送"
            => "如系代报则无需处理";

    // Units.
    UnknownUnit = "UNKNOWN_UNIT", Error,
        "`{read}` is no unit that the hub knows; {count} values"
            => "write a usual unit such as {unit}, or leave the unit out if the value is in it",
        "“{read}”不是平台认识的单位，涉及{count}个数值"
            => "写常用单位（如{unit}）；数值若已是该单位可不写";
    UnitNotConvertible = "UNIT_NOT_CONVERTIBLE", Error,
        "`{read}` does not convert to {unit}, the unit of {indicator}; {count} values"
            => "check the unit and the indicator; report in {unit}",
        "“{read}”不能换算为指标“{indicator}”的单位{unit}，涉及{count}个数值"
            => "核对单位和指标；请按{unit}报送";
    CurrencyNotConvertible = "UNIT_NOT_CONVERTIBLE", Error,
        "`{read}` and {unit}, the unit of {indicator}, are different currencies; {count} values"
            => "currencies are never converted: report the amount in {unit}",
        "“{read}”与指标“{indicator}”的单位{unit}是不同币种，涉及{count}个数值"
            => "币种之间不作换算：请按{unit}报送金额";
    PointsNotConvertible = "UNIT_NOT_CONVERTIBLE", Error,
        "`{read}` and {unit}, the unit of {indicator}: percentages and percentage points never convert; {count} values"
            => "say whether it is a share or a difference of shares, and report in {unit}",
        "“{read}”与指标“{indicator}”的单位{unit}：百分数与百分点不能互换，涉及{count}个数值"
            => "分清是比重还是比重之差，按{unit}报送";

    // Periods.
    UnknownPeriod = "UNKNOWN_PERIOD", Error,
        "`{read}` is no period; {count} values"
            => "write for example 2023, 2023-S1, 2023-Q4, 2023-09, 2023-W37, 2023-09-17 or 2023年9月",
        "“{read}”不是时期，涉及{count}个数值"
            => "请写如2023、2023年上半年、2023年四季度、2023年9月、2023-W37或2023-09-17";
    NoPeriod = "NO_PERIOD", Error,
        "{count} values do not say their period"
            => "give the period in a column, in the head or the title, or give the report a period",
        "{count}个数值没有说明时期"
            => "在列、表头或标题中写明时期，或在报送时指定时期";
    PeriodInFuture = "PERIOD_IN_FUTURE", Error,
        "{period} has not begun; {count} values"
            => "check the period; send plans with the status forecast",
        "{period}尚未开始，涉及{count}个数值"
            => "核对时期；计划数请以“预测”状态报送";
    PeriodNotOver = "PERIOD_NOT_OVER", Warning,
        "{period} is not over, and {indicator} is counted over the whole of it; {count} values"
            => "check the period; approve if the figure is meant to be provisional",
        "{period}尚未结束，而“{indicator}”按整个时期统计，涉及{count}个数值"
            => "核对时期；如为初步数可予通过";
    PeriodOfWrongFrequency = "PERIOD_OF_WRONG_FREQUENCY", Error,
        "{indicator} is {@frequency}, `{read}` is a period of another length; {count} values"
            => "report it for {@frequency} periods, or use one of the indicators listed",
        "指标“{indicator}”是{@frequency}指标，“{read}”的时期长度不符，涉及{count}个数值"
            => "按{@frequency}时期报送，或改用所列指标";
    StockOfOtherTime = "PERIOD_OF_WRONG_FREQUENCY", Error,
        "`{read}` is no year, and {count} values are stocks of annual indicators: entries {entries}"
            => "if they stand for that year, correct them in one review: `--correct {entries} --period {year}`; else reject them; \
                of very many the first are named, and the others after them",
        "“{read}”不是年度，而{count}个数值是年度指标的时点数：第{entries}条"
            => "如可作为该年数值，可在一次复核中更正：`--correct {entries} --period {year}`；否则予以剔除；条目过多时先列其前，处理后再列其余";
    PartOfYear = "PERIOD_OF_WRONG_FREQUENCY", Error,
        "`{read}` is a part of a year, and {count} values are counted over whole years: entries {entries}"
            => "they are no values of the year: reject them in one review, `--reject '{entries}={read}'`, or correct them to \
                indicators that are counted over such periods; the catalogue may need one; of very many the first are named, \
                and the others after them",
        "“{read}”只是一年的一部分，而{count}个数值按全年统计：第{entries}条"
            => "它们不是全年数：可在一次复核中剔除（`--reject '{entries}={read}'`），或改记为按该时期统计的指标；必要时先在目录中设立；\
                条目过多时先列其前，处理后再列其余";
    YearToDate = "YEAR_TO_DATE_VALUE", Error,
        "`{read}` counts from the start of the year, {indicator} does not; {count} values"
            => "use the year-to-date indicator listed, or report the value of the single period",
        "“{read}”是年初以来的累计数，而指标“{indicator}”不是累计指标，涉及{count}个数值"
            => "改用所列累计指标，或报送当期数";

    // Values.
    NotANumber = "NOT_A_NUMBER", Error,
        "`{read}` is no number"
            => "write a number, or a mark such as … or - for a missing value",
        "“{read}”不是数字"
            => "请填数字；缺数请用“…”或“-”等符号";
    NotFinite = "NOT_FINITE", Error,
        "`{read}` is no finite number"
            => "write the number itself; the largest is about 1.8e308",
        "“{read}”不是有限的数"
            => "请填写具体数字，最大约1.8e308";
    OutOfRange = "OUT_OF_RANGE", Error,
        "{value} {unit} is outside the range of {indicator}, {range}"
            => "check the value and its unit",
        "{value}{unit}超出指标“{indicator}”的取值范围{range}"
            => "核对数值和单位";
    TooLarge = "OUT_OF_RANGE", Error,
        "{value} {unit} is beyond the largest figure of {indicator} that can be meant, {range} {unit}"
            => "check the value and its unit",
        "{value}{unit}超出指标“{indicator}”可能的最大数值{range}{unit}"
            => "核对数值和单位";
    ScaleTwice = "SCALE_TWICE", Error,
        "`{read}` has a scale of its own, and its column counts in {column}: it could mean either"
            => "write the number with its whole unit, such as 1,100万元, or without its scale",
        "“{read}”自带数量级，而该列单位是{column}，含义不明"
            => "请写明完整单位（如1,100万元），或去掉数值中的“万”“亿”";
    FormulaCell = "FORMULA_CELL", Error,
        "the cell holds a formula without its result"
            => "open the workbook in a spreadsheet program, let it calculate, and save it; or write the value",
        "单元格是没有计算结果的公式"
            => "用电子表格软件打开、重算并保存，或直接填写数值";
    CellError = "CELL_ERROR", Error,
        "the cell shows the error {read}"
            => "repair the formula or write the value",
        "单元格显示错误{read}"
            => "修正公式或直接填写数值";
    FormulaInjection = "TEXT_LOOKS_LIKE_FORMULA", Error,
        "`{read}` is text that a spreadsheet program would run as a formula"
            => "write the value itself",
        "“{read}”是会被电子表格软件当作公式执行的文本"
            => "请直接填写数值";
    FormulaText = "TEXT_LOOKS_LIKE_FORMULA", Warning,
        "`{read}` is text that a spreadsheet program would run as a formula; it was kept as text"
            => "ask who made the file; write the text without the leading sign",
        "“{read}”是会被电子表格软件当作公式执行的文本，已按文本保存"
            => "请向制表人核实，并去掉开头的符号";
    UnknownQualifier = "UNKNOWN_QUALIFIER", Error,
        "`{read}` is no qualifier; {count} values"
            => "write 超, 不足 or 约 (at_least, at_most, approximate), or nothing for an exact number",
        "“{read}”不是限定词，涉及{count}个数值"
            => "请写“超”“不足”“约”等，准确数则留空";
    UnknownStatus = "UNKNOWN_STATUS", Error,
        "`{read}` is no status; {count} values"
            => "write for example 初步, 预计, 预测 (provisional, estimated, forecast), or nothing for a normal value",
        "“{read}”不是数据状态，涉及{count}个数值"
            => "请写“初步”“预计”“预测”等，正式数则留空";
    MissingWithValue = "MISSING_WITH_VALUE", Error,
        "the status says missing, but there is the value {read}"
            => "take the value out, or give it another status",
        "状态为缺失，却有数值{read}"
            => "去掉数值，或改用其他状态";
    MissingMark = "MISSING_MARK", Info,
        "`{read}` is read as not available; {count} values"
            => "if the mark means zero or blank, say so with the report (marks)",
        "“{read}”按缺数处理，涉及{count}个数值"
            => "如该符号表示零或空白，请在报送时说明（marks）";

    // Values against each other.
    DuplicateCell = "DUPLICATE_CELL", Error,
        "{subject}, {indicator}, {period} has {value} here and {other} in {@place}"
            => "return all but the right one, or send the file anew with one value; what was read from prose can be corrected or \
                rejected in a review",
        "{subject}、{indicator}、{period}在此为{value}，在{@place}为{other}"
            => "退回错误的数值，或改正后重新报送；读自文字的可在复核中更正或剔除";
    DuplicateCellSame = "DUPLICATE_CELL", Warning,
        "{subject}, {indicator}, {period} stands here again as in {@place}"
            => "nothing to do if both mean the same; it is published once",
        "{subject}、{indicator}、{period}与{@place}重复且数值相同"
            => "如含义相同则无需处理，只发布一次";
    TotalDiffers = "TOTAL_DIFFERS", Warning,
        "the total {read} of {indicator} is not the sum of its parts, {sum}"
            => "check the parts and the total; a part may be missing from the table",
        "“{indicator}”的合计{read}不等于各项之和{sum}"
            => "核对各项与合计；表中可能缺项";
    FormulaBroken = "FORMULA_BROKEN", Error,
        "{indicator} is {value} {unit} here, but {formula} gives {expected} from the values of this report"
            => "correct the value or its inputs, or leave the value out: the hub computes it; what was read from prose and is at \
                most 5 % off can be confirmed in a review with a note that says why",
        "“{indicator}”在此为{value}{unit}，而按{formula}用本报表数值算得{expected}"
            => "改正该值或其组成数；也可不报，由平台计算；读自文字且相差不超过5%的，可在复核中附说明予以确认";
    FormulaExplained = "FORMULA_BROKEN", Warning,
        "{indicator} is {value} {unit} here, but {formula} gives {expected} from the values of this report; a reviewer has said why"
            => "look at the reviewer's note; approve if it explains the difference",
        "“{indicator}”在此为{value}{unit}，而按{formula}用本报表数值算得{expected}，复核人已附说明"
            => "查看复核说明；说明属实可予通过";
    FormulaDiffers = "FORMULA_DIFFERS", Warning,
        "{indicator} is {value} {unit} here, but {formula} gives {expected} with published values"
            => "check the value; its inputs may have been revised",
        "“{indicator}”在此为{value}{unit}，而按{formula}结合已发布数值算得{expected}"
            => "核对数值；其组成数可能已修订";
    UnusualChange = "UNUSUAL_CHANGE", Warning,
        "{indicator} of {subject} goes from {last} ({when}) to {value} {unit}"
            => "check the value and its unit; approve if the change is real",
        "{subject}“{indicator}”由{last}（{when}）变为{value}{unit}，变动异常"
            => "核对数值和单位；变动属实可予通过";
    Revision = "REVISION", Warning,
        "{indicator} of {subject} for {period} is published as {last}; this report says {value} {unit}"
            => "approve to revise the published value; the old one stays in the history",
        "{subject}“{indicator}”{period}已发布为{last}，本报表为{value}{unit}"
            => "通过即修订已发布数值，旧值保留在历史中";
    SourcesDisagree = "SOURCES_DISAGREE", Warning,
        "{indicator} of {subject} for {period} is published as {last} by {other}; this report says {value} {unit}"
            => "settle with {other} which is right; return the value, or approve to replace theirs",
        "{subject}“{indicator}”{period}已由{other}发布为{last}，本报表为{value}{unit}"
            => "与{other}核实；退回该值，或通过以取代对方数值";

    // Prose.
    FactUnsure = "FACT_UNSURE", Error,
        "`{read}` was read as {indicator} with confidence {confidence}: {@reasons}"
            => "hold it against its sentence, then confirm, correct or reject the entry in a review",
        "“{read}”读作“{indicator}”，把握为{confidence}：{@reasons}"
            => "请对照原句，在复核中确认、更正或剔除该条";
    FactsProposed = "FACTS_PROPOSED", Warning,
        "{count} values were read from prose, and no reviewer has decided about them yet; nobody else approves the report"
            => "hold them against their sentences, then confirm, correct or reject each in a review: the last decision \
                publishes the report",
        "有{count}个数值读自文字材料，尚无人复核，而该部门的报表无需他人审批"
            => "请对照原句，在复核中逐条确认、更正或剔除；全部复核后即发布";
    AliasesProposed = "ALIASES_PROPOSED", Warning,
        "with this report `{read}` becomes an alias of {name} ({item}) in the catalogue; {by} proposes it"
            => "approve only if every later text may be read by it: a second person decides; rejecting the entry, or \
                correcting it to another item, drops the alias",
        "本报表发布后，“{read}”将作为“{name}”（{item}）的别名加入目录，由{by}提出"
            => "此后所有材料都将按此别名读取，属实方可通过，须由他人决定；剔除该条或更正为其他对象，别名即作废";
    FactNotLevel = "FACT_NOT_LEVEL", Error,
        "`{read}` is {@measure} of {indicator}, not a value of it"
            => "reject the entry in a review, or name the indicator that it is a value of; the catalogue may need one for it; a plan \
                becomes a forecast of it, unless the review says another status (`--status`)",
        "“{read}”是“{indicator}”的{@measure}，不是其数值"
            => "在复核中剔除该条，或指明其对应的指标；必要时先在目录中为其设立指标；规划、预计数将记为该指标的预测数，另有状态的请用 `--status` 写明";
    FactPassedOver = "FACT_UNMATCHED_NUMBER", Info,
        "`{read}` became no fact: {@why}"
            => "look at its sentence; if it is a figure, report it in a table",
        "“{read}”未读成数据：{@why}"
            => "请对照原句；如为数据，请以表格报送";

    // The file and the report.
    TotalRow = "TOTAL_ROW", Info,
        "`{read}` is a total of its table and names no subject; {count} values serve as a check and are not published"
            => "name the subject of the total (for example the whole zone) if it is to be published",
        "“{read}”是表内合计且不是已知对象，其{count}个数值仅作核对，不发布"
            => "如需发布，请写明合计所属对象（如整个园区）";
    HiddenSheet = "HIDDEN_SHEET", Warning,
        "the sheet is hidden and was not read"
            => "show the sheet and send the file again if its values belong to the report",
        "工作表已隐藏，未读取"
            => "如其数值属于本报表，请取消隐藏后重新报送";
    NoTable = "NO_TABLE", Warning,
        "no table was found in the sheet"
            => "give the table a head row that names its columns",
        "工作表中没有找到表格"
            => "请为表格加上写明各列含义的表头";
    NoDataRows = "NO_DATA_ROWS", Warning,
        "there is a head here but no row of values"
            => "fill in at least one row",
        "只有表头，没有数据行"
            => "请至少填写一行";
    UnreadRow = "UNREAD_ROW", Warning,
        "the row was not read: `{read}`"
            => "move remarks below the table; give a row of values the cells its head asks for",
        "该行未读取：“{read}”"
            => "备注请移到表格下方；数据行请按表头填全";
    UnreadColumn = "UNREAD_COLUMN", Warning,
        "the column was not read: `{read}`"
            => "name an indicator, a period or a known column in its head, or remove it",
        "该列未读取：“{read}”"
            => "请在表头写明指标、时期或已知列名，或删去该列";
    UnreadCell = "UNREAD_CELL", Info,
        "the cell stands outside of any table and was not read: `{read}`"
            => "move it into a table if it is a value",
        "该单元格不在任何表格内，未读取：“{read}”"
            => "如为数值，请移入表格";
    AmbiguousHead = "AMBIGUOUS_HEAD", Warning,
        "the rows could be subjects or indicators: `{read}`"
            => "see whether the entries are as you mean them; name the first column 对象 or 指标",
        "行名既可能是对象也可能是指标：“{read}”"
            => "请核对读取结果，并把首列命名为“对象”或“指标”";
    NoValues = "NO_VALUES", Error,
        "the report has no value that could be published"
            => "give the table at least one row with a subject, an indicator, a period and a value",
        "报表中没有可发布的数值"
            => "表格至少要有一行写明对象、指标、时期和数值";
    NoFigures = "NO_VALUES", Error,
        "the text tells no figure"
            => "withdraw the report and send a text that tells figures, each with what it counts and its unit; numbers that were \
                passed over are listed as FACT_UNMATCHED_NUMBER",
        "文中没有读到数据"
            => "请撤回本报表，改报写明指标、数值和单位的文字材料；略过的数字列在FACT_UNMATCHED_NUMBER中";
    TooManyValues = "TOO_MANY_VALUES", Error,
        "the report has {count} values; at most {limit} are published at once"
            => "split it by sheet, by period or by zone into several reports",
        "报表有{count}个数值，一次最多发布{limit}个"
            => "请按工作表、时期或园区拆成几份报送";
    StoreRefused = "STORE_REFUSED", Error,
        "the store refused to publish: {read}"
            => "the catalogue may have changed since the report was checked: send the report anew",
        "数据库拒绝发布：{read}"
            => "校验之后目录可能已变更：请重新报送";
    UnitChanged = "UNIT_CHANGED", Error,
        "the values of {read} are in {before} as they were checked; the catalogue now keeps them in {unit}"
            => "nothing was published: send the report anew, under the new unit",
        "“{read}”的数值按{before}校验，而目录现已改用{unit}"
            => "未发布任何数值：请按新单位重新报送";
    FiguresChanged = "FIGURES_CHANGED", Warning,
        "{count} figures that the report would replace were published meanwhile: {read}"
            => "nothing was published: look at them, then decide again",
        "本报表将取代的{count}个数值在此期间已有新的发布：{read}"
            => "未发布任何数值：请查看新数值后重新决定";
}
