//! What stands against a report, a review or a decision.

use super::Pair;

pub(super) const SENTENCES: &[Pair] = &[
    // What is said with a report.
    (
        "a whole report can't be missing: leave it out",
        "整份报表不能标为缺失：请去掉",
    ),
    (
        "`{}` is a sum since the start of its year; name the period of the values in the content",
        "“{}”是年初以来的累计；请在内容中写明数值的时期",
    ),
    (
        "`{}` is no period: write for example 2023, 2023-S1, 2023-Q4 or 2023-09",
        "“{}”不是时期：请写作 2023、2023-S1、2023-Q4 或 2023-09 等",
    ),
    (
        "`{}` is no month or day: write for example 2024-04 or 2024-04-15",
        "“{}”不是月份或日期：请写作 2024-04 或 2024-04-15 等",
    ),
    ("has {#} entries, at most {#}", "有 {} 项，最多 {} 项"),
    ("a mark has 1 to {#} characters", "符号为 1 到 {} 个字符"),
    ("is no meaning that this hub knows", "指标中心没有这种含义"),
    (
        "is no format that this hub reads: CSV, XLSX, text or DOCX",
        "指标中心不读取这种格式：可用 `CSV`、`XLSX`、文本或 `DOCX`",
    ),
    ("has {#} characters, at most {#}", "有 {} 个字符，最多 {} 个"),
    ("is empty: name it, for example {`}", "为空：请写明，例如 {}"),
    (
        "`{}` is not in the catalogue; a resource name looks like {`}",
        "目录中没有 `{}`；资源名形如 {}",
    ),
    (
        "`{}` is not in the catalogue; did you mean {}?",
        "目录中没有 `{}`；是否应为 `{}`？",
    ),
    ("is no value that this hub knows", "指标中心没有这种取值"),
    (
        "has {#} rows, at most {#}: send several reports",
        "有 {} 行，最多 {} 行：请拆成几份报送",
    ),
    (
        "has {#} entries where `value` has {#}: give one a row",
        "有 {} 项，而 `value` 有 {} 项：请每行一项",
    ),
    (
        "is {#}, but the dictionary has {#} entries",
        "为 {}，而词典只有 {} 项",
    ),
    // Receiving.
    (
        "too many reports are under way; send this one again in a moment",
        "正在处理的报表过多；请稍后重新报送",
    ),
    (
        "a message carries neither header nor content: leave it out",
        "有消息既无表头也无内容：请去掉",
    ),
    (
        "content came before the header: send the header first",
        "内容先于报送信息到达：请先发送报送信息",
    ),
    (
        "the stream ended before the header: send the header, then the content",
        "传输在报送信息之前结束：请先发送报送信息，再发送内容",
    ),
    (
        "the stream ended after the header: send the file's bytes in chunks after it",
        "传输在报送信息之后结束：请随后分块发送文件内容",
    ),
    (
        "structured content is one message: send nothing after it",
        "结构化内容只占一条消息：其后请勿再发送",
    ),
    (
        "a report is either a file or structured content, not both",
        "一份报表或为文件，或为结构化内容，不能兼有",
    ),
    (
        "the file has no bytes: save it again, or copy it again",
        "文件是空的：请重新保存或重新复制",
    ),
    (
        "a chunk has {#} bytes, at most {#}: send smaller ones",
        "一块有 {} 字节，最多 {}：请减小分块",
    ),
    (
        "the file has more than {#} bytes: split it by sheet, period or zone",
        "文件超过 {} 字节：请按工作表、时期或园区拆分",
    ),
    (
        "the stream broke off before its end: send the report again with the same `report_id`",
        "传输中断：请用同一 `report_id` 重新报送",
    ),
    (
        "nothing came for {#} s: send the report again with the same `report_id`",
        "{} 秒内没有收到内容：请用同一 `report_id` 重新报送",
    ),
    (
        "a second header came: send it once, before the content",
        "报送信息重复：请只在内容之前发送一次",
    ),
    // The report as it is kept.
    ("{} is not known", "没有 `{}`"),
    (
        "{} was sent before with other content; choose another `report_id` for other content",
        "`{}` 此前已用于其他内容；内容不同请另选 `report_id`",
    ),
    (
        "{} has changed since it was read: its etag is now {}; read it again and decide on what it says now",
        "`{}` 在读取之后已变更，`etag` 现为 `{}`；请重新查看后再决定",
    ),
    ("{} can't be changed any more: it is {}", "`{}` 不能再修改：{}"),
    ("{} can't be read back", "`{}` 不能读回"),
    (
        "the reports database can't be reached just now; try again",
        "报表数据库暂时无法访问；请重试",
    ),
    (
        "stored reports can't be read; the hub's log says more",
        "已存报表无法读取；详见指标中心日志",
    ),
    (
        "the catalogue is still being loaded; try again in a moment",
        "目录正在载入；请稍后再试",
    ),
    (
        "{#} changes were missed: read faster; list the reports anew and watch again",
        "遗漏了 {} 次变化：请加快读取；重新列出报表后再关注",
    ),
    // Evidence.
    (
        "is given together with {`}: ask for one of them",
        "与 {} 同时给出：请只查询其中之一",
    ),
    ("ends at {#}, before it starts at {#}", "结束于 {}，先于开始处 {}"),
    ("has {#} bytes, at most {#}", "有 {} 字节，最多 {}"),
    (
        "the source has {#} bytes, {#} is beyond them",
        "原件有 {} 字节，{} 在其后",
    ),
    (
        "the report has entries 1 to {#}, {#} is none of them",
        "报表有第 1 至 {} 条，没有第 {} 条",
    ),
    (
        "the report holds no prose, so that no span leads into it: ask for an entry",
        "报表不是文字材料，没有原句位置：请按条目查询",
    ),
    (
        "the text has {#} bytes, the span ends beyond them at {#}",
        "文本有 {} 字节，所查位置止于 {}，在其后",
    ),
    (
        "cuts a character: spans count bytes of the text as UTF-8, as the report's entries give them",
        "截断了字符：位置按文本（UTF-8）的字节计，与报表各条目所给一致",
    ),
    // Reviews.
    (
        "entry {#}: {}: {}; correct or reject it",
        "第 {} 条：{}：{}；请更正或剔除",
    ),
    (
        "entry {#}: an error still blocks it; correct or reject it",
        "第 {} 条：仍有错误；请更正或剔除",
    ),
    ("{#} is listed twice", "第 {} 条重复列出"),
    (
        "is {#}, the report has entries 1 to {#}",
        "为 {}，而报表有第 1 至 {} 条",
    ),
    ("is empty: confirm, correct or reject", "为空：请确认、更正或剔除"),
    (
        "is empty: say why the text tells no such value",
        "为空：请说明为何文中没有此数值",
    ),
    (
        "has more than {#} characters, or U+0000 among them",
        "超过 {} 个字符，或含 U+0000",
    ),
    (
        "says nothing: give what the sentence says, or confirm the entry",
        "没有内容：请写明原句所说，或确认该条",
    ),
    ("is no finite number", "不是有限的数"),
    (
        "is unspecified: leave it out, or say which",
        "状态未指定：请去掉，或写明状态",
    ),
    (
        "is missing: reject an entry that tells no value",
        "状态不能为缺失：没有数值的条目请剔除",
    ),
    ("`{}` is the name of several", "有多个项目名为“{}”"),
    (
        "`{}` is the name of several; name one of {}",
        "有多个项目名为“{}”；请写明其一：`{}`",
    ),
    (
        "`{}` is not in the catalogue; name one of {}",
        "目录中没有“{}”；可用的有 `{}`",
    ),
    (
        "is empty, and the indicator is not known: give the unit of the value, or name the indicator",
        "为空，且指标未知：请写明数值的单位，或指明指标",
    ),
    (
        "has nothing to keep: name an indicator or a subject that the text calls otherwise",
        "没有可保留的别名：请指明文中另有称呼的指标或对象",
    ),
    (
        "is empty: give the report's etag as you saw it",
        "为空：请给出所见报表的 `etag`",
    ),
    (
        "is empty: say what becomes of at least one entry",
        "为空：请至少对一条作出决定",
    ),
    (
        "has {#} decisions, at most {#}: make several calls",
        "有 {} 个决定，最多 {} 个：请分几次提交",
    ),
    (
        "the report holds no prose: its entries stand in cells, and are returned rather than reviewed",
        "报表不是文字材料：其数值在单元格中，请退回而非复核",
    ),
    (
        "a later review of the entry says otherwise",
        "该条其后的复核另有决定",
    ),
    ("the entry was returned", "该条已退回"),
    ("the report was returned or withdrawn", "报表已退回或撤回"),
    ("{`} is no name of a caller", "{} 不是合法的调用者名称"),
    ("the head keeps moving", "目录持续变更"),
    (
        "unit \"{}\": \"{}\" is not known; nearest: {}",
        "单位“{}”：没有“{}”；最相近的是 {}",
    ),
    ("unit \"{}\": \"{}\" is not known", "单位“{}”：没有“{}”"),
    ("unit \"{}\": longer than {#} bytes", "单位“{}”：超过 {} 字节"),
    (
        "unit \"{}\": too large or too small to convert exactly",
        "单位“{}”：过大或过小，不能精确换算",
    ),
    // Decisions.
    (
        "is empty: approve, return or withdraw",
        "为空：请批准、退回或撤回",
    ),
    (
        "is empty: say what the department is to do",
        "为空：请说明要求部门做什么",
    ),
    ("the reason has more than {#} characters", "理由超过 {} 个字符"),
    (
        "the reason holds U+0000, which can't be kept",
        "理由含 U+0000，不能保存",
    ),
    (
        "has {#} entries, at most {#}: return the report whole",
        "有 {} 条，最多 {} 条：请退回整份报表",
    ),
    (
        "give a reason of 1 to {#} characters, none of them U+0000",
        "请给出 1 到 {} 个字符的理由，不含 U+0000",
    ),
    (
        "only {} who sent the report can withdraw it; return it instead",
        "只有报送人“{}”可以撤回；请改为退回",
    ),
    (
        "{} sent this report: a second person must decide; you can withdraw it",
        "本报表由“{}”报送：须由第二人决定；报送人可以撤回",
    ),
    (
        "{} proposes `{}` as an alias of {}: a second person must approve the report",
        "“{}”提议以“{}”为 `{}` 的别名：须由第二人审批报表",
    ),
    (
        "entry {#} is what {} has corrected it to, or is read by an alias of theirs: a second person must confirm it or approve the report",
        "第 {} 条由“{}”更正，或按其所提别名读取：须由第二人确认该条或审批报表",
    ),
    (
        "an error is about the report as a whole: return it, and let it be sent anew",
        "错误涉及整份报表：请退回，改正后重新报送",
    ),
    (
        "errors still block {#} entries: list them as returned with a reason, review them where they were read from prose, or return the report",
        "仍有 {} 条受阻：请附理由退回这些条目，读自文字的可先复核，或退回整份报表",
    ),
    ("entry {#} is blocked by an error", "第 {} 条有错误"),
    (
        "nothing would be published: return the report instead",
        "没有可发布的内容：请改为退回",
    ),
    (
        "{#} entries were read by the alias of an entry that is returned: return them too, or reject that entry in a review first, which reads them anew",
        "有 {} 条按所退回条目的别名读取：请一并退回，或先在复核中剔除该条目，其余将重新读取",
    ),
    (
        "entry {#} was read by an alias that is returned",
        "第 {} 条按所退回的别名读取",
    ),
    (
        "the report is for {}, but rows are about {}: send those as a report of their own, or leave the header's zone out",
        "报表针对 `{}`，而有的行涉及 {}：请另行报送这些行，或不写报表的园区",
    ),
    ("{} does not lie in {}", "{} 不在 `{}` 之内"),
    (
        "{}, or have the report withdrawn and sent anew with the zone that its rows are about (command line: --zone ZONE)",
        "{}；或请撤回报表，写明各行所属园区后重新报送（命令行：`--zone 园区`）",
    ),
];

pub(super) const PHRASES: &[Pair] = &[
    ("blocked", "受阻"),
    ("pending", "待审批"),
    ("approved", "已批准"),
    ("published", "已发布"),
    ("returned", "已退回"),
    ("withdrawn", "已撤回"),
    ("no zone", "不属于任何园区的对象"),
    ("report name", "报表名"),
    ("report id", "报表编号"),
    ("{`} and a ULID such as {`}", "{} 加 `ULID`，例如 {}"),
    (
        "a ULID, 26 characters such as {`}, or leave it empty",
        "`ULID`，26 个字符，例如 {}，或留空",
    ),
];
