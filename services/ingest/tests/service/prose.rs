//! Reports in prose: what is read, asked and published.

use std::io::{Cursor, Write};

use zhibiao_proto::{
    observation::v1::{Evidence, Qualifier, TextSpan, evidence::Place},
    report::v1::{
        ApproveReport, Entry, EntryState, FileFormat, Finding, GetReportSourceRequest, ListEntriesRequest,
        ListFindingsRequest, Report, ReportHeader, ReportState, ReturnedEntry,
        decide_report_request::Decision,
    },
};

use crate::hub::{TestHub, answer, codes, four_eyes};

pub(crate) const LEVELS: &str =
    "截至2023年底，甲高新区从业人员达3万人。\n2023年，乙高新区营业收入约30亿元。\n";

pub(crate) fn text(name: &str) -> ReportHeader {
    ReportHeader {
        file_name: name.to_owned(),
        ..four_eyes()
    }
}

pub(crate) async fn entries(hub: &TestHub, report: &Report) -> Vec<Entry> {
    let request = ListEntriesRequest {
        report: report.name.clone(),
        ..ListEntriesRequest::default()
    };
    answer(hub.reports.reports().list_entries(request).await)
        .unwrap()
        .entries
}

async fn findings(hub: &TestHub, report: &Report) -> Vec<Finding> {
    let request = ListFindingsRequest {
        report: report.name.clone(),
        ..ListFindingsRequest::default()
    };
    answer(hub.reports.reports().list_findings(request).await)
        .unwrap()
        .findings
}

/// What stands in a span of a text.
fn at(text: &str, span: Option<TextSpan>) -> &str {
    let TextSpan { start, end } = span.expect("a span");
    &text[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()]
}

