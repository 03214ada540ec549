//! Prints the facts of a text as lines of JSON.
#[path = "../tests/support/mod.rs"]
mod support;
use std::io::Write;
use zhibiao_extract::*;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let reading = support::extractor().read(&text, &Context::default()).unwrap();
    let chars: Vec<char> = text.chars().collect();
    let cut = |s: &Span| chars[s.chars.clone()].iter().collect::<String>();
    let mut out = std::io::stdout();
    for f in &reading.facts {
        let q = match f.qualifier.code() {
            "approximate" => "approx",
            other => other,
        };
        let zone = f.zone.as_ref().map(|z| match z {
            ZoneRef::Known(id) => id.id().to_owned(),
            ZoneRef::Proposed(n) => n.clone(),
        });
        let line = serde_json::json!({"zone": zone, "subject": f.subject.as_ref().map(SubjectRef::zh), "indicator": f.indicator.code().map(|c| c.id()),
          "indicator_name": f.indicator.zh(), "measure": f.measure.code(), "value": f.value, "unit": f.unit.symbol(), "qualifier": q,
          "number_start": f.number.chars.start, "number_end": f.number.chars.end});
        writeln!(out, "{line}").unwrap();
        let mut err = std::io::stderr();
        writeln!(
            err,
            "{} {} | {:?} | {} | {} {} {} {} | {:.2} {} | {}",
            cut(&f.number),
            f.value,
            zone,
            f.subject.as_ref().map_or("-", SubjectRef::zh),
            f.indicator.zh(),
            f.measure.code(),
            f.unit,
            q,
            f.confidence,
            f.period
                .map_or(String::new(), |p| format!("{} {}", p.period, p.basis.code())),
            cut(&f.evidence).replace('\n', "⏎")
        )
        .unwrap();
    }
    let mut err = std::io::stderr();
    for u in &reading.unmatched {
        writeln!(err, "UNMATCHED {} {:?}", cut(&u.number), u.why).unwrap();
    }
    for u in &reading.noise {
        write!(err, "{}:{} ", cut(&u.number), u.kind.code()).unwrap();
    }
    writeln!(err).unwrap();
}
