use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

fn archive(path: &str, content: &str) -> Cursor<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(path, SimpleFileOptions::default()).unwrap();
    zip.write_all(content.as_bytes()).unwrap();
    zip.finish().unwrap()
}

fn document(body: &str) -> Cursor<Vec<u8>> {
    let content = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>{body}</w:body></w:document>"
    );
    archive(MAIN, &content)
}

fn text(body: &str) -> String {
    document_text(document(body), Limits::default(), 1 << 20).unwrap()
}

#[test]
fn paragraphs_are_lines_however_their_words_are_cut_into_runs() {
    let body = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>已开通5G</w:t></w:r>\
                <w:r><w:t xml:space=\"preserve\">基站 &lt;553座</w:t></w:r></w:p><w:p/>\
                <w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>";
    assert_eq!(text(body), "已开通5G基站 <553座\n\n甲\n乙\n");
}

#[test]
fn rows_of_a_table_are_lines() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = |a: &str, b: &str| format!("<w:tr>{}{}</w:tr>", cell(a), cell(b));
    let body = format!(
        "<w:tbl>{}{}</w:tbl><w:p><w:r><w:t>后</w:t></w:r></w:p>",
        row("营业收入", "200亿元"),
        row("从业人员", "3万人")
    );
    assert_eq!(text(&body), "营业收入\t200亿元\t\n从业人员\t3万人\t\n后\n");
}

#[test]
fn a_cell_is_one_column_however_many_paragraphs_it_has() {
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let wide = "<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>";
    let head = cell(&paragraph("指标"))
        + &cell(&(paragraph("营业收入") + &paragraph("（亿元）")))
        + &cell(&(wide.to_owned() + &paragraph("高新技术企业")));
    let row = cell(&paragraph("合计"))
        + &cell(&paragraph("200"))
        + &cell("<w:p><w:r><w:t>50</w:t><w:br/><w:t>家</w:t></w:r></w:p>")
        + &cell("<w:p/>");
    let body = format!("<w:tbl><w:tr>{head}</w:tr><w:tr>{row}</w:tr></w:tbl>");
    assert_eq!(
        text(&body),
        "指标\t营业收入 （亿元）\t高新技术企业\t高新技术企业\t\n合计\t200\t50 家\t\t\n"
    );
}

#[test]
fn a_head_over_several_columns_is_the_head_of_each_and_a_figure_is_said_once() {
    let row = |words: &str| {
        let wide = format!(
            "<w:tc><w:tcPr><w:gridSpan w:val=\"3\"/></w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"
        );
        text(&format!("<w:tbl><w:tr>{wide}</w:tr></w:tbl>"))
    };
    assert_eq!(
        row("产量（万台）"),
        "产量（万台）\t产量（万台）\t产量（万台）\t\n"
    );
    assert_eq!(row("2024年"), "2024年\t2024年\t2024年\t\n");
    for figure in ["企业200家", "2024", "2024年企业15家"] {
        assert_eq!(row(figure), format!("{figure}\t\t\t\n"));
    }
    assert_eq!(row(""), "\t\t\t\n");
}

#[test]
fn a_head_over_several_rows_is_the_head_of_each_and_a_figure_is_said_once() {
    let cell = |marks: &str, words: &str| {
        format!("<w:tc><w:tcPr>{marks}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>")
    };
    let (first, next) = ("<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>");
    let wide = "<w:gridSpan w:val=\"2\"/>";
    let row = |cells: [String; 3]| format!("<w:tr>{}</w:tr>", cells.concat());
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr>{}{}{}{}</w:tbl>",
        cell(first, "指标"),
        cell(wide, "2024年"),
        row([cell(next, ""), cell("", "总量"), cell("", "增速")]),
        row([cell(first, "营业收入"), cell(first, "600"), cell("", "5")]),
        row([cell(next, ""), cell(next, ""), cell("", "6")]),
        row([cell("", ""), cell(next, ""), cell("", "7")]),
    );
    assert_eq!(
        text(&body),
        "指标\t2024年\t2024年\t\n指标\t总量\t增速\t\n营业收入\t600\t5\t\n营业收入\t\t6\t\n\t\t7\t\n"
    );
}

