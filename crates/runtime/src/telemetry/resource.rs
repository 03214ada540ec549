//! What a process is, as it is told with everything that it measures and traces.

use std::{collections::BTreeMap, fmt, str::FromStr};

use opentelemetry::KeyValue;
use opentelemetry_sdk::{
    Resource,
    resource::TelemetryResourceDetector,
    trace::{IdGenerator as _, RandomIdGenerator},
};

use crate::config::redacted;

/// What a process is called.
const NAME: &str = "service.name";

/// The version of its program.
const VERSION: &str = "service.version";

/// What tells it from others of its name.
const INSTANCE: &str = "service.instance.id";

/// What is said of a process besides its name, as `OTEL_RESOURCE_ATTRIBUTES` has it: `key=value` pairs, apart by commas, in
/// which any byte may be written as `%` and two hexadecimal digits. Shown without secrets.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Attributes(BTreeMap<String, String>);

impl Attributes {
    /// What the process is called, where that is among them.
    #[must_use]
    pub fn service(&self) -> Option<&str> {
        self.0.get(NAME).map(String::as_str)
    }

    /// A service of this program, with its version and an id of its own where they name none.
    pub(super) fn resource(&self, service: &str) -> Resource {
        let own = [
            KeyValue::new(VERSION, env!("CARGO_PKG_VERSION")),
            KeyValue::new(INSTANCE, random_id()),
        ];
        let named = self.0.iter();
        let named = named.map(|(key, value)| KeyValue::new(key.clone(), value.clone()));
        Resource::builder_empty()
            .with_detector(Box::new(TelemetryResourceDetector))
            .with_attributes(own)
            .with_attributes(named)
            .with_service_name(service.to_owned())
            .build()
    }
}

/// A UUID of random bits (RFC 9562, version 4).
fn random_id() -> String {
    let random = u128::from_be_bytes(RandomIdGenerator::default().new_trace_id().to_bytes());
    let versioned = random & !(0xf << 76) | 0x4 << 76;
    let id = format!("{:032x}", versioned & !(0x3 << 62) | 0x2 << 62);
    [&id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..]].join("-")
}

impl FromStr for Attributes {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "write key=value pairs apart by commas, with , = and % in them as %2C %3D and %25";
        let mut attributes = BTreeMap::new();
        for pair in text.split_terminator(',') {
            let (key, value) = pair.split_once('=').ok_or(wrong)?;
            let key = decoded(key.trim()).filter(|key| !key.is_empty()).ok_or(wrong)?;
            let value = decoded(value.trim()).ok_or(wrong)?;
            if attributes.insert(key, value).is_some() {
                return Err("names a key twice: leave one");
            }
        }
        Ok(Self(attributes))
    }
}

impl fmt::Display for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = self.0.iter();
        let pairs = pairs.map(|(key, value)| format!("{}={}", encoded(key), encoded(value)));
        f.write_str(&redacted(&pairs.collect::<Vec<_>>().join(",")))
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text of which bytes are written as `%` and two digits; `None` when one can't be read, they are no UTF-8, or an `=`
/// stands by itself.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'%' => {
                let (digits, after) = after.split_at_checked(2)?;
                rest = after;
                let digits = std::str::from_utf8(digits).ok()?;
                let signed = digits.starts_with('+');
                bytes.push(u8::from_str_radix(digits, 16).ok().filter(|_| !signed)?);
            }
            b'=' => return None,
            plain => bytes.push(plain),
        }
    }
    String::from_utf8(bytes).ok()
}

fn encoded(text: &str) -> String {
    let is_written_out = |c: char| matches!(c, ',' | '=' | '%') || c.is_whitespace() || c.is_control();
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_written_out(c) {
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes).bytes();
            shown.extend(bytes.map(|byte| format!("%{byte:02X}")));
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use opentelemetry::Key;

    use super::*;

    fn value(resource: &Resource, key: &'static str) -> String {
        let value = resource.get(&Key::from_static_str(key));
        value.unwrap_or_else(|| panic!("{key}")).to_string()
    }

    #[test]
    fn attributes_are_decoded() {
        let text = "a=b%20c, host.name = x%2Cy%3D ,%E7%9C%81=粤,empty=,";
        let attributes: Attributes = text.parse().unwrap();
        let resource = attributes.resource("hub");
        for (key, expected) in [("a", "b c"), ("host.name", "x,y="), ("省", "粤"), ("empty", "")] {
            assert_eq!(value(&resource, key), expected);
        }
        assert_eq!(attributes.to_string().parse::<Attributes>(), Ok(attributes));
        for wrong in [
            "abc", "=x", "a=b,,c=d", "a=%zz", "a=%+1", "a=%2", "a=%FF", "a=b=c", "a=1,a=2",
        ] {
            assert!(wrong.parse::<Attributes>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_process_has_a_version_and_an_id_of_its_own() {
        let none = Attributes::default();
        let (one, other) = (none.resource("hub"), none.resource("hub"));
        assert_eq!(value(&one, NAME), "hub");
        assert_eq!(value(&one, VERSION), env!("CARGO_PKG_VERSION"));
        assert_eq!(value(&one, "telemetry.sdk.language"), "rust");
        let id = value(&one, INSTANCE);
        assert_ne!(id, value(&other, INSTANCE));
        let parts: Vec<&str> = id.split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
        assert!(
            parts[2].starts_with('4') && parts[3].starts_with(['8', '9', 'a', 'b']),
            "{id}"
        );
    }

    #[test]
    fn what_is_named_goes_before_what_is_made() {
        let text = "service.name=by-attribute,service.version=7,service.instance.id=pod-1";
        let attributes: Attributes = text.parse().unwrap();
        assert_eq!(attributes.service(), Some("by-attribute"));
        let resource = attributes.resource("hub");
        for (key, expected) in [(NAME, "hub"), (VERSION, "7"), (INSTANCE, "pod-1")] {
            assert_eq!(value(&resource, key), expected);
        }
    }
}
