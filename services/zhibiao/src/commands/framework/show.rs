//! `zhibiao framework show`: a framework as a tree, or as the file that applies it.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;
use zhibiao_model::{
    framework::{AggregateForm, Aggregation, Direction, FrameworkForm, IndicatorForm, Weighting},
    ids::IndicatorCode,
};
use zhibiao_proto::compare::v1::GetFrameworkRequest;
use zhibiao_runtime::language::Language;
use zhibiao_scoring::Framework;

use super::settings::{Setting, settings};

use crate::{
    failure::Failure,
    names::{Resolver, in_language},
    output::{
        Answer,
        grid::{Cell, Column, Grid},
        number,
    },
    settings::Session,
    text::Text,
    wire::{When, present},
};

/// Settings that the line of defaults says.
const SAID: [&str; 4] = ["impute", "treat", "normalise", "decimals"];

/// Columns of a tree, and the places of two of them.
const COLUMNS: usize = 10;
const ID: usize = 3;
const METHODS: usize = 8;

/// Which framework, as of when, in which form.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// Framework: id, resource name, Chinese or English name
    framework: String,
    /// Write the TOML that `zhibiao framework apply` takes
    #[arg(long)]
    toml: bool,
    #[command(flatten)]
    when: When,
}

/// Runs the command.
///
/// # Errors
/// When there is no such framework.
pub(crate) async fn run(args: ShowArgs, session: &Session) -> Result<(), Failure> {
    let mut resolver = Resolver::load(session).await?;
    let name = resolver.framework(&args.framework);
    resolver.finish()?;
    let request = GetFrameworkRequest {
        name: name.map(|id| id.to_string()).unwrap_or_default(),
        consistency: args.when.consistency(),
        as_of: args.when.as_of(),
    };
    let response = session
        .hub
        .retrying(|| {
            let (mut client, request) = (session.hub.comparisons(), request.clone());
            async move { client.get_framework(request).await }
        })
        .await?;
    let form = FrameworkForm::try_from(present(response.framework)?).map_err(Failure::internal)?;
    if args.toml {
        let text = toml::to_string(&form).map_err(Failure::internal)?;
        return session.ui.line(text.trim_end());
    }
    let tree = Tree::new(&form, &resolver, session.ui.language);
    session.ui.answer(&tree.answer(response.revision)?)
}

/// A framework with the shares that its parts have in the whole, where they are known without figures.
struct Tree<'a> {
    form: &'a FrameworkForm,
    resolver: &'a Resolver,
    language: Language,
    /// How each aggregate's components are weighted and aggregated.
    methods: BTreeMap<&'a str, (Weighting, Aggregation)>,
    /// Number and sum of the weights of each aggregate's components.
    components: BTreeMap<&'a str, (u32, f64)>,
    /// Aggregates whose components have weights that are read off the figures, or judged.
    read_off: Vec<&'a str>,
    grid: Grid,
}

impl<'a> Tree<'a> {
    fn new(form: &'a FrameworkForm, resolver: &'a Resolver, language: Language) -> Self {
        let mut components: BTreeMap<&str, (u32, f64)> = BTreeMap::new();
        let aggregates = form.aggregates.iter();
        let aggregates = aggregates.map(|one| (one.parent.as_deref().unwrap_or_default(), one.weight));
        let indicators = form
            .indicators
            .iter()
            .map(|one| (one.parent.as_str(), one.weight));
        for (parent, weight) in aggregates.chain(indicators) {
            let (count, sum) = components.entry(parent).or_default();
            *count += 1;
            *sum += weight;
        }
        let grid = Grid::new(vec![
            Column::machine("kind"),
            Column::text("number", Text::HeadNumber),
            Column::text("name", Text::HeadName),
            Column::text("id", Text::HeadCode),
            Column::machine("parent"),
            Column::number("weight", Text::HeadWeight),
            Column::number("share", Text::HeadIndexWeight),
            Column::text("direction", Text::HeadDirection),
            Column::text("methods", Text::HeadMethods),
            Column::text("weight_source", Text::HeadSource),
        ]);
        Self {
            form,
            resolver,
            language,
            methods: methods(form, resolver),
            components,
            read_off: Vec::new(),
            grid,
        }
    }