#[test]
fn rows_of_a_table_in_a_cell_follow_the_row_of_the_cell() {
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let row = |a: &str, b: &str| format!("<w:tr>{}{}</w:tr>", cell(a), cell(b));
    let inner = format!(
        "<w:tbl>{}{}</w:tbl><w:p/>",
        row(&paragraph("上市企业（家）"), &paragraph("15")),
        row(&paragraph("瞪羚企业（家）"), &paragraph("33")),
    );
    let body = format!(
        "<w:tbl>{}{}</w:tbl>{}",
        row(
            &(paragraph("企业") + &inner + &paragraph("情况")),
            &paragraph("丙")
        ),
        row(&paragraph("丁"), &paragraph("戊")),
        paragraph("后"),
    );
    assert_eq!(
        text(&body),
        "企业 情况\t丙\t\n上市企业（家）\t15\t\n瞪羚企业（家）\t33\t\n丁\t戊\t\n后\n"
    );
}

#[test]
fn tables_in_tables_take_no_more_time_than_their_size() {
    let deep = 100_000;
    let body = "<w:tbl><w:tr><w:tc>".repeat(deep) + "<w:p/>" + &"</w:tc></w:tr></w:tbl>".repeat(deep);
    assert_eq!(text(&body), "\t\n".repeat(deep));
}

#[test]
fn hidden_words_are_no_text() {
    let run = |marks: &str, words: &str| format!("<w:r><w:rPr>{marks}</w:rPr><w:t>{words}</w:t></w:r>");
    let body = format!(
        "<w:p>{}{}{}<w:r><w:rPr><w:vanish/></w:rPr><w:br/><w:noBreakHyphen/><w:tab/></w:r>{}</w:p>",
        run("<w:b/>", "企业30家。"),
        run("<w:vanish/>", "旧数9999家。"),
        run("<w:vanish w:val=\"0\"/>", "学校12所。"),
        run(
            "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>",
            "医院3家。"
        ),
    );
    assert_eq!(text(&body), "企业30家。学校12所。医院3家。\n");
    let row = |marks: &str, words: &str| {
        let cell = format!("<w:tc><w:p>{}</w:p></w:tc>", run("", words));
        format!("<w:tr><w:trPr>{marks}</w:trPr>{cell}</w:tr>")
    };
    let body = format!(
        "<w:tbl>{}{}</w:tbl>",
        row("<w:hidden/>", "甲"),
        row("<w:hidden w:val=\"false\"/>", "乙")
    );
    assert_eq!(text(&body), "乙\t\n");
}

