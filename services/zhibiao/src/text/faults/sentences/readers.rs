//! What readers of files say, and packs.

use super::Pair;

pub(super) const SENTENCES: &[Pair] = &[
    (
        "there is no key `{}` here: there are {}; the nearest is `{}`",
        "没有键 `{}`，可用的有 {}；最相近的是 `{}`",
    ),
    (
        "there is no key `{}` here: there are {}",
        "没有键 `{}`，可用的有 {}",
    ),
    ("there is no key `{}` here: leave it out", "没有键 `{}`：请去掉"),
    (
        "`{}` is not known here: there are {}; the nearest is `{}`",
        "此处没有 `{}`，可用的有 {}；最相近的是 `{}`",
    ),
    (
        "`{}` is not known here: there are {}",
        "此处没有 `{}`，可用的有 {}",
    ),
    ("the key `{}` is missing", "缺少键 `{}`"),
    (
        "the key `{}` stands there twice: leave one out",
        "键 `{}` 重复出现：请去掉一个",
    ),
    ("{} items stand where {} belongs", "此处有 {} 项，而应为{}"),
    ("{} stands where {} belongs", "此处为{}，而应为{}"),
    (
        "line {} (byte {}) is neither UTF-8 nor GB18030; save the text as UTF-8",
        "第 {} 行（第 {} 字节）既非 UTF-8 也非 GB18030；请另存为 UTF-8",
    ),
    (
        "line {} (byte {}) is in {}, the lines before it are not; save the whole text in one encoding, best UTF-8",
        "第 {} 行（第 {} 字节）的编码为 {}，而之前各行不是；请以同一编码保存全文，最好是 UTF-8",
    ),
    (
        "line {} (byte {}) has a NUL byte, so this is no text; save it as UTF-8",
        "第 {} 行（第 {} 字节）有 NUL 字节，因此不是文本；请另存为 UTF-8",
    ),
    (
        "is no text: a workbook is not read back",
        "不是文本：工作簿不能读回",
    ),
    (
        "has no manifest: rankings by a framework carry one, also with --uncertainty or --sensitivity; answers of --stability, audit, explain and solve carry none and can't be replayed",
        "没有清单（`manifest`）：按评价体系的排名带有清单，加 `--uncertainty` 或 `--sensitivity` 亦然；`--stability`、`audit`、`explain` 与 `solve` 的结果没有清单，不能重算",
    ),
    ("ends in the midst of its JSON", "JSON 不完整，中途结束"),
    ("is no JSON from column {} on", "自第 {} 列起不是合法的 JSON"),
    (
        "something else stands where a word in quotation marks or a table in braces belongs",
        "此处应为加引号的词或花括号中的表",
    ),
    (
        "there are {}; a report goes into the folder `reports`",
        "可用的有 {}；报表请放入 `reports` 目录",
    ),
    ("did you mean `{}`?", "是否应为 `{}`？"),
    ("is no table of a pack: {}", "不是场景包的表：{}"),
    (
        "a file of a pack has at most 64 MiB",
        "场景包的一个文件最多 64 MiB",
    ),
    (
        "source `{}` is not declared in pack.toml",
        "来源 `{}` 未在 `pack.toml` 中声明",
    ),
    (
        "is missing: begin it with [pack], id = \"…\" and version = \"…\"",
        "缺少此文件：请以 `[pack]`、`id = \"…\"` 和 `version = \"…\"` 开头",
    ),
    (
        "source `{}` is declared twice: keep one",
        "来源 `{}` 重复声明：请只保留一个",
    ),
    ("`{}` is not in the pack's folder", "场景包目录中没有 `{}`"),
    ("`{}` is not in departments.csv", "`departments.csv` 中没有 `{}`"),
    ("`{}` is not in zones.csv", "`zones.csv` 中没有 `{}`"),
    (
        "source `{}` is not declared: add it under [[sources]]",
        "来源 `{}` 未声明：请在 `[[sources]]` 下添加",
    ),
    ("the file doesn't say `{}`", "文件中没有“{}”"),
    ("`{}`: {}", "`{}`：{}"),
    ("can't be read as CSV: {}", "不能按 CSV 读取：{}"),
    (
        "is empty: begin with the head row `{}`, or leave the file out",
        "文件为空：请以表头 `{}` 开始，或去掉此文件",
    ),
    ("the column is there twice: keep one", "此列重复：请只保留一个"),
    ("the columns are {}", "可用的列有 `{}`"),
    ("is no column of this table: {}", "本表没有此列：{}"),
    (
        "the column `{}` is missing: it names the item of each row",
        "缺少 `{}` 列：它说明每行是哪一项",
    ),
    (
        "`{}` stands under no head: a cell with a comma needs quotation marks",
        "`{}` 没有对应的表头：含逗号的单元格须加引号",
    ),
    (
        "`{}` is not known: write one of {}",
        "没有 `{}`：请写其中之一 `{}`",
    ),
    ("is missing: write one of {}", "缺少：请写其中之一 `{}`"),
    (
        "`{}` is no number as it is needed here: write digits only",
        "`{}` 不是此处所需的数：请只写数字",
    ),
    (
        "is neither UTF-8 (from byte {} on) nor GB18030: save it as \"CSV UTF-8\"",
        "既非 UTF-8（自第 {} 字节起）也非 GB18030：请另存为“CSV UTF-8”",
    ),
    (
        "`{}` is declared in {} already: keep one of them",
        "`{}` 已在 `{}` 中声明：请只保留一个",
    ),
    (
        "`{}` is declared in row {} already: keep one of them",
        "`{}` 已在第 {} 行声明：请只保留一个",
    ),
    (
        "`{}` is no date: write it as 2023-12-31",
        "`{}` 不是日期：请写作 2023-12-31",
    ),
    (
        "`{}` is no action: write read, report, approve or administer",
        "没有操作 `{}`：请写 `read`、`report`、`approve` 或 `administer`",
    ),
    ("`{}` is no `dimension=value`", "`{}` 不是 `维度=取值` 的形式"),
    ("is no TOML: {}", "不是合法的 TOML：{}"),
];