    fn answer(mut self, revision: i64) -> Result<Answer, Failure> {
        let roots = self.form.aggregates.iter().filter(|one| one.parent.is_none());
        for root in roots {
            self.aggregate(root, None, Some(1.0), 0);
        }
        let settings = settings(self.form);
        settings.iter().for_each(|one| self.setting(one));
        let Self {
            form,
            language,
            grid,
            read_off,
            ..
        } = self;
        let title = Text::FrameworkTitle {
            name: in_language(&form.names, language).to_owned(),
            edition: form.edition.clone(),
            source: form.source.clone(),
        };
        let defaults = Text::FrameworkDefaults {
            version: form.version,
            impute: method(&form.impute),
            treat: method(&form.treat),
            normalise: method(&form.normalise),
            decimals: form.decimals,
        };
        let json = JsonShown {
            version: form.version,
            framework: form,
        };
        let mut answer = Answer::new(&json, grid)?
            .above(title.say(language))
            .above(defaults.say(language));
        let shown = settings
            .into_iter()
            .filter(|one| !SAID.contains(&one.key.as_str()));
        answer
            .above
            .extend(shown.map(|Setting { key, value }| Text::Setting { key, value }.say(language)));
        answer.below.extend(
            form.note
                .lines()
                .filter(|line| !line.is_empty())
                .map(str::to_owned),
        );
        if !read_off.is_empty() {
            let aggregates = read_off.join(", ");
            answer
                .notes
                .push(Text::WeightsReadOff { aggregates }.say(language));
        }
        Ok(answer.below(Text::AtRevision { revision }.say(language)))
    }

    /// A component's weight in its parent as it is used: none where figures or judgements say it.
    fn weight(&self, parent: &str, given: f64) -> Option<f64> {
        let (count, sum) = self.components.get(parent).copied().unwrap_or_default();
        match self.methods.get(parent) {
            Some((Weighting::Given, _)) | None if sum > 0.0 => Some(given / sum),
            Some((Weighting::Equal, _)) => Some(1.0 / f64::from(count)),
            Some(_) | None => None,
        }
    }

    /// A row, of a component of `parent` whose share in the whole is known or not.
    fn aggregate(
        &mut self,
        one: &'a AggregateForm,
        parent: Option<&'a str>,
        share: Option<f64>,
        depth: usize,
    ) {
        let name = in_language(&one.names, self.language);
        let name = if name.is_empty() { one.id.as_str() } else { name };
        let methods = self.methods.get(one.id.as_str()).map(|(weighting, aggregation)| {
            let mut said = vec![method(aggregation)];
            if *weighting != Weighting::Given {
                said.insert(0, method(weighting));
            }
            if !matches!(weighting, Weighting::Given | Weighting::Equal) {
                self.read_off.push(&one.id);
            }
            said.extend(one.min_available.map(|least| format!("min_available {least}")));
            said.join(", ")
        });
        let called = (
            one.number.as_str(),
            name,
            one.id.as_str(),
            parent.unwrap_or_default(),
        );
        let kind = ("aggregate", Cell::Empty);
        self.row(
            (kind, called),
            one.weight,
            share,
            methods.unwrap_or_default(),
            (&one.weight_source, depth),
        );
        let form = self.form;
        let below = form
            .aggregates
            .iter()
            .filter(|child| child.parent.as_ref() == Some(&one.id));
        for child in below {
            let share = share.zip(self.weight(&one.id, child.weight));
            self.aggregate(child, Some(&one.id), share.map(|(all, own)| all * own), depth + 1);
        }
        for leaf in form.indicators.iter().filter(|leaf| leaf.parent == one.id) {
            let share = share.zip(self.weight(&one.id, leaf.weight));
            self.leaf(leaf, share.map(|(all, own)| all * own), depth + 1);
        }
    }

    fn leaf(&mut self, leaf: &'a IndicatorForm, share: Option<f64>, depth: usize) {
        let name = self.resolver.code_label(&leaf.code);
        let over = leaf
            .denominator
            .as_ref()
            .map(|one| format!("/ {} × {}", one.by, one.scale));
        let own = [
            over,
            leaf.impute.as_ref().map(method),
            leaf.treat.as_ref().map(method),
            leaf.normalise.as_ref().map(method),
        ];
        let methods: Vec<String> = own.into_iter().flatten().collect();
        let called = (
            leaf.number.as_str(),
            name,
            leaf.code.as_str(),
            leaf.parent.as_str(),
        );
        let kind = ("indicator", self.direction(leaf));
        self.row(
            (kind, called),
            leaf.weight,
            share,
            methods.join(", "),
            (&leaf.weight_source, depth),
        );
    }