#[test]
fn words_that_a_style_hides_are_no_text() {
    let styles = "<w:styles><w:style w:type=\"character\" w:styleId=\"Secret\"><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"Child\"><w:basedOn w:val=\"Secret\"/></w:style>\
        <w:style w:type=\"character\" w:styleId=\"Shown\"><w:basedOn w:val=\"Secret\"/><w:rPr><w:vanish w:val=\"0\"/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"Ring\"><w:basedOn w:val=\"Ring\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Note\"><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Mark\"><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr></w:style></w:styles>";
    let run = |marks: &str, words: &str| format!("<w:r><w:rPr>{marks}</w:rPr><w:t>{words}</w:t></w:r>");
    let styled = |style: &str, words: &str| run(&format!("<w:rStyle w:val=\"{style}\"/>"), words);
    let of =
        |style: &str, runs: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>");
    let body = [
        format!(
            "<w:p>{}</w:p>",
            styled("Secret", "甲") + &styled("Child", "乙") + &styled("Shown", "丙")
        ),
        format!("<w:p>{}</w:p>", styled("Ring", "丁") + &styled("Unknown", "戊")),
        of(
            "Note",
            &(run("", "己") + &run("<w:vanish w:val=\"0\"/>", "庚") + &styled("Secret", "辛")),
        ),
        of("Mark", &run("", "壬")),
        format!(
            "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{}</w:p>",
            run("", "癸")
        ),
    ]
    .concat();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let main = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    for (path, content) in [(STYLES, styles), (MAIN, main.as_str())] {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    let read = document_text(zip.finish().unwrap(), Limits::default(), 1 << 20).unwrap();
    assert_eq!(read, "丙\n丁戊\n庚辛\n壬\n癸\n");
}

#[test]
fn a_nul_character_is_no_text_however_it_is_written() {
    for written in ["\0", "&#0;", "_x0000_"] {
        let body = format!("<w:p><w:r><w:t>企业{written}30家</w:t></w:r></w:p>");
        let refused = document_text(document(&body), Limits::default(), 1 << 20).unwrap_err();
        assert_eq!(refused.code(), "FILE_MALFORMED", "{written:?}");
    }
}

#[test]
fn words_inside_of_a_hidden_box_are_hidden_too() {
    let body = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:drawing><w:r><w:t>内</w:t></w:r></w:drawing></w:r>\
                <w:r><w:t>外</w:t></w:r></w:p>";
    assert_eq!(text(body), "外\n");
}

#[test]
fn a_text_that_ends_inside_of_an_element_is_damaged() {
    let code = |content: &str| {
        let refused = document_text(archive(MAIN, content), Limits::default(), 100).unwrap_err();
        (refused.code(), refused.to_string())
    };
    for content in [
        "<w:document><w:body><w:p>企业30家",
        "<w:document><w:body><w:p><w:r><w:t>企业30家</w:t></w:r></w:p></w:body>",
        "",
    ] {
        let (code, message) = code(content);
        assert_eq!(code, "FILE_MALFORMED", "{content}");
        assert!(
            message.contains(MAIN) && message.contains("save it again"),
            "{message}"
        );
    }
    let (code, message) = code("<!DOCTYPE x><w:document/>");
    assert_eq!(code, "FILE_MALFORMED");
    assert!(message.contains("DTD"), "{message}");
}

#[test]
fn moved_words_are_read_where_they_stand_now() {
    let body = "<w:p><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:r><w:t>句</w:t></w:r>\
                <w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>";
    assert_eq!(text(body), "句新处\n");
}

#[test]
fn what_is_deleted_computed_or_said_twice_is_no_text() {
    let body = "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r>\
                <mc:AlternateContent><mc:Choice><w:r><w:t>新</w:t></w:r></mc:Choice>\
                <mc:Fallback><w:r><w:t>新</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>";
    assert_eq!(text(body), "新\n");
}

#[test]
fn a_document_is_told_from_other_files() {
    let limits = Limits::default();
    assert!(is_document(document(""), limits).unwrap());
    assert!(!is_document(archive("xl/workbook.xml", ""), limits).unwrap());
    assert!(!is_document(Cursor::new("园区,2023年"), limits).unwrap());
    let code = |source| document_text(source, limits, 100).unwrap_err().code();
    assert_eq!(code(archive("xl/workbook.xml", "")), "FILE_NOT_A_DOCUMENT");
    assert_eq!(code(Cursor::new(b"text".to_vec())), "FILE_NOT_A_DOCUMENT");
    assert_eq!(code(Cursor::new(b"%PDF-1.7".to_vec())), "FILE_NOT_A_WORKBOOK");
    let text = |bytes: &[u8]| check_is_text(bytes).map_err(|fault| fault.code());
    assert_eq!(text("园区".as_bytes()), Ok(()));
    assert_eq!(text(b"%PDF-1.7"), Err("FILE_NOT_A_WORKBOOK"));
    assert_eq!(text(document("").get_ref()), Err("FILE_NOT_A_DOCUMENT"));
    let cut = document("<w:p/>").into_inner();
    assert_eq!(
        code(Cursor::new(cut[..cut.len() - 30].to_vec())),
        "FILE_TRUNCATED"
    );
}

#[test]
fn a_text_beyond_the_limit_is_refused_before_it_is_held() {
    let body = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "长".repeat(40));
    let refused = document_text(document(&body), Limits::default(), 100).unwrap_err();
    assert_eq!(refused.code(), "TEXT_TOO_LONG");
    let bomb = document(&"<w:p/>".repeat(3 << 20));
    let limits = Limits {
        inflation: 100,
        ..Limits::default()
    };
    let refused = document_text(bomb, limits, usize::MAX).expect_err("a bomb");
    assert_eq!(refused.code(), "FILE_ZIP_BOMB");
}
