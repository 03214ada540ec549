//! Names of sheets that name nobody.

/// Whether a sheet's name says when or in what form, and nobody's name: 季度, Sheet1, 汇总表.
pub(crate) fn is_form(name: &str) -> bool {
    const FORMS: [&str; 30] = [
        "季度",
        "年度",
        "月度",
        "半年",
        "半年度",
        "季",
        "年",
        "月",
        "季报",
        "年报",
        "月报",
        "半年报",
        "sheet",
        "工作表",
        "表",
        "表格",
        "数据",
        "数据表",
        "统计",
        "统计表",
        "报表",
        "汇总",
        "汇总表",
        "总表",
        "明细",
        "明细表",
        "附表",
        "指标",
        "指标表",
        "一览表",
    ];
    let bare = |c: char| c.is_ascii_digit() || "一二三四五六七八九十第()（）-—_ 　".contains(c);
    let word = name.trim_matches(bare).to_lowercase();
    word.is_empty() || FORMS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_times_name_nobody() {
        for form in [
            "季度",
            "年度",
            "月度",
            "Sheet1",
            "汇总表（一）",
            "表2",
            "2023年",
            "第一季度",
        ] {
            assert!(is_form(form), "{form}");
        }
        assert!(!is_form("肇庆高新区") && !is_form("年丰园区"));
    }
}