    /// Which way is better: as the framework says, or else the indicator.
    fn direction(&self, leaf: &IndicatorForm) -> Cell {
        let of_indicator = || {
            let code = IndicatorCode::new(&leaf.code).ok()?;
            self.resolver.catalog.indicator(&code)?.direction.of_framework()
        };
        match leaf.direction.or_else(of_indicator) {
            Some(Direction::Up) => Cell::Word("up".to_owned(), "↑".to_owned()),
            Some(Direction::Down) => Cell::Word("down".to_owned(), "↓".to_owned()),
            None => Cell::Empty,
        }
    }

    /// What holds for all parts, for machines.
    fn setting(&mut self, setting: &Setting) {
        let Setting { key, value } = setting;
        let mut cells = vec![Cell::Empty; COLUMNS];
        cells[0] = Cell::text("setting");
        cells[ID] = Cell::text(key);
        cells[METHODS] = Cell::text(value);
        self.grid.machine_row(cells);
    }

    fn row(
        &mut self,
        ((kind, direction), (number, name, id, parent)): ((&str, Cell), (&str, &str, &str, &str)),
        weight: f64,
        share: Option<f64>,
        methods: String,
        (source, depth): (&str, usize),
    ) {
        // Weights that are not taken as they are given say nothing.
        let is_given = matches!(self.methods.get(parent), None | Some((Weighting::Given, _)));
        self.grid.row(vec![
            Cell::text(kind),
            Cell::text(number),
            Cell::Word(name.to_owned(), format!("{}{name}", "  ".repeat(depth))),
            Cell::text(id),
            Cell::text(parent),
            if is_given {
                Cell::figure(weight)
            } else {
                Cell::Empty
            },
            share.map_or(Cell::Empty, |share| Cell::Number(share, number::percent(share))),
            direction,
            Cell::text(methods),
            Cell::text(source),
        ]);
    }
}

/// A framework in JSON: as it is written, with its version.
#[derive(Debug, Serialize)]
struct JsonShown<'a> {
    version: u32,
    #[serde(flatten)]
    framework: &'a FrameworkForm,
}

/// How each aggregate is computed; of a framework of an older engine what it says itself.
fn methods<'a>(form: &'a FrameworkForm, resolver: &Resolver) -> BTreeMap<&'a str, (Weighting, Aggregation)> {
    let sound = Framework::new(resolver.catalog.items().directed(form));
    let by_id: BTreeMap<String, (Weighting, Aggregation)> = sound.iter().flat_map(resolved).collect();
    let of = |one: &'a AggregateForm| {
        let known = by_id.get(&one.id).cloned();
        let own = || {
            (
                one.weighting.clone().unwrap_or(Weighting::Given),
                one.aggregation.clone().unwrap_or(Aggregation::Arithmetic),
            )
        };
        (one.id.as_str(), known.unwrap_or_else(own))
    };
    form.aggregates.iter().map(of).collect()
}

fn resolved(framework: &Framework) -> impl Iterator<Item = (String, (Weighting, Aggregation))> {
    framework.aggregates().enumerate().map(|(at, id)| {
        let (weighting, aggregation) = framework.methods(at);
        (id.to_owned(), (weighting.clone(), aggregation.clone()))
    })
}

/// A method with its parameters, as it is written.
pub(crate) fn method(method: &impl Serialize) -> String {
    let Ok(serde_json::Value::Object(mut keys)) = serde_json::to_value(method) else {
        return String::new();
    };
    let name = keys.remove("method").or_else(|| keys.remove("distribution"));
    let name = name.as_ref().and_then(|name| name.as_str()).unwrap_or_default();
    let parameters: Vec<String> = keys
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| match value.as_str() {
            Some(text) => format!("{key} {text}"),
            None => format!("{key} {value}"),
        })
        .collect();
    if parameters.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", parameters.join(", "))
    }
}
