//! Who delivers through an interface, as of a catalogue.

use zhibiao_model::{
    catalog::{Approval, Interface, alike},
    ids::InterfaceId,
};
use zhibiao_proto::report::v1::{OpenStream, ReportHeader};
use zhibiao_runtime::error::{Code, Problem, Violation};

use crate::{
    atlas::Atlas,
    finding::clean,
    header::{Header, MAX_TEXT},
};

/// Nearest names that an error tells.
const NEAREST: usize = 3;
/// How alike ids must be to be told.
const LIKE: f64 = 0.4;

/// Reads how a stream opens: the header that its batches are checked under.
///
/// # Errors
/// INVALID_ARGUMENT with every field that can't be used; FAILED_PRECONDITION when a second person approves what the
/// interface's department reports.
pub(super) fn read(opening: &OpenStream, atlas: &Atlas) -> Result<Header, Problem> {
    let mut violations = Vec::new();
    let mut add = |field: &str, description| {
        violations.push(Violation {
            field: format!("open.{field}"),
            description,
        });
    };
    let id: Option<InterfaceId> = opening.interface.parse().ok();
    let known = id.and_then(|id| atlas.catalog.items().interfaces.get(&id));
    if known.is_none() {
        add("interface", unknown(&opening.interface, atlas));
    }
    let characters = opening.source.chars().count();
    if characters > MAX_TEXT {
        add(
            "source",
            format!("has {characters} characters, at most {MAX_TEXT}"),
        );
    }
    match known {
        Some(interface) if violations.is_empty() => header(opening, interface, atlas),
        Some(_) | None => Err(Problem::invalid(violations)),
    }
}

fn header(opening: &OpenStream, interface: &Interface, atlas: &Atlas) -> Result<Header, Problem> {
    let message = ReportHeader {
        department: interface.department.to_string(),
        ..ReportHeader::default()
    };
    let header = Header::read(message, atlas)?;
    match header.approval {
        Approval::Automatic => Ok(header),
        Approval::FourEyes => {
            let message = format!(
                "a second person approves what {} reports, and nobody looks at a stream: send its figures as reports, \
                 or set its approval to automatic in the catalogue",
                header.department
            );
            let problem = Problem::new(Code::FailedPrecondition, "FOUR_EYES_REQUIRED", message);
            Err(problem
                .with("interface", &opening.interface)
                .with("department", &header.department))
        }
    }
}

/// Says that there is no such interface, and which ones are called much like it.
fn unknown(text: &str, atlas: &Atlas) -> String {
    if text.is_empty() {
        return "is empty: name the interface, for example `interfaces/torch-monthly`".to_owned();
    }
    let wanted = text.rsplit('/').next().unwrap_or_default();
    let mut nearest: Vec<(f64, String)> = atlas
        .catalog
        .items()
        .interfaces
        .values()
        .map(|interface| {
            let by_id = alike(wanted, interface.id.id());
            (
                by_id.max(alike(wanted, &interface.names.zh)),
                interface.id.to_string(),
            )
        })
        .filter(|(likeness, _)| *likeness >= LIKE)
        .collect();
    nearest.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let nearest: Vec<String> = nearest.into_iter().take(NEAREST).map(|(_, name)| name).collect();
    let text = clean(text);
    if nearest.is_empty() {
        format!("`{text}` is not in the catalogue; a resource name looks like `interfaces/torch-monthly`")
    } else {
        format!(
            "`{text}` is not in the catalogue; did you mean {}?",
            nearest.join(", ")
        )
    }
}