pub(crate) fn document(paragraphs: &str) -> Vec<u8> {
    let paragraph = |line: &str| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>");
    let body: String = paragraphs.lines().map(paragraph).collect();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    write!(
        zip,
        "<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"
    )
    .unwrap();
    zip.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_text_is_published_with_its_sentences_as_evidence() {
    let hub = TestHub::start().await;
    let uploaded = hub.upload(text("工作总结.txt"), LEVELS.as_bytes()).await.unwrap();
    let report = uploaded.report.unwrap();
    assert_eq!(report.state(), ReportState::Pending, "{:?}", uploaded.findings);
    assert_eq!(report.tables, ["text: 2 facts, 0 numbers that no rule explains"]);

    let read = entries(&hub, &report).await;
    let told: Vec<_> = read
        .iter()
        .map(|entry| {
            let Entry {
                subject,
                indicator,
                period,
                value,
                ..
            } = entry;
            (subject.as_str(), indicator.as_str(), period.as_str(), *value)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("zones/a", "indicators/people", "2023", Some(30_000.0)),
            ("zones/b", "indicators/revenue", "2023", Some(30.0)),
        ]
    );
    let second = &read[1];
    assert_eq!(second.qualifier(), Qualifier::Approximate);
    assert_eq!(
        (second.subject_text.as_str(), second.indicator_text.as_str()),
        ("乙高新区", "营业收入")
    );
    assert_eq!(second.sentence, "2023年，乙高新区营业收入约30亿元。");
    let position = second.position.clone().unwrap();
    assert_eq!((position.row, position.column.as_str()), (2, ""));
    assert_eq!(at(LEVELS, position.sentence), second.sentence);
    assert_eq!(at(LEVELS, position.number), "30亿");
    assert!(second.confidence.unwrap() > 0.9, "{:?}", second.reasons);
    for reason in ["CATALOG_NAME", "ZONE_IN_SENTENCE", "PERIOD_STATED"] {
        assert!(
            second.reasons.iter().any(|known| known == reason),
            "{:?}",
            second.reasons
        );
    }

    hub.decide("wang", &report, Decision::Approve(ApproveReport::default()))
        .await
        .unwrap();
    let cell = hub.cell("zones/b", "indicators/revenue", "2023").await;
    let Evidence { place, excerpt } = cell.current.unwrap().evidence.unwrap();
    let Some(Place::Span(span)) = place else {
        panic!("{place:?}")
    };
    assert_eq!(
        (at(LEVELS, Some(span)), excerpt.as_str()),
        (second.sentence.as_str(), second.sentence.as_str())
    );

    let request = GetReportSourceRequest {
        report: report.name.clone(),
        entry: 2,
        ..GetReportSourceRequest::default()
    };
    let source = answer(hub.reports.reports().get_report_source(request.clone()).await).unwrap();
    assert_eq!(
        (source.sentence.as_str(), source.rows.len()),
        (second.sentence.as_str(), 0)
    );
    assert_eq!(source.position, second.position);
    let whole = GetReportSourceRequest { entry: 0, ..request };
    let source = answer(hub.reports.reports().get_report_source(whole).await).unwrap();
    assert_eq!(source.data, LEVELS.as_bytes());
}

#[tokio::test]
async fn a_document_and_other_encodings_say_the_same() {
    let hub = TestHub::start().await;
    let (encoded, _, _) = encoding_rs::GB18030.encode(LEVELS);
    let marked = format!("\u{feff}{LEVELS}");
    let named = ReportHeader {
        format: FileFormat::Text.into(),
        ..four_eyes()
    };
    let first = hub.check(named.clone(), LEVELS.as_bytes()).await.unwrap();
    assert_eq!(first.entries.len(), 2);
    for (header, bytes) in [
        (text("总结.docx"), document(LEVELS)),
        (four_eyes(), document(LEVELS)),
        (text("总结.MD"), encoded.to_vec()),
        (named, marked.into_bytes()),
    ] {
        let checked = hub.check(header.clone(), &bytes).await.unwrap();
        assert_eq!(checked.entries, first.entries, "{header:?}");
    }
}

#[tokio::test]
async fn what_is_no_level_or_no_fact_is_told_and_not_published() {
    let hub = TestHub::start().await;
    let file = "2023年，甲高新区营业收入120亿元，同比增长8%，力争2024年营业收入达到150亿元。\n编号为17。\n";
    let uploaded = hub.upload(text("a.md"), file.as_bytes()).await.unwrap();
    let report = uploaded.report.unwrap();
    assert_eq!(report.state(), ReportState::Blocked, "{:?}", uploaded.findings);
    let read = entries(&hub, &report).await;
    let states: Vec<_> = read
        .iter()
        .map(|entry| (entry.value_text.as_str(), entry.state()))
        .collect();
    assert_eq!(
        states,
        [
            ("120亿元", EntryState::Ready),
            ("8%", EntryState::Blocked),
            ("150亿元", EntryState::Blocked)
        ]
    );
    assert!(
        read[1].reasons.contains(&"MEASURE_YOY".to_owned()),
        "{:?}",
        read[1].reasons
    );
    assert!(
        read[2].reasons.contains(&"MEASURE_TARGET".to_owned()),
        "{:?}",
        read[2].reasons
    );
    let found = findings(&hub, &report).await;
    assert_eq!(
        codes(&found),
        ["FACT_NOT_LEVEL", "FACT_NOT_LEVEL", "FACT_UNMATCHED_NUMBER"],
        "{found:?}"
    );
    let passed_over = found[2].position.clone().unwrap();
    assert_eq!((passed_over.row, at(file, passed_over.number)), (2, "17"));
    assert_eq!(at(file, passed_over.sentence), "编号为17。");

    let returned = [2, 3].map(|entry| ReturnedEntry {
        entry,
        reason: "不是数值".to_owned(),
    });
    let approve = ApproveReport {
        returned: returned.to_vec(),
        ..ApproveReport::default()
    };
    hub.decide("wang", &report, Decision::Approve(approve))
        .await
        .unwrap();
    let value = |period| hub.value("zones/a", "indicators/revenue", period);
    assert_eq!((value("2023").await, value("2024").await), (Some(120.0), None));
}

#[tokio::test]
async fn what_the_catalogue_lacks_and_a_range_block_their_entries() {
    let hub = TestHub::start().await;
    let file = "2023年，甲高新区地区生产总值100亿元至120亿元。甲高新区拥有公共充电桩451个。";
    let uploaded = hub.upload(text("a.txt"), file.as_bytes()).await.unwrap();
    let report = uploaded.report.unwrap();
    assert_eq!(report.state(), ReportState::Blocked);
    let read = entries(&hub, &report).await;
    let states: Vec<_> = read.iter().map(|entry| entry.state()).collect();
    assert_eq!(states, [EntryState::Blocked; 3], "{read:?}");
    let found = codes(&uploaded.findings);
    assert!(found.contains(&"DUPLICATE_CELL"), "{found:?}");
    assert!(found.contains(&"UNKNOWN_INDICATOR"), "{found:?}");
}

#[tokio::test]
async fn what_is_no_text_is_refused_with_the_place() {
    let hub = TestHub::start().await;
    let code = async |header: ReportHeader, file: &[u8]| {
        let problem = hub.check(header, file).await.unwrap_err();
        (problem.reason, problem.message)
    };
    let (reason, message) = code(text("a.txt"), "甲\n\0乙".as_bytes()).await;
    assert_eq!(reason, "NUL_BYTE");
    assert!(message.contains("line 2"), "{message}");
    let long = vec![b' '; (16 << 20) + 1];
    let (reason, message) = code(text("a.txt"), &long).await;
    assert_eq!(reason, "TEXT_TOO_LONG");
    assert!(message.contains("16777216"), "{message}");
    let docx = ReportHeader {
        format: FileFormat::Docx.into(),
        ..four_eyes()
    };
    assert_eq!(code(docx, LEVELS.as_bytes()).await.0, "FILE_NOT_A_DOCUMENT");
    let undated = ReportHeader {
        issued: "2024".to_owned(),
        ..text("a.txt")
    };
    let problem = hub.check(undated, LEVELS.as_bytes()).await.unwrap_err();
    assert_eq!(problem.violations[0].field, "header.issued");
}

#[tokio::test]
async fn what_is_called_a_word_document_is_refused_in_the_words_of_one() {
    let hub = TestHub::start().await;
    for file in [
        &b"\0\0\0 no archive"[..],
        "2023年，甲高新区从业人员3万人。".as_bytes(),
    ] {
        let refused = hub.upload(text("工作总结.DOCX"), file).await.unwrap_err();
        assert_eq!(refused.reason, "FILE_NOT_A_DOCUMENT");
        assert!(
            refused.message.contains("save it as .docx"),
            "{}",
            refused.message
        );
        assert!(!refused.message.contains("CSV"), "{}", refused.message);
    }
}

#[tokio::test]
async fn a_text_without_a_word_is_refused_like_an_empty_file() {
    let hub = TestHub::start().await;
    let blank = document(" \n\u{3000}\n。");
    for (name, file) in [
        ("a.txt", " \n\u{3000}\t\n".as_bytes()),
        ("a.md", "\u{feff}——\n".as_bytes()),
        ("a.docx", blank.as_slice()),
    ] {
        let refused = hub.upload(text(name), file).await.unwrap_err();
        assert_eq!(refused.reason, "FILE_EMPTY", "{name}");
        assert!(refused.message.contains("no word"), "{}", refused.message);
    }
}

#[tokio::test]
async fn a_text_without_a_figure_is_told_so_in_the_words_of_prose() {
    let hub = TestHub::start().await;
    let words = "甲高新区不断优化营商环境。".as_bytes();
    let uploaded = hub.upload(text("a.txt"), words).await.unwrap();
    assert_eq!(uploaded.report.unwrap().state(), ReportState::Blocked);
    assert_eq!(codes(&uploaded.findings), ["NO_VALUES"]);
    let finding = &uploaded.findings[0];
    assert_eq!(finding.message, "the text tells no figure");
    assert!(!finding.action.contains("row"), "{}", finding.action);
}

#[tokio::test]
async fn a_value_is_shown_in_the_words_of_the_text() {
    let hub = TestHub::start().await;
    let file =
        "2023年，甲高新区营业收入超过15亿元，服务业占比三分之一。\n指标\t2023年（人）\n从业人员\t4600\n";
    let report = hub
        .upload(text("a.txt"), file.as_bytes())
        .await
        .unwrap()
        .report
        .unwrap();
    let read = entries(&hub, &report).await;
    let written: Vec<&str> = read.iter().map(|entry| entry.value_text.as_str()).collect();
    assert_eq!(written, ["超过15亿元", "三分之一", "4600"]);
    // What was read stands beside it, also where the catalogue has no name for it.
    let beside = |entry: &Entry| (entry.read_value.unwrap().round(), entry.read_unit.clone());
    let beside: Vec<_> = read.iter().map(beside).collect();
    let told = [(1.5e9, "元"), (33.0, "%"), (4600.0, "人")];
    assert_eq!(beside, told.map(|(value, unit)| (value, unit.to_owned())));
}
