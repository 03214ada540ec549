//! The guide's commands.

use std::{fs, path::PathBuf};

/// The repository, where the guide takes files from.
pub(crate) fn source() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Commands of the guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// The heading that they stand under.
    part: String,
    /// Where they begin, so that one that fails is found.
    line: usize,
    commands: String,
}

/// The guide's blocks that are run, in their order.
#[derive(Debug)]
pub(crate) struct Guide(Vec<Block>);

impl Guide {
    pub(crate) fn read() -> Self {
        let text = fs::read_to_string(source().join("deploy/OPERATING.md")).unwrap();
        Self(blocks(&text))
    }

    /// The commands of a part, as a script that says where it is.
    pub(crate) fn script(&self, part: &str) -> String {
        let blocks = self.0.iter().filter(|block| block.part == part);
        let commands: String = blocks
            .map(|Block { line, commands, .. }| format!("echo '== OPERATING.md:{line}' >&2\n{commands}\n"))
            .collect();
        assert!(
            !commands.is_empty(),
            "the guide has no part `{part}` with commands"
        );
        commands
    }

    /// The parts that have commands, in their order.
    pub(crate) fn parts(&self) -> Vec<&str> {
        let mut parts: Vec<&str> = self.0.iter().map(|block| block.part.as_str()).collect();
        parts.dedup();
        parts
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let (mut blocks, mut part) = (Vec::new(), String::new());
    let mut lines = text.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        if let Some(heading) = line.strip_prefix("##") {
            part = heading.trim_start_matches('#').trim().to_owned();
        }
        let Some(language) = line.strip_prefix("```") else {
            continue;
        };
        let inside = lines.by_ref().map(|(line, _)| line);
        let inside: Vec<&str> = inside.take_while(|line| *line != "```").collect();
        if language == "sh" {
            blocks.push(Block {
                part: part.clone(),
                line: number,
                commands: inside.join("\n"),
            });
        }
    }
    blocks
}

#[test]
fn commands_are_found_with_their_part_and_their_line() {
    let text = "# Guide\n## Install\n### Here\n```sh\na\n\n## b\n```\ntext\n```bash\nc\n```\n## There\n```sh\nd\n```\n";
    let block = |part: &str, line, commands: &str| Block {
        part: part.to_owned(),
        line,
        commands: commands.to_owned(),
    };
    assert_eq!(
        blocks(text),
        [block("Here", 4, "a\n\n## b"), block("There", 14, "d")]
    );
}
