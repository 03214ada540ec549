//! Reads a file and prints what was understood, how fast, and how fast calamine walks the same cells.
//!
//! `cargo run --release -p zhibiao-tabular --example read -- FILE [RUNS]`

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Write};
use std::ops::ControlFlow;
use std::time::Instant;

use calamine::{Reader, Xlsx};
use zhibiao_tabular::{Entry, NoVocabulary, Notice, Options, Sink, Table, read};

/// Prints tables, the first entries and notices of the first run, and looks at each entry once.
struct Report<W> {
    out: W,
    lines: u32,
    bytes: usize,
}

impl<W: Write> Report<W> {
    fn tell(&mut self, line: std::fmt::Arguments<'_>) {
        if self.lines > 0 {
            self.lines -= 1;
            if writeln!(self.out, "{line}").is_err() {
                self.lines = 0;
            }
        }
    }
}

impl<W: Write> Sink for Report<W> {
    fn table(&mut self, table: &Table) {
        self.tell(format_args!("{table}"));
    }

    fn entry(&mut self, entry: Entry<'_>) -> ControlFlow<()> {
        let terms = [entry.subject, entry.indicator, entry.period, entry.unit];
        self.bytes += terms.iter().flatten().map(|term| term.text.len()).sum::<usize>();
        if self.lines > 0 {
            let texts = terms.map(|term| term.map_or("-", |term| term.text));
            let at = entry.place;
            self.tell(format_args!(
                "  {}{} {:?} of {texts:?}",
                at.letters(),
                at.row,
                entry.value
            ));
        }
        ControlFlow::Continue(())
    }

    fn notice(&mut self, notice: Notice) {
        let at = notice.place;
        self.tell(format_args!(
            "  {}{} {} {}",
            at.letters(),
            at.row,
            notice.kind.code(),
            notice.text
        ));
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name a file")?;
    let runs = arguments.next().map_or(Ok(1), |runs| runs.parse::<u32>())?;
    for run in 0..runs {
        let begun = Instant::now();
        let mut sink = Report {
            out: std::io::stdout(),
            lines: if run == 0 { 20 } else { 0 },
            bytes: 0,
        };
        let summary = read(
            BufReader::new(File::open(&path)?),
            &Options::default(),
            &NoVocabulary,
            &mut sink,
        )?;
        let took = begun.elapsed().as_secs_f64();
        let rate = f64::from(summary.entries) / took;
        writeln!(
            sink.out,
            "{} entries in {took:.3} s, {rate:.0} entries/s",
            summary.entries
        )?;
        if let Ok(mut book) = Xlsx::new(BufReader::new(File::open(&path)?)) {
            let begun = Instant::now();
            let mut cells = 0_u64;
            for name in book.sheet_names() {
                let mut reader = book.worksheet_cells_reader(&name)?;
                while reader.next_cell()?.is_some() {
                    cells += 1;
                }
            }
            let floor = begun.elapsed().as_secs_f64();
            writeln!(
                sink.out,
                "calamine: {cells} cells in {floor:.3} s; ratio {:.2}",
                took / floor
            )?;
        }
    }
    Ok(())
}
