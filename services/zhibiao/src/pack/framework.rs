//! `frameworks/*.toml`: a tree of indicators with weights. Here they are checked against the pack; evaluation is
//! another part's work.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::{
    fault::Faults,
    files::Files,
    manifest::{self, Manifest, Names, at, resource},
};

/// Weights of dimensions are percentages; a sum that misses by more than rounding is a fault.
const WHOLE: f64 = 100.0;
const ROUNDING: f64 = 0.01;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    framework: About,
    dimensions: Vec<Dimension>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the keys are declared so that a misspelt one is told")]
struct About {
    id: Spanned<String>,
    version: String,
    #[serde(default)]
    name_zh: String,
    #[serde(default)]
    name_en: String,
    source: Option<Spanned<String>>,
    #[serde(default)]
    note_zh: String,
    #[serde(default)]
    note_en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the keys are declared so that a misspelt one is told")]
struct Dimension {
    id: Spanned<String>,
    #[serde(default)]
    number: String,
    #[serde(default)]
    name_zh: String,
    #[serde(default)]
    name_en: String,
    weight: Spanned<f64>,
    #[serde(default)]
    weight_source: String,
    #[serde(default)]
    indicators: Vec<Part>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the keys are declared so that a misspelt one is told")]
struct Part {
    #[serde(default)]
    number: String,
    code: Spanned<String>,
    weight: Option<Spanned<f64>>,
    #[serde(default)]
    weight_source: String,
}

/// Checks every framework of a pack; gives their number.
pub(crate) fn check(files: &Files, manifest: &Manifest, names: &Names<'_>, faults: &mut Faults) -> usize {
    let paths: Vec<&str> = files
        .paths()
        .filter(|path| path.starts_with("frameworks/"))
        .collect();
    for path in &paths {
        let content = files.get(path).unwrap_or_default();
        if let Some(file) = manifest::parse::<File>(path, content, faults) {
            Check {
                path,
                content,
                names,
                faults,
            }
            .file(&file, manifest);
        }
    }
    paths.len()
}

struct Check<'a> {
    path: &'a str,
    content: &'a [u8],
    names: &'a Names<'a>,
    faults: &'a mut Faults,
}

impl Check<'_> {
    fn fault<T>(&mut self, value: &Spanned<T>, key: &str, message: impl Into<String>) {
        self.faults.add(at(self.path, self.content, value, key), message);
    }

    fn file(&mut self, file: &File, manifest: &Manifest) {
        if let Some(source) = &file.framework.source
            && manifest.source_title(source.get_ref()).is_none()
        {
            let message = format!("source `{}` is not declared in pack.toml", source.get_ref());
            self.fault(source, "source", message);
        }
        let (mut ids, mut codes) = (BTreeSet::new(), BTreeSet::new());
        for dimension in &file.dimensions {
            if !ids.insert(dimension.id.get_ref().as_str()) {
                let message = format!("dimension `{}` is there twice", dimension.id.get_ref());
                self.fault(&dimension.id, "id", message);
            }
            self.weight(&dimension.weight);
            for part in &dimension.indicators {
                self.part(part, &mut codes);
            }
        }
        let sum: f64 = file
            .dimensions
            .iter()
            .map(|dimension| dimension.weight.get_ref())
            .sum();
        if (sum - WHOLE).abs() > ROUNDING {
            let message = format!("the weights of the dimensions sum to {sum}, not to {WHOLE}");
            self.fault(&file.framework.id, "dimensions.weight", message);
        }
    }

    fn part<'a>(&mut self, part: &'a Part, codes: &mut BTreeSet<&'a str>) {
        let code = part.code.get_ref();
        if !(self.names.knows)(&resource(code, "indicators")) {
            self.fault(&part.code, "code", format!("`{code}` is not in indicators.csv"));
        }
        if !codes.insert(code) {
            self.fault(&part.code, "code", format!("`{code}` is in the framework twice"));
        }
        if let Some(weight) = &part.weight {
            self.weight(weight);
        }
    }

    fn weight(&mut self, weight: &Spanned<f64>) {
        let value = *weight.get_ref();
        if !(value.is_finite() && value > 0.0) {
            self.fault(
                weight,
                "weight",
                format!("{value} is no weight: it must be above 0"),
            );
        }
    }
}
