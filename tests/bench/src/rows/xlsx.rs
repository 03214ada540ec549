//! `xlsx`: a workbook of 325,000 rows × 8 columns checked, against calamine alone reading it.

use std::{
    fs::File,
    io::Read as _,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use calamine::{Reader as _, Xlsx};
use rust_xlsxwriter::Workbook;
use zhibiao_client::Hub;
use zhibiao_proto::report::v1::{CheckReportRequest, ReportHeader, check_report_request::Part};

use crate::{
    Outcome, hub,
    measure::{Bar, Row},
};

const ROWS: u32 = 325_000;
const ZONES: u32 = 500;
const INDICATORS: u32 = 50;
const CHUNK: usize = 1 << 20;

pub(super) async fn run(program: &Path, runs: usize) -> Outcome<Vec<Row>> {
    let (process, client) = hub::start(program).await?;
    hub::apply_catalog(&client, ZONES as usize, INDICATORS as usize).await?;
    let file = process.folder().join("large.xlsx");
    write(&file)?;
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let begun = Instant::now();
        check(&client, &file).await?;
        let ours = begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        let done = Command::new(std::env::current_exe()?)
            .arg("calamine")
            .arg(&file)
            .stdout(Stdio::null())
            .status()?;
        if !done.success() {
            return Err("the floor failed".into());
        }
        times.push((ours, begun.elapsed().as_secs_f64()));
        memory.push((process.memory("VmHWM")?, 300.0));
    }
    let checked = "325,000 rows × 8 columns checked / calamine reading it";
    let resident = "highest resident memory of the hub / 300 MiB";
    Ok(vec![
        Row {
            name: "xlsx",
            what: checked,
            unit: "s",
            pairs: times,
            bar: Bar::AtMost(1.5),
        },
        Row {
            name: "xlsx",
            what: resident,
            unit: "MiB",
            pairs: memory,
            bar: Bar::AtMost(1.0),
        },
    ])
}

async fn check(client: &Hub, file: &Path) -> Outcome<()> {
    let header = ReportHeader {
        department: hub::DEPARTMENT.into(),
        ..ReportHeader::default()
    };
    let bytes = std::fs::read(file)?;
    let mut parts = vec![CheckReportRequest {
        part: Some(Part::Header(header)),
    }];
    parts.extend(bytes.chunks(CHUNK).map(|c| CheckReportRequest {
        part: Some(Part::Chunk(c.to_vec().into())),
    }));
    let answer = client
        .reports()
        .check_report(tokio_stream::iter(parts))
        .await?
        .into_inner();
    let report = answer.report.unwrap_or_default();
    if report.entries != ROWS - 1 || report.blocked_entries != 0 {
        return Err(format!(
            "{} entries, {} blocked: {:?}",
            report.entries, report.blocked_entries, report.findings
        )
        .into());
    }
    Ok(())
}

/// Generated figures in the long layout; values grow slowly from month to month.
fn write(file: &Path) -> Outcome<()> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    for (column, head) in ["对象", "指标", "时期", "数值", "单位", "限定", "备注", "序号"]
        .into_iter()
        .enumerate()
    {
        sheet.write(0, u16::try_from(column)?, head)?;
    }
    for row in 1..ROWS {
        let (zone, rest) = (row % ZONES, row / ZONES);
        let (indicator, month) = (rest % INDICATORS, rest / INDICATORS);
        sheet.write(row, 0, format!("生成园区{zone}"))?;
        sheet.write(row, 1, format!("生成指标{indicator}"))?;
        sheet.write(row, 2, hub::month(month as usize))?;
        sheet.write(
            row,
            3,
            f64::from(zone * 7 + indicator * 31 + 100) * (1.0 + f64::from(month) * 0.01),
        )?;
        sheet.write(row, 4, "万元")?;
        sheet.write(row, 6, "生成")?;
        sheet.write(row, 7, row)?;
    }
    workbook.save(file)?;
    Ok(())
}

/// The floor, as a process of its own: every cell of the workbook, as calamine streams them.
pub(crate) fn floor(file: &Path) -> Outcome<()> {
    // The hub reads the bytes from a stream, so the floor has them in memory too.
    let mut bytes = Vec::new();
    File::open(file)?.read_to_end(&mut bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes))?;
    let mut cells = 0_u64;
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name)?;
        cells += range.used_cells().count() as u64;
    }
    println!("{cells}");
    Ok(())
}
