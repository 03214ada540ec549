//! `zhibiao framework show`: a framework as a tree, or as the file that applies it.

use std::collections::BTreeMap;

use clap::Args;
use zhibiao_model::framework::{AggregateForm, FrameworkForm, IndicatorForm};
use zhibiao_proto::compare::v1::GetFrameworkRequest;
use zhibiao_runtime::language::Language;

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

/// A framework with the weights that its parts have in the whole.
struct Tree<'a> {
    form: &'a FrameworkForm,
    resolver: &'a Resolver,
    language: Language,
    /// Sum of the weights of each aggregate's components.
    sums: BTreeMap<&'a str, f64>,
    grid: Grid,
}

impl<'a> Tree<'a> {
    fn new(form: &'a FrameworkForm, resolver: &'a Resolver, language: Language) -> Self {
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        for one in &form.aggregates {
            *sums.entry(one.parent.as_deref().unwrap_or_default()).or_default() += one.weight;
        }
        for one in &form.indicators {
            *sums.entry(one.parent.as_str()).or_default() += one.weight;
        }
        let grid = Grid::new(vec![
            Column::text("number", Text::HeadNumber),
            Column::text("name", Text::HeadName),
            Column::text("id", Text::HeadCode),
            Column::machine("parent"),
            Column::number("weight", Text::HeadWeight),
            Column::number("share", Text::HeadIndexWeight),
            Column::text("weight_source", Text::HeadSource),
        ]);
        Self {
            form,
            resolver,
            language,
            sums,
            grid,
        }
    }

    fn answer(mut self, revision: i64) -> Result<Answer, Failure> {
        let roots = self.form.aggregates.iter().filter(|one| one.parent.is_none());
        for root in roots {
            self.aggregate(root, 1.0, 0);
        }
        let Self {
            form, language, grid, ..
        } = self;
        let title = Text::FrameworkTitle {
            name: in_language(&form.names, language).to_owned(),
            edition: form.edition.clone(),
            source: form.source.clone(),
        };
        let mut answer = Answer::new(form, grid)?.above(title.say(language));
        answer.below.extend(
            form.note
                .lines()
                .filter(|line| !line.is_empty())
                .map(str::to_owned),
        );
        Ok(answer.below(Text::AtRevision { revision }.say(language)))
    }

    /// The share that a weight is of its siblings' sum.
    fn share(&self, parent: &str, weight: f64) -> f64 {
        match self.sums.get(parent) {
            Some(sum) if *sum > 0.0 => weight / sum,
            Some(_) | None => 0.0,
        }
    }

    fn aggregate(&mut self, one: &'a AggregateForm, share: f64, depth: usize) {
        let name = in_language(&one.names, self.language);
        let name = if name.is_empty() { one.id.as_str() } else { name };
        let parent = one.parent.as_deref().unwrap_or_default();
        self.row(
            (&one.number, name, &one.id, parent),
            one.weight,
            share,
            &one.weight_source,
            depth,
        );
        let form = self.form;
        for child in form
            .aggregates
            .iter()
            .filter(|child| child.parent.as_ref() == Some(&one.id))
        {
            let share = share * self.share(&one.id, child.weight);
            self.aggregate(child, share, depth + 1);
        }
        for leaf in form.indicators.iter().filter(|leaf| leaf.parent == one.id) {
            let share = share * self.share(&one.id, leaf.weight);
            self.leaf(leaf, share, depth + 1);
        }
    }

    fn leaf(&mut self, leaf: &'a IndicatorForm, share: f64, depth: usize) {
        let name = self.resolver.code_label(&leaf.code);
        self.row(
            (&leaf.number, name, &leaf.code, &leaf.parent),
            leaf.weight,
            share,
            &leaf.weight_source,
            depth,
        );
    }

    fn row(
        &mut self,
        (number, name, id, parent): (&str, &str, &str, &str),
        weight: f64,
        share: f64,
        source: &str,
        depth: usize,
    ) {
        self.grid.row(vec![
            Cell::text(number),
            Cell::Word(name.to_owned(), format!("{}{name}", "  ".repeat(depth))),
            Cell::text(id),
            Cell::text(parent),
            Cell::figure(weight),
            Cell::Number(share, number::percent(share)),
            Cell::text(source),
        ]);
    }
}
