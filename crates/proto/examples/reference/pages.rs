//! The pages: one a package with its services, each call with its messages, and an index.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use prost::{DecodeError, Message as _};
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto, FileDescriptorSet,
    MethodDescriptorProto,
    field_descriptor_proto::{Label, Type},
};

use crate::comments::{Comments, ENUM, FIELD, MESSAGE, METHOD, SERVICE, VALUE};

/// Where our packages begin; others are those of the protocol itself.
const OURS: &str = "zhibiao.";

/// Every page by its file name.
pub(crate) fn all(descriptors: &[u8]) -> Result<BTreeMap<String, String>, DecodeError> {
    let set = FileDescriptorSet::decode(descriptors)?;
    let mut packages: BTreeMap<&str, Vec<&FileDescriptorProto>> = BTreeMap::new();
    for file in set.file.iter().filter(|file| file.package().starts_with(OURS)) {
        packages.entry(file.package()).or_default().push(file);
    }
    let mut pages: BTreeMap<String, String> = packages
        .iter()
        .map(|(package, files)| (page_name(package), Page::of(package, files)))
        .collect();
    pages.insert("README.md".to_owned(), index(&packages));
    Ok(pages)
}

fn index(packages: &BTreeMap<&str, Vec<&FileDescriptorProto>>) -> String {
    let mut text = String::from(
        "# API reference\n\n\
         Every call, message and value, from the comments of the proto files. `./dev reference` makes these pages anew.\n\n\
         | service | what it is for | calls |\n|---|---|---|\n",
    );
    for (package, files) in packages {
        for file in files {
            let comments = Comments::of(file);
            for (i, service) in (0..).zip(&file.service) {
                let about = comments.paragraphs(&[SERVICE, i]);
                let about = about.first().map(|all| sentence(all)).unwrap_or_default();
                let _ = writeln!(
                    text,
                    "| [`{package}.{}`]({}) | {about} | {} |",
                    service.name(),
                    page_name(package),
                    service.method.len(),
                );
            }
        }
    }
    text
}

/// `zhibiao.report.v1` has the page `report.v1.md`.
fn page_name(package: &str) -> String {
    format!("{}.md", package.trim_start_matches(OURS))
}

/// A package's page as it is written.
struct Page<'a> {
    package: &'a str,
    /// Every message of the package with the comments of its file and its index there.
    messages: BTreeMap<&'a str, (&'a DescriptorProto, &'a Comments<'a>, i32)>,
    text: String,
}

