//! `zhibiao export`: observations in bulk.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use zhibiao_proto::observation::v1::{
    ExportFormat, ExportObservationsRequest, ExportObservationsResponse, ObservationColumns, Provenance,
    Qualifier, Status, export_observations_response::Part,
};

use crate::{
    failure::Failure,
    names::Resolver,
    output::{Format, Ui, written},
    settings::Session,
    text::Text,
    wire::{When, qualifier_word, status_word},
};

/// Writes observations to a file or to standard output: as SDMX-CSV 2.0, or with `--output json` as JSON lines.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// Only these indicators, separated by commas
    #[arg(long = "indicator", short, value_delimiter = ',')]
    indicators: Vec<String>,
    /// Only these subjects, separated by commas
    #[arg(long = "subject", short, value_delimiter = ',')]
    subjects: Vec<String>,
    /// Only this kind of subject
    #[arg(long)]
    kind: Option<String>,
    /// First period
    #[arg(long)]
    from: Option<String>,
    /// Last period
    #[arg(long)]
    to: Option<String>,
    /// File to write [default: standard output]
    #[arg(long, short)]
    file: Option<PathBuf>,
    #[command(flatten)]
    when: When,
}

/// A row of an export in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct Row<'a> {
    subject: &'a str,
    indicator: &'a str,
    period: &'a str,
    value: Option<f64>,
    unit: &'a str,
    qualifier: String,
    status: String,
    revision: i64,
    department: &'a str,
    source: &'a str,
    report: &'a str,
}

/// Runs the command.
///
/// # Errors
/// When a name is not known, the hub refuses, or the file can't be written.
pub(crate) async fn run(args: ExportArgs, session: &Session) -> Result<(), Failure> {
    let json = session.ui.format == Format::Json;
    let mut resolver = if json || !args.indicators.is_empty() || !args.subjects.is_empty() {
        Some(Resolver::load(session).await?)
    } else {
        None
    };
    let request = request(&args, json, resolver.as_mut())?;
    let mut stream = session
        .patient
        .retrying(|| {
            let (mut client, request) = (session.patient.observations(), request.clone());
            async move { client.export_observations(request).await }
        })
        .await?;
    let mut sink = Sink::open(args.file.as_ref(), resolver, &session.ui)?;
    while let Some(part) = stream.message().await? {
        sink.take(part)?;
    }
    sink.finish(&session.ui)
}

fn request(
    args: &ExportArgs,
    json: bool,
    resolver: Option<&mut Resolver>,
) -> Result<ExportObservationsRequest, Failure> {
    let (mut indicators, mut subjects) = (Vec::new(), Vec::new());
    if let Some(resolver) = resolver {
        indicators = args
            .indicators
            .iter()
            .filter_map(|text| resolver.indicator(text))
            .map(|c| c.to_string())
            .collect();
        subjects = args
            .subjects
            .iter()
            .filter_map(|text| resolver.subject(text))
            .map(|s| s.to_string())
            .collect();
        resolver.finish()?;
    }
    let format = if json {
        ExportFormat::Columns
    } else {
        ExportFormat::SdmxCsv
    };
    Ok(ExportObservationsRequest {
        indicators,
        subjects,
        kind: args.kind.clone().unwrap_or_default(),
        from: args.from.clone().unwrap_or_default(),
        to: args.to.clone().unwrap_or_default(),
        consistency: args.when.consistency(),
        as_of: args.when.as_of(),
        format: format.into(),
        include_provenance: json,
    })
}

struct Sink {
    out: BufWriter<Box<dyn Write>>,
    path: Option<PathBuf>,
    /// Knows the units of JSON lines.
    resolver: Option<Resolver>,
    bar: ProgressBar,
    rows: u64,
    revision: i64,
}

impl Sink {
    fn open(path: Option<&PathBuf>, resolver: Option<Resolver>, ui: &Ui) -> Result<Self, Failure> {
        let out: Box<dyn Write> = match path {
            Some(path) => Box::new(File::create(path).map_err(|error| Failure::file(path, &error))?),
            None => Box::new(io::stdout()),
        };
        // Rows on the terminal would fight with a bar on it.
        let bar = if path.is_some() && ui.watched() {
            ProgressBar::new_spinner()
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} ({per_sec})") {
            bar.set_style(style);
        }
        Ok(Self {
            out: BufWriter::new(out),
            path: path.cloned(),
            resolver,
            bar,
            rows: 0,
            revision: 0,
        })
    }

    fn take(&mut self, part: ExportObservationsResponse) -> Result<(), Failure> {
        self.revision = part.revision;
        match part.part {
            Some(Part::SdmxCsv(text)) => {
                self.rows += text.iter().filter(|byte| **byte == b'\n').count() as u64;
                let outcome = self.out.write_all(&text);
                self.written(outcome)?;
            }
            Some(Part::Columns(columns)) => self.lines(&columns)?,
            None => {}
        }
        self.bar.set_position(self.rows);
        Ok(())
    }

    fn lines(&mut self, columns: &ObservationColumns) -> Result<(), Failure> {
        for (i, value) in columns.value.iter().enumerate() {
            let line = serde_json::to_string(&self.row(columns, i, *value)).map_err(Failure::internal)?;
            let outcome = writeln!(self.out, "{line}");
            self.written(outcome)?;
            self.rows += 1;
        }
        Ok(())
    }

    fn row<'a>(&'a self, columns: &'a ObservationColumns, i: usize, value: f64) -> Row<'a> {
        let of = |index: &[u32]| index.get(i).and_then(|index| usize::try_from(*index).ok());
        let name = |index: &[u32], names: &'a [String]| -> &'a str {
            of(index)
                .and_then(|index| names.get(index))
                .map_or("", String::as_str)
        };
        let indicator = name(&columns.indicator, &columns.indicators);
        let qualifier = columns
            .qualifier
            .get(i)
            .and_then(|q| Qualifier::try_from(*q).ok())
            .unwrap_or_default();
        let status = columns
            .status
            .get(i)
            .and_then(|s| Status::try_from(*s).ok())
            .unwrap_or_default();
        let provenance = columns
            .provenances
            .get(of(&columns.provenance).unwrap_or_default());
        let told = |field: fn(&'a Provenance) -> &'a String| provenance.map_or("", |p| field(p).as_str());
        Row {
            subject: name(&columns.subject, &columns.subjects),
            indicator,
            period: name(&columns.period, &columns.periods),
            value: (status != Status::Missing).then_some(value),
            unit: self
                .resolver
                .as_ref()
                .map_or("", |resolver| resolver.indicator_label(indicator).1),
            qualifier: qualifier_word(qualifier),
            status: status_word(status),
            revision: self.revision,
            department: told(|p| &p.department),
            source: told(|p| &p.source),
            report: told(|p| &p.report),
        }
    }

    fn finish(mut self, ui: &Ui) -> Result<(), Failure> {
        let outcome = self.out.flush();
        self.written(outcome)?;
        self.bar.finish_and_clear();
        if let Some(path) = &self.path {
            let text = Text::Exported {
                path: path.display().to_string(),
                revision: self.revision,
            };
            ui.aside(&ui.text(text));
        }
        Ok(())
    }

    fn written(&self, outcome: io::Result<()>) -> Result<(), Failure> {
        match &self.path {
            Some(path) => outcome.map_err(|error| Failure::file(path, &error)),
            None => written(outcome),
        }
    }
}
