//! Why files are not taken, as tables or as prose.

use super::Pair;

pub(super) const SENTENCES: &[Pair] = &[
    (
        "the file is empty; send one with a head row and at least one row of values",
        "文件是空的；请提供带表头和至少一行数值的文件",
    ),
    (
        "the text has no word; look whether it is the right file, and save it again with its text",
        "文中没有文字；请核对文件，存入正文后重新报送",
    ),
    (
        "the file has {#} bytes, more than the limit of {#}; split it",
        "文件有 {} 字节，超过上限 {}；请拆分",
    ),
    (
        "the file is {}, neither a text nor a workbook; save tables as .xlsx or CSV, prose as .docx or text, and send it again",
        "文件是{}，既非文本也非工作簿；表格请另存为 `.xlsx` 或 CSV，文字材料请另存为 `.docx` 或文本后重新报送",
    ),
    (
        "the file is {}, no .docx document; save it as .docx or as plain text and send it again",
        "文件是{}，不是 `.docx` 文档；请另存为 `.docx` 或纯文本后重新报送",
    ),
    (
        "the document has more than {#} bytes of text; send its parts one by one",
        "文档的文字超过 {} 字节；请拆分后分别报送",
    ),
    (
        "text of {#} bytes: at most {#} are read; send its parts one by one",
        "文本有 {} 字节，最多读取 {}；请拆分后分别报送",
    ),
    (
        "text of too many numbers: {#} stand before byte {#}, and no more are read; send its parts one by one",
        "文中数字过多：至多读取 {} 个，至第 {} 字节为止；请拆分后分别报送",
    ),
    (
        "the file is an old .xls or .doc; open it and save it as .xlsx or .docx",
        "文件是旧版 `.xls` 或 `.doc`；请打开后另存为 `.xlsx` 或 `.docx`",
    ),
    (
        "the file is encrypted; remove its password and save it again",
        "文件已加密；请去掉密码后重新保存",
    ),
    (
        "the file is cut off or damaged ({}); copy or save it again",
        "文件不完整或已损坏（{}）；请重新复制或保存",
    ),
    (
        "part {} of the file inflates from {#} to more than {#} bytes, which no report does; save the figures into a new file",
        "文件的部件 {} 由 {} 字节解压至 {} 字节以上，正常报表不会如此；请把内容另存到新文件",
    ),
    (
        "the file has more than {#} parts; save the figures into a new file",
        "文件的部件超过 {} 个；请把内容另存到新文件",
    ),
    (
        "part {} of the file is not well formed: {}; open it in its program and save it again",
        "文件的部件 {} 格式有误：{}；请用相应软件打开后重新保存",
    ),
    (
        "the workbook has {#} sheets, more than the limit of {#}; split it",
        "工作簿有 {} 张工作表，超过上限 {}；请拆分",
    ),
    (
        "sheet {} goes on to row {#}, beyond the limit of {#}; split it",
        "工作表 {} 延伸到第 {} 行，超过上限 {}；请拆分",
    ),
    (
        "row {#} of sheet {} goes on beyond column {#}; split the table",
        "第 {} 行（工作表 {}）超过第 {} 列；请拆分表格",
    ),
    (
        "row {#} of sheet {} has a cell of more than {#} bytes; shorten it",
        "第 {} 行（工作表 {}）有单元格超过 {} 字节；请缩短",
    ),
    (
        "row {#} of sheet {} has more than {#} bytes of text; split the table",
        "第 {} 行（工作表 {}）的文字超过 {} 字节；请拆分表格",
    ),
    (
        "the file has more than {#} tables (reached in row {#} of sheet {}); split it",
        "文件中的表格超过 {} 个（至第 {} 行，工作表 {}）；请拆分",
    ),
    (
        "the tables have more than {#} head cells (reached in row {#} of sheet {}); split the file",
        "表头单元格超过 {} 个（至第 {} 行，工作表 {}）；请拆分文件",
    ),
    (
        "the file has more than {#} entries (reached in row {#} of sheet {}); split it",
        "文件中的数值超过 {} 个（至第 {} 行，工作表 {}）；请拆分",
    ),
    (
        "line {#} (byte {#}) is neither UTF-8 nor GB18030; save the file as CSV UTF-8",
        "第 {} 行（第 {} 字节）既非 UTF-8 也非 GB18030；请另存为 `CSV UTF-8`",
    ),
    (
        "line {#} (byte {#}) is in {}, the lines before it are not; save the whole file in one encoding, best CSV UTF-8",
        "第 {} 行（第 {} 字节）的编码为 {}，而之前各行不是；请以同一编码保存整个文件，最好是 `CSV UTF-8`",
    ),
    (
        "line {#} (byte {#}) has a NUL byte, so the file is no text; save it as CSV UTF-8 or .xlsx",
        "第 {} 行（第 {} 字节）有 NUL 字节，因此不是文本；请另存为 `CSV UTF-8` 或 `.xlsx`",
    ),
    (
        "the quote that opens a cell in row {#} is never closed; close it, or double quotes inside a cell",
        "第 {} 行有单元格的引号没有结束；请补上，单元格内的引号请写两个",
    ),
    ("the file has no sheet number {#}", "文件中没有第 {} 张工作表"),
    (
        "the file could not be read; send it again",
        "文件未能读取；请重新报送",
    ),
];

pub(super) const PHRASES: &[Pair] = &[
    ("a PDF document", "PDF 文档"),
    ("a web page", "网页"),
    ("an XML document", "`XML` 文档"),
    ("a picture", "图片"),
    ("an archive of another kind", "其他类型的压缩包"),
    ("an archive, though announced as text", "压缩包，却以文本报送"),
    (
        "no zip archive, though announced as .docx",
        "其他类型，却以 `.docx` 报送",
    ),
    (
        "a zip archive without the text of a document",
        "没有文档正文的压缩包",
    ),
    ("a binary workbook (.xlsb)", "二进制工作簿（`.xlsb`）"),
    ("a text document (.docx)", "文字文档（`.docx`）"),
    ("a zip archive without a workbook", "没有工作簿的压缩包"),
    ("its directory", "压缩目录"),
    ("an element is never closed", "有元素没有结束"),
    ("it is empty", "内容为空"),
    ("a NUL character, which no text has", "含 NUL 字符，文本中不应有"),
    ("a sheet without its part", "有工作表缺少内容"),
    ("a row with a number that can't be", "有行号不可能存在"),
    ("rows out of order", "行的次序有误"),
    (
        "a cell with the reference of another row",
        "有单元格标着另一行的位置",
    ),
    ("the sheet is cut off", "工作表不完整"),
    (
        "a text that is not among the shared strings",
        "有文字不在共享文字表中",
    ),
    (
        "a cell with a reference or type that can't be",
        "有单元格的位置或类型不可能存在",
    ),
    ("two cells with one reference", "两个单元格位置相同"),
    ("a section is never closed", "有段落没有结束"),
    (
        "a document type (DTD), which no such file has",
        "含文档类型声明（DTD），此类文件不应有",
    ),
    ("a tag is never closed", "有标签没有结束"),
    ("an encoding other than UTF-8", "编码不是 UTF-8"),
    ("a comment is never closed", "有注释没有结束"),
    ("a tag or text longer than 1 MiB", "有标签或文字超过 1 MiB"),
    ("{} in row {#}", "{}（第 {} 行）"),
];
