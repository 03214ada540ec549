//! Evidence of prose: whatever the file was, a span gives back what was read there.

use zhibiao_proto::{
    observation::v1::{TextSpan, evidence::Place},
    report::v1::{
        ApproveReport, FileFormat, GetReportSourceRequest, GetReportSourceResponse, Report, ReportHeader,
        SourceText, decide_report_request::Decision,
    },
};
use zhibiao_runtime::error::{Code, Problem};

use crate::{
    hub::{TestHub, answer, four_eyes},
    prose::{document, entries, text},
};

/// What every file says; the numbers stand behind characters that each encoding gives another length.
const TEXT: &str = "工作总结\n截至2023年底，甲高新区从业人员达3万人。\n2023年，乙高新区营业收入约30亿元。\n";

/// The same text as files of every kind.
fn files() -> Vec<(ReportHeader, Vec<u8>)> {
    let (gb18030, _, _) = encoding_rs::GB18030.encode(TEXT);
    let utf_16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(TEXT.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let named = ReportHeader {
        format: FileFormat::Text.into(),
        ..four_eyes()
    };
    vec![
        (text("总结.txt"), TEXT.as_bytes().to_vec()),
        (text("总结.md"), format!("\u{feff}{TEXT}").into_bytes()),
        (named, gb18030.to_vec()),
        (text("总结.txt"), utf_16),
        (text("总结.docx"), document(TEXT)),
    ]
}

async fn ask(hub: &TestHub, request: GetReportSourceRequest) -> Result<GetReportSourceResponse, Problem> {
    answer(hub.reports.reports().get_report_source(request).await)
}

/// What stands in a span of the text of a report.
async fn in_span(hub: &TestHub, report: &Report, span: TextSpan) -> Result<SourceText, Problem> {
    let request = GetReportSourceRequest {
        report: report.name.clone(),
        span: Some(span),
        ..GetReportSourceRequest::default()
    };
    ask(hub, request).await.map(|source| source.text.unwrap())
}

#[tokio::test]
async fn every_span_gives_back_what_was_read_whatever_the_file() {
    for (header, file) in files() {
        let hub = TestHub::start().await;
        let uploaded = hub.upload(header.clone(), &file).await.unwrap();
        let report = uploaded.report.unwrap();
        let read = entries(&hub, &report).await;
        assert_eq!(read.len(), 2, "{header:?}: {:?}", uploaded.findings);
        for (entry, number) in read.iter().zip(["3万", "30亿"]) {
            let position = entry.position.clone().unwrap();
            let quoted = in_span(&hub, &report, position.sentence.unwrap()).await.unwrap();
            assert_eq!(quoted.quoted, entry.sentence, "{header:?}");
            assert!(TEXT.contains(&format!("{}{}{}", quoted.before, quoted.quoted, quoted.after)));
            let quoted = in_span(&hub, &report, position.number.unwrap()).await.unwrap();
            assert_eq!(quoted.quoted, number, "{header:?}");
            assert!(quoted.before.ends_with(['达', '约']) && quoted.after.starts_with(['人', '元']));

            let by_number = GetReportSourceRequest {
                report: report.name.clone(),
                entry: entry.entry,
                ..GetReportSourceRequest::default()
            };
            let source = ask(&hub, by_number).await.unwrap();
            let behind = source.text.unwrap();
            assert_eq!(
                (&behind.quoted, &source.sentence),
                (&entry.sentence, &entry.sentence)
            );
            assert_eq!(behind.span, position.sentence);
            assert_eq!(source.size, file.len() as u64);
        }
    }
}

#[tokio::test]
async fn the_evidence_of_a_published_value_leads_to_its_sentence() {
    for (header, file) in files() {
        let hub = TestHub::start().await;
        let report = hub.upload(header, &file).await.unwrap().report.unwrap();
        hub.decide("wang", &report, Decision::Approve(ApproveReport::default()))
            .await
            .unwrap();
        let cell = hub.cell("zones/b", "indicators/revenue", "2023").await;
        let current = cell.current.unwrap();
        let evidence = current.evidence.unwrap();
        let Some(Place::Span(span)) = evidence.place else {
            panic!("{evidence:?}")
        };
        let quoted = in_span(&hub, &report, span).await.unwrap();
        assert_eq!(quoted.quoted, evidence.excerpt);
        assert_eq!(quoted.quoted, "2023年，乙高新区营业收入约30亿元。");
    }
}

#[tokio::test]
async fn what_is_around_a_span_is_bounded_and_a_text_can_be_read_whole() {
    let hub = TestHub::start().await;
    let filler = "园区环境持续优化。\n".repeat(1_000);
    let file = format!("{filler}2023年，甲高新区营业收入120亿元。\n{filler}");
    let report = hub
        .upload(text("长.txt"), file.as_bytes())
        .await
        .unwrap()
        .report
        .unwrap();
    let read = entries(&hub, &report).await;
    let sentence = read[0].position.clone().unwrap().sentence.unwrap();
    let quoted = in_span(&hub, &report, sentence).await.unwrap();
    assert!(quoted.before.len() <= 600 && quoted.before.len() > 597);
    assert!(quoted.after.len() <= 600 && quoted.after.len() > 597);
    let around = format!("{}{}{}", quoted.before, quoted.quoted, quoted.after);
    assert!(file.contains(&around));
    let whole = TextSpan {
        start: 0,
        end: quoted.size,
    };
    assert_eq!(in_span(&hub, &report, whole).await.unwrap().quoted, file);
}

#[tokio::test]
async fn a_span_that_leads_nowhere_is_told() {
    let hub = TestHub::start().await;
    let report = hub
        .upload(text("a.txt"), TEXT.as_bytes())
        .await
        .unwrap()
        .report
        .unwrap();
    let length = TEXT.len() as u64;
    let span = |start, end| TextSpan { start, end };
    let problem = in_span(&hub, &report, span(length - 1, length + 1))
        .await
        .unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::OutOfRange, "SPAN_BEYOND_TEXT")
    );
    for (start, end, told) in [
        (1, 3, "cuts a character"),
        (6, 3, "before it starts"),
        (0, (1 << 20) + 1, "at most"),
    ] {
        let problem = in_span(&hub, &report, span(start, end)).await.unwrap_err();
        assert_eq!(
            (problem.code, problem.violations[0].field.as_str()),
            (Code::InvalidArgument, "span")
        );
        assert!(problem.violations[0].description.contains(told), "{problem:?}");
    }
    let all = GetReportSourceRequest {
        report: report.name.clone(),
        entry: 1,
        offset: 1,
        span: Some(span(0, 3)),
    };
    let problem = ask(&hub, all).await.unwrap_err();
    let fields: Vec<_> = problem
        .violations
        .iter()
        .map(|violation| violation.field.as_str())
        .collect();
    assert_eq!(fields, ["entry", "offset"]);

    let table = "园区,年份,营业收入\n甲高新区,2023,5\n";
    let report = hub
        .upload(four_eyes(), table.as_bytes())
        .await
        .unwrap()
        .report
        .unwrap();
    let problem = in_span(&hub, &report, span(0, 3)).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::FailedPrecondition, "NOT_PROSE")
    );
    let by_number = GetReportSourceRequest {
        report: report.name,
        entry: 1,
        ..GetReportSourceRequest::default()
    };
    let source = ask(&hub, by_number).await.unwrap();
    assert_eq!((source.text, source.rows.len()), (None, 2));
}