impl<'a> Page<'a> {
    fn of(package: &'a str, files: &'a [&'a FileDescriptorProto]) -> String {
        let commented: Vec<_> = files.iter().map(|file| (*file, Comments::of(file))).collect();
        let messages = commented.iter().flat_map(|(file, comments)| {
            let numbered = (0..).zip(&file.message_type);
            numbered.map(move |(i, message)| (message.name(), (message, comments, i)))
        });
        let mut page = Page {
            package,
            messages: messages.collect(),
            text: format!("# {package}\n\n[All services](README.md)\n"),
        };
        let mut told = BTreeSet::new();
        for (file, comments) in &commented {
            for (i, service) in (0..).zip(&file.service) {
                page.heading(2, service.name(), &comments.paragraphs(&[SERVICE, i]));
                for (j, method) in (0..).zip(&service.method) {
                    page.call(method, &comments.paragraphs(&[SERVICE, i, METHOD, j]), &mut told);
                }
            }
        }
        let others: Vec<_> = page
            .messages
            .iter()
            .filter(|(name, _)| !told.contains(*name))
            .map(|(_, message)| *message)
            .collect();
        if !others.is_empty() {
            page.heading(2, "Messages", &[]);
        }
        for message in others {
            page.message(3, message);
        }
        if files.iter().any(|file| !file.enum_type.is_empty()) {
            page.heading(2, "Enums", &[]);
        }
        for (file, comments) in &commented {
            for (i, each) in (0..).zip(&file.enum_type) {
                page.enumeration(each, comments, i);
            }
        }
        page.text
    }

    fn heading(&mut self, level: usize, title: &str, paragraphs: &[String]) {
        let _ = writeln!(self.text, "\n{} {title}", "#".repeat(level));
        for paragraph in paragraphs {
            let _ = writeln!(self.text, "\n{paragraph}");
        }
    }

    /// A call with its request and its answer, which no other call uses.
    fn call(&mut self, method: &MethodDescriptorProto, about: &[String], told: &mut BTreeSet<&'a str>) {
        self.heading(3, method.name(), &[]);
        let side = |streams: bool, name: &str| {
            let stream = if streams { "stream of " } else { "" };
            format!("{stream}{}", self.link(name))
        };
        let request = side(method.client_streaming(), method.input_type());
        let answer = side(method.server_streaming(), method.output_type());
        let _ = writeln!(self.text, "\n{request} → {answer}");
        for paragraph in about {
            let _ = writeln!(self.text, "\n{paragraph}");
        }
        for name in [method.input_type(), method.output_type()] {
            let found = self
                .messages
                .get_key_value(local(name))
                .map(|(name, found)| (*name, *found));
            if let Some((name, message)) = found
                && told.insert(name)
            {
                self.message(4, message);
            }
        }
    }

    fn message(&mut self, level: usize, (message, comments, i): (&DescriptorProto, &Comments<'_>, i32)) {
        self.heading(level, message.name(), &comments.paragraphs(&[MESSAGE, i]));
        if message.field.is_empty() {
            return;
        }
        self.text
            .push_str("\n| field | type | meaning |\n|---|---|---|\n");
        for (j, field) in (0..).zip(&message.field) {
            let kind = self.field_type(message, field);
            let about = comments.cell(&[MESSAGE, i, FIELD, j]);
            let _ = writeln!(self.text, "| `{}` | {kind} | {about} |", field.name());
        }
    }

    fn enumeration(&mut self, each: &EnumDescriptorProto, comments: &Comments<'_>, i: i32) {
        self.heading(3, each.name(), &comments.paragraphs(&[ENUM, i]));
        self.text
            .push_str("\n| value | number | meaning |\n|---|---|---|\n");
        for (j, value) in (0..).zip(&each.value) {
            let about = comments.cell(&[ENUM, i, VALUE, j]);
            let _ = writeln!(self.text, "| `{}` | {} | {about} |", value.name(), value.number());
        }
    }

    fn field_type(&self, message: &DescriptorProto, field: &FieldDescriptorProto) -> String {
        if let Some([key, value]) = map_entry(message, field) {
            return format!("map of {} to {}", self.plain_type(key), self.plain_type(value));
        }
        let plain = self.plain_type(field);
        if field.label() == Label::Repeated {
            return format!("list of {plain}");
        }
        if field.proto3_optional() {
            return format!("optional {plain}");
        }
        let alternative = field
            .oneof_index
            .and_then(|index| message.oneof_decl.get(usize::try_from(index).ok()?));
        match alternative {
            Some(oneof) => format!("{plain}, one of `{}`", oneof.name()),
            None => plain,
        }
    }

    fn plain_type(&self, field: &FieldDescriptorProto) -> String {
        match field.r#type() {
            Type::Message | Type::Enum | Type::Group => self.link(field.type_name()),
            Type::Double => "double".to_owned(),
            Type::Float => "float".to_owned(),
            Type::Int64 => "int64".to_owned(),
            Type::Uint64 => "uint64".to_owned(),
            Type::Int32 => "int32".to_owned(),
            Type::Uint32 => "uint32".to_owned(),
            Type::Fixed64 => "fixed64".to_owned(),
            Type::Fixed32 => "fixed32".to_owned(),
            Type::Sfixed32 => "sfixed32".to_owned(),
            Type::Sfixed64 => "sfixed64".to_owned(),
            Type::Sint32 => "sint32".to_owned(),
            Type::Sint64 => "sint64".to_owned(),
            Type::Bool => "bool".to_owned(),
            Type::String => "string".to_owned(),
            Type::Bytes => "bytes".to_owned(),
        }
    }

    /// A type by its full name (`.zhibiao.report.v1.Report`), with a link to where it is told.
    fn link(&self, full: &str) -> String {
        let full = full.trim_start_matches('.');
        let name = local(full);
        let anchor = name.to_lowercase();
        match full
            .strip_suffix(name)
            .map(|package| package.trim_end_matches('.'))
        {
            Some(package) if package == self.package => format!("[{name}](#{anchor})"),
            Some(package) if package.starts_with(OURS) => {
                format!("[{name}]({}#{anchor})", page_name(package))
            }
            _ => format!("`{full}`"),
        }
    }
}

/// The first sentence of a text.
fn sentence(text: &str) -> &str {
    text.split_inclusive(". ").next().unwrap_or_default().trim()
}

fn local(full: &str) -> &str {
    full.rsplit('.').next().unwrap_or(full)
}

/// Key and value of a map, which on the wire is a list of entries of a message made for it.
fn map_entry<'m>(
    message: &'m DescriptorProto,
    field: &FieldDescriptorProto,
) -> Option<&'m [FieldDescriptorProto; 2]> {
    let entry = message.nested_type.iter().find(|nested| {
        nested.options.as_ref().is_some_and(|options| options.map_entry())
            && field.type_name().ends_with(&format!(".{}", nested.name()))
    })?;
    entry.field.as_array()
}
