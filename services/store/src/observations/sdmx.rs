//! SDMX-CSV 2.0 (<https://github.com/sdmx-twg/sdmx-csv>), one observation a line.

use std::fmt::Write as _;

use zhibiao_model::{catalog::Indicator, ids::SubjectName, observation::Figure, period::Period};

/// The head line.
pub(super) const HEAD: &str = "STRUCTURE,STRUCTURE_ID,ACTION,INDICATOR,TIME_PERIOD,SUBJECT,OBS_VALUE,UNIT_MEASURE,\
OBS_STATUS,QUALIFIER\r\n";

/// Appends a line. A missing value is empty, as SDMX has it.
pub(super) fn row(
    text: &mut String,
    indicator: &Indicator,
    period: Period,
    subject: &SubjectName,
    figure: Figure,
) {
    let value = figure.value().map(|value| value.to_string()).unwrap_or_default();
    let unit = quoted(indicator.unit.symbol());
    // Writing to a string can't fail.
    let _ = write!(
        text,
        "dataflow,ZHIBIAO:OBSERVATIONS(1.0),I,{},{period},{subject},{value},{unit},{},{}\r\n",
        indicator.code.id(),
        figure.status().code(),
        figure.qualifier()
    );
}

/// A field in quotation marks where RFC 4180 asks for them.
fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        assert_eq!(quoted("亿元"), "亿元");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
