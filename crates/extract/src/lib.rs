//! Narrative reports in Chinese → measured facts, each with the place it stands in.
//!
//! Zones report in prose (目前已累计开通5G基站553座). [`Extractor::read`] tells what each number of a text is: a [`Fact`]
//! with zone, subject, indicator, measure, value, unit, qualifier and period; known [`Noise`], such as a date; or
//! [`Unmatched`], for a reviewer to see what was passed over. No Arabic digit is in none of the three, nor are
//! Chinese numerals of two characters or more, or before a measure word; only 一 may be an article.
//!
//! ```
//! use std::sync::Arc;
//! use zhibiao_extract::{Context, Extractor, Lexicon};
//! # use zhibiao_model::{catalog::*, ids::*, period::Frequency, unit::Unit};
//! # let mut draft = Draft::default();
//! # let names = |zh: &str| Names { zh: zh.into(), ..Names::default() };
//! # let id = ZoneId::new("zhaoqing-htz")?;
//! # draft.zones.insert(id.clone(), Zone { id, names: names("肇庆高新区"), class: "htz".into(), level: String::new(),
//! #     parent: None, code: String::new(), validity: Validity::default(), note: String::new() });
//! # let code = IndicatorCode::new("base-stations-5g")?;
//! # draft.indicators.insert(code.clone(), Arc::new(Indicator { code, names: names("5G基站数"), unit: Unit::parse("个")?,
//! #     direction: Direction::Up, kind: IndicatorKind::Stock, theme: String::new(), owner: None, frequency: Frequency::Annual,
//! #     range: Range::default(), subject_kinds: [KindId::zones()].into(), formula: None, parent: None,
//! #     dimensions: Default::default(), definition_zh: String::new(), definition_en: String::new(),
//! #     attributes: Default::default(), version: 1 }));
//! # let catalog = Catalog::build(draft).unwrap();
//! let extractor = Extractor::new(Lexicon::from_catalog(&catalog));
//! let text = "截至2023年底，肇庆高新区已累计开通5G基站553座。";
//! let reading = extractor.read(text, &Context::default())?;
//! let fact = &reading.facts[0];
//! assert_eq!((fact.indicator.code().unwrap().id(), fact.value), ("base-stations-5g", 553.0));
//! assert_eq!(&text[fact.number.bytes.clone()], "553");
//! assert_eq!(fact.period.unwrap().period.to_string(), "2023");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How a text is read
//!
//! 1. `page` folds full-width forms one to one, puts sentences together again that a column break cut, and cuts the
//!    text into blocks and sentences. Every position leads back to its byte and character.
//! 2. `lexicon` finds the catalogue's names in one pass through a `trie`: leftmost, longest.
//! 3. `tokens` walks once over the text and sorts what has a digit: `quantity` (with `units`, `ranges`, `ratios` and `multiples`),
//!    `numerals`, `ranks`, `times` (with `abbreviations` and `comparisons`), `labels`.
//! 4. `heads` finds the units in brackets, and `periods` the day of issue in the first lines where the caller gives none.
//!    Then `extractor::reader` goes from sentence to sentence: `zones`, `subjects` (with `turns` and `speakers`), `periods`
//!    and `sections` follow what the text speaks of, and `pairs` matches the `lists` of 分别, of levels and of names right
//!    before their numbers.
//! 5. For each number, `cells` looks at the row of a table that it stands in; `asides`, `others`, `beyond` and `thresholds`
//!    sort out what only helps another one; `places` tells what a clause says of a city or district; `sides` and `naming`
//!    find its name, `measures` and `plans` what it says (with `differences`, `ranked`, `dated` and, by whose reckoning,
//!    `heads`), `attribution` and `joint` what it is about, `indicators` what the name means beside it, `stocks` whether it
//!    stands at a moment, `held` who holds a part of it, `parts` whether it names a part only (with `parts::actors`, who does
//!    what the clause tells).
//! 6. `assemble` puts the fact together, with its scope, confidence and reasons; of two values of one thing none is sure.
//!
//! Every rule looks at most one sentence far, but for the clause that 该项目 refers to, the zone, subject and time in force,
//! what was told before in the text (a repeat, another value of the same, a zone that was named), and the first lines,
//! which may say when the text was issued. A sentence is at most 512 characters: the time is linear in the
//! text. A text is at most [`LONGEST_TEXT`] bytes and has at most [`MOST_NUMBERS`] numbers; memory is about 20 times
//! that of prose, up to 30 times that of words of time or change alone, and up to 900 bytes a number beyond.
//!
//! # Adding to it
//!
//! Most additions are one of these. Each is a test in `tests/sentences/adding.rs`, which a line for another word is added to:
//!
//! - An alias, 科小高企: in the column `aliases` of the pack's `indicators.csv`, parted by `|`. `zhibiao extract FILE --pack
//!   FOLDER` shows what it changes; without `--pack` the pack counts that the program was built with.
//! - A measure word, 盒: `count("盒", &[])` in `crates/model/src/unit/table.rs`, among its like.
//! - A currency, 瑞典克朗: `money!("瑞典克朗", &["SEK"])` in the same table, with its other spellings in the brackets.
//! - A qualifier, 直逼: `("直逼", Qualifier::Approximate)` in `BEFORE_ABOUT` of `crates/model/src/qualifier.rs`, before any
//!   word that it begins with; a cell of a table may then say it too. 不下于, which only prose says, is in `DOUBTS_BEFORE` of
//!   `tables/numbers.rs`.
//!
//! `cargo test -p zhibiao-extract` tells in seconds what a word changes. A text that is read wrongly becomes a file in
//! `tests/texts` first: the text, `----`, and one line a fact. `tests/corpus` counts what longer texts are read for.
//! A table holds general words of the language only; never a phrase of one text. What a list is for stands beside it in
//! `tables/`; single characters of grammar (、, 的, 每) stand in the rules themselves.
//!
//! Where the kinds of words that are added most have their place:
//!
//! | what | where | then |
//! |---|---|---|
//! | a name or alias of an indicator, zone or subject | the catalogue: a pack's `indicators.csv`, `zones.csv`, `subjects.csv` | nothing: the lexicon is made from it; an alias that a review keeps is in the hub's catalogue only, not in the pack |
//! | a measure word or unit | `crates/model/src/unit/table.rs`: one line; it is vetoed by `NO_UNIT`, `NOT_AFTER_CHINESE` and `ORDINAL_ENDINGS` in `tables/noise.rs` | `every_measure_word_counts` in `tests/sentences/counts.rs` tells whether it is read |
//! | a currency | `crates/model/src/unit/table.rs`: one line | a line in `tests/readings/currencies.rs` |
//! | a word that begins like a measure word (项目, 部门) | `tables/noise.rs`, `UNIT_IS_WORD` | the same |
//! | a word between digits, scale and unit (余, 来), or of a range | `tables/numbers.rs` | a line in `tests/sentences/counts.rs` or `ranges.rs` |
//! | a qualifier | `crates/model/src/qualifier.rs`, or `DOUBTS_BEFORE` and `DOUBTS_BEHIND` in `tables/numbers.rs` for one of running text only; where it is part of a word (签约), `NO_QUALIFIER` in `tables/noise.rs` | `every_qualifier_is_read` in `tests/sentences/adding.rs` tells whether it is read |
//! | an idiom with digits (一体化) | `tables/noise.rs`, `WORDS` | a line in `noise_is_told_by_its_kind` of `tests/rules.rs`; one in Arabic digits (211) too that shows it before a unit and inside a longer number, in `tests/figures/digits.rs` |
//! | a word of growth, rank or plan | `tables/cues.rs`, `CUES` | a line in `measures` of `tests/rules.rs` |
//! | a word of time, or that compares with one | `tables/cues.rs`; a comparison never dates what follows it | a line in `periods_are_stated_or_inferred_by_a_named_rule` of `tests/rules.rs`; of several years together in `tests/figures/scope.rs` |
//! | what is told of the firm behind a project (成立于), or a word before the firm that builds it | `tables/subjects.rs`: `TOLD_OF_FIRM`, `FIRM_AGENTS` | a line in `tests/readings/behind.rs` |
//! | a verb of what is done for things, which is no stock of them (走访), or what is ranked by itself (综合评价) | `tables/names.rs`: `ACTIVITIES`, `RANKED` | a line in `tests/readings/picked.rs` |
//! | a word before brackets by which their number is of others (平均水平) | `tables/cues.rs`, `AVERAGES` | a line in `tests/readings/others.rs` |
//! | a time that is not told for sure (上一季度), the ending of one that no rule reads (期间), or a character before 同 by which it is another word | `tables/cues.rs`: `UNCLEAR_TIMES`; `TIME_ENDINGS`, `NO_TIME_ENDINGS`; `NO_WITH` | a line in `tests/readings/times.rs` |
//! | a word for the year that a report looks back on (过去一年), or for the one before the year spoken of (上年) | `tables/cues.rs`: `PAST_YEARS`, `RETROSPECTS`, `YEARS_AGO` | a line in `tests/readings/retrospects.rs` |
//! | the ending of a zone that the catalogue doesn't know, wherever it stands, a word before one, or one that no zone is called by | `tables/zones.rs`: `SURE_ENDINGS`, `NO_ENDINGS`, `LEADS`, `PLACING`, `NO_NAME`, `DONE_FOR_ZONES` | a line in `tests/readings/zones.rs` |
//! | what is done to come to a zone, or when, before its name (入驻), or what a kind of zones is called by (国家级), with the ends of regions that have several and what is told of one of them (创建) | `tables/zones.rs`: `CUTS`; `ZONE_LEVELS`, `REGIONS`, `OF_ONE` | a line in `tests/readings/zone_names.rs`, `aggregates.rs` |
//! | what zones have alone (一般公共预算收入), which no subject of a sentence before has | `tables/subjects.rs`, `OF_ZONES` | a line in `tests/readings/firms.rs` |
//! | what firms that were just counted do (实现), or a name of all firms of a zone | `tables/subjects.rs`: `FIRMS_DO`, `ALL_FIRMS` | a line in `tests/readings/firms.rs` |
//! | a word by which somebody comes to a firm (走进), or with which a name goes on to be another's (基金管理人) | `tables/subjects.rs`: `VISITING`, `GOES_ON_AS` | a line in `tests/readings/firms.rs` |
//! | a word that ends a plan, or begins something in a year | `tables/cues.rs`: `DONE`, `ACHIEVED`, `REACHED`, `BEGUN` | a line in `tests/sentences/plans.rs` |
//! | what counted incubators and parks have as zones do, or the trade by which a firm is called (华工科技) | `tables/subjects.rs`: `COUNTED_CARRIERS`, `OF_CARRIERS`; `FIRM_TRADES` | a line in `tests/readings/carriers.rs`, `firms.rs` |
//! | who holds a part of what was told (其中高校), or by what counted firms are picked (年产值过亿元) | `tables/names.rs`, `HOLDING`; `tables/subjects.rs`, `FIRM_AMOUNTS` | a line in `tests/readings/lists.rs`, `subjects.rs` |
//! | a word by which one comes to somebody whom no ending tells of (探访), or with which such words end where nobody is come to (方面) | `tables/subjects.rs`: `COMING_TO`, `STAYING_AT`; `NO_VISITS` | a line in `tests/readings/visits.rs` |
//! | a country or a kind whose firms are told of together (日本企业) | `tables/subjects.rs`, `COUNTRIES` | a line in `tests/readings/subjects.rs` |
//! | a word of change before a former growth (由上年的下降), or behind one (转为) | `tables/cues.rs`: `FORMER_CHANGES`, `TURNED` | a line in `tests/readings/turned.rs` |
//! | what ends the words of a time behind 由 at which a change started (建区之初的), or a character before 现在 by which it is another word | `tables/cues.rs`: `FORMER_TIMES`, `NO_NOW_BEFORE` | a line in `tests/readings/turned.rs` |
//! | a word by which a growth is not all of what was named (剔除), or a plan that names nothing (规划目标) | `tables/names.rs`: `EXCLUDING`, `PLANS` | a line in `tests/readings/multiples.rs`, `planned.rs` |
//! | what stands behind 当前 where it dates nothing (当前存在) | `tables/cues.rs`, `NO_NOW` | a line in `tests/readings/dates.rs` |
//! | what happens to a zone in a year that dates nothing of later (获批), a word before a year that is only referred to (根据), or for what there is now (现有) | `tables/cues.rs`: `EVENTS`, `REFERRING`, `MEASURED_AGAINST`, `STANDING` | a line in `tests/readings/events.rs` |
//! | what a heading says whose section tells plans, alone or with a year to come, or a word for what is done next | `tables/cues.rs`: `PLAN_HEADS`, `WORK_HEADS`, `NEXT` | a line in `tests/readings/expected.rs` |
//! | a word of a line beside which a time is that of issue (新闻通稿), or one behind or before such a day (讯, 记者) | `tables/cues.rs`: `ISSUES`, `DATELINES`, `REPORTERS` | a line in `tests/readings/issued.rs` |
//! | a word in the name of what is done in a time (产值), which nothing is at the end of it | `tables/names.rs`, `FLOWS` | a line in `tests/readings/standing.rs` |
//! | a word by which a plan was made (制定) | `tables/cues.rs`, `MAKING` | a line in `tests/readings/expected.rs` |
//! | the head of a column of the year before (上年同期) | `tables/cues.rs`, `YEAR_BEFORE` | a line in `tests/readings/tabled.rs` |
//! | a word of growth at the prices of each year (现价), or by which a heading of plans has results too (问题) | `tables/cues.rs`: `NOMINAL`, with a line in `CUES` as `Base`; `MIXED_HEADS` | a line in `tests/readings/in_turn.rs`, `planned.rs` |
//! | a place in whose name a character stands that no other zone is called by (净月) | `tables/zones.rs`, `NAMES_WITH_STOPS` | a line in `tests/readings/homes.rs` |
//! | a kind of subject by its ending | `tables/subjects.rs`, `ENDINGS` | a text in `tests/texts` |
//! | a word by which a thing belongs to a firm, or that sums up a list (两个项目) | `tables/subjects.rs`, `OWNING` and `LISTED_THINGS` | a line in `tests/readings/subjects.rs` |
//! | a word that makes a part of what stands behind it (软件业, 女性), or by which a growth is over other years | `tables/names.rs`, `PART_ENDINGS`; `tables/cues.rs`, `CUES` as `Base` | a line in `tests/readings/parts.rs`, of a growth in `growths.rs`; what ends like one and is none is in `NO_PARTS`, a part that offices mean the whole by in `WHOLE_HOLDERS` |
//! | what a part of the zone does before what it has (完成), what it has as the zone does, behind a semicolon too (营业额), what is done by all (招商引资), or what ends a clause that says of what a sentence is (方面) | `tables/names.rs`: `PART_DEEDS`, `EARNED`, `DONE_BY_ALL`, `THEMES` | a line in `tests/readings/actors.rs` |
//! | what is said of a part before its figures follow (延续高位运行), what a longer name goes on with (孵化器), what makes no part of it or is done for one, or what zones have alone whatever part is spoken of | `tables/scopes.rs`: `STATES`, `PART_TAILS`, `WHOLE_STEMS`, `NOT_ABOUT`, `NO_PARTS_OWN` | a line in `tests/readings/scopes.rs` |
//! | what zones are called of which several are told of together (九个开发区), words for all of them or for where they lie, or what a zone is to become (百亿级) | `tables/scopes.rs`: `GROUPED`, `ALL_ZONES`, `REGION_LEADS`, `TO_BECOME` | a line in `tests/readings/aggregates.rs` |
//! | what somebody whom no ending tells of does in a zone (增资), or is of one, a word before a zone where they are, or an ending of what is nobody | `tables/scopes.rs`: `INVESTING`, `FIRM_NOUNS`, `SETTLED`, `NO_ACTORS` | a line in `tests/readings/visits.rs` |
//! | how words begin or end that look like the name of a subject (增量项目, 市中心) | `tables/scopes.rs`: `NO_SUBJECT_STARTS`, `NO_SUBJECT_ENDINGS` | a line in `tests/readings/subjects.rs` |
//! | a word before a whole (而全市) | `tables/cues.rs`, `WHOLE_LEADS` | a line in `a_whole_is_no_zone` of `tests/readings/zones.rs` |
//! | the last character of a district's name, or a word that ends like one and is none (上市) | `tables/zones.rs`: `PLACE_ENDINGS`, `NO_PLACES`, and `CITIES` for those that end so all the same (成都市) | a line in `tests/readings/places.rs` |
//! | a word before a catalogue's name that leaves it the whole that it is (全社会); any other word makes the fact doubtful | `tables/names.rs`, `WHOLE_MODIFIERS` | a line in `tests/readings/parts.rs` |
//! | a function of expenditure or a section of industry whose name holds a mark or a verb | `tables/fields.rs`: `FUNCTIONS`, `SECTIONS`; what is told of one, `HEADS` | a line in `tests/readings/things.rs` |
//! | a noun of counted things, or what is said of them behind it (加快建设) | `tables/fields.rs`: `THINGS`; `ADVERBS`, `THING_DEEDS`, `STAGES`, `RECOGNISING` | the same |
//! | a name that says nothing without the things just counted (开工率) | `tables/fields.rs`: `BARE_AMOUNTS`, `BARE_RATES`, `BARE_STAGES`, `REACHING`; the things are in `COUNTED` | the same |
//! | a ranking that a clause before the place tells of (百强榜), what is said of one without a name (综合排名), or that it is the last one | `tables/names.rs`: `RANKINGS`, `BARE_RANKS`, `LATEST`; what places are counted in, `PLACES` of `tables/cues.rs` | a line in `tests/readings/ranked.rs` |
//! | an industry by its ending, what is told of all and of each, or what opens a sentence about parts (分产业看) | `tables/names.rs`: `INDUSTRIES`, `INDUSTRY_AMOUNTS` with `ADDED_UP`, `PARTS_AHEAD` | a line in `tests/readings/sectors.rs` |
//! | a word before an amount whose product stands behind it (年产), what small numbers of aims are counted of (加快), what is asked of others (政策支持), or by whom a zone was approved | `tables/names.rs`, `OUTPUT_OF`; `tables/noise.rs`, `SLOGANS`; `tables/cues.rs`: `SOUGHT`, `APPROVED` | a line in `tests/readings/forms.rs`, `events.rs` |
//! | what stands behind a zone from which something was heard (获悉) | `tables/zones.rs`, `HEARD` | a line in `tests/readings/homes.rs` |
//! | a word behind 世界 and the like that makes a class of firms of it (知名), or for a share of what was named before (比重) | `tables/cues.rs`, `KNOWN`; `tables/names.rs`, `BARE_SHARES` | a line in `tests/readings/classes.rs` |
//! | a verb before a counted thing (引进), a noun that begins like one (服务中心), or one that the name keeps (签约) | `tables/names.rs`: `VERBS`, `NO_VERBS`; `DEEDS_KEPT`, `GAINS_KEPT`, `STAGES_KEPT` | a line in `tests/readings/names.rs`, `gains.rs` |
//! | a word before an amount that only says that it was reached (累计), or one that a catalogue's name is changed by (新增) | `tables/names.rs`: `OPENING_VERBS`; `CHANGES_NAME`, `GAINS` | a line in `tests/readings/actors.rs`, `gains.rs` |
//! | a word behind which somebody is named whom one is ahead of (领先), or that one compares with (高于) | `tables/cues.rs`: `AHEAD_OF`, `CHANGED_SINCE`, `DIFFERENCES`; before a zone `COMPANIONS` of `tables/zones.rs` too | a line in `tests/readings/compared.rs` |
//! | what is said of a zone that is only set apart by it (入选), a bare word for one (经开区) or for another beside it (自贸区), or an office of one (国税局) | `tables/zones.rs`: `DISTINCTIONS`; `BARE_KINDS`, `INNER_KINDS`; `ZONE_OFFICES` | a line in `tests/readings/bare.rs` |
//! | what is said of one among so many that rises by no number (晋位), or of a place that names no ranking (上榜) | `tables/cues.rs`, `MOVING`; `tables/names.rs`, `UNRANKED` | a line in `tests/readings/described.rs`, `ranked.rs` |
//! | things that an amount right before them is the size of (20亿元企业), that each may have reached an amount, or amounts by which things are described (注册资本) | `tables/names.rs`: `SIZED`; `REACHED_BY`, `DESCRIBING` | a line in `tests/readings/described.rs` |
//! | what several industries have together (产业产值), or what a clause says of a figure that stands behind its pause (跃上新台阶) | `tables/names.rs`: `TOLD_TOGETHER`; `HAS_GROWN` with `GROWN_LEADS` | a line in `tests/readings/described.rs` |
//! | words by which something comes about once it is built (达产后), or the plan of a year of which a part is told (年任务) | `tables/cues.rs`: `ONCE_BUILT`, `YEARS_PLANS` | a line in `tests/readings/planned.rs` |
//! | who stands before 是 and is nobody (主要任务), or how a clause goes on from what an amount describes (不仅) | `tables/scopes.rs`, `NO_SOMEBODY`; `tables/subjects.rs`, `GOES_ON` | a line in `tests/readings/described.rs` |
//! | what a heading says whose section tells results (回顾) | `tables/cues.rs`, `RESULT_HEADS` | a line in `tests/readings/planned.rs` |
//! | what zones are, behind a number of them (国家高新区), or what such zones are together (三区) | `tables/zones.rs`: `KINDS`, `SEVERAL` | a line in `tests/readings/aggregates.rs` |
//! | the ending of a rate (强度), by whose reckoning a figure is (口径), or what stands for a whole behind 占 (的比重) | `tables/names.rs`: `RATES`, `RECKONING`; `tables/cues.rs`, `WHOLE_ENDS` | a line in `tests/readings/growths.rs`, `others.rs`, `classes.rs` |
//! | a word by which one number is of all names before it (均), or of each (各) | `tables/names.rs`, `OF_ALL_NAMES` and `NO_OF_ALL_NAMES`; of zones `OF_EACH` and `TOGETHER` of `tables/zones.rs` | a line in `tests/readings/totals.rs`, `lists.rs` |
//! | what is done to all that are ranked (考核), or a character behind 中 by which it is another word | `tables/cues.rs`: `ASSESSING`, `NO_WITHIN` | a line in `tests/readings/ranked.rs` |
//! | what people or money are called by where a number has no more than its scale (常住人口, 引导基金) | `tables/names.rs`: `PEOPLE_NAMES`, `FUNDS` | a line in `tests/readings/written.rs` |
//! | a word between a name and its number, or that no name begins with | `tables/names.rs`, `LINKING` and `LEADING`; where a name begins or ends like it (现代, 公共), `NO_LEADING` and `NO_LINKING` | a line in `tests/sentences` |
//!
//! Two tables cut before anything else is known. A single character in `LEADING` or `LINKING` cuts every word that
//! begins or ends with it: 现 alone made 代服务业 of 现代服务业, so that each such word needs a line in `NO_LEADING` or
//! `NO_LINKING`; add a longer word (现有) where it does. An entry of `WORDS` with digits takes them out of longer text
//! too: it must hold a word that no count stands before, and has a test in which the same digits are a figure.

mod abbreviations;
mod asides;
mod assemble;
mod attribution;
mod beyond;
mod cells;
mod comparisons;
mod dated;
mod differences;
mod extractor;
mod fact;
mod heads;
mod held;
mod indicators;
mod joint;
mod labels;
mod lexicon;
mod lists;
mod measures;
mod multiples;
mod naming;
mod numerals;
mod others;
mod page;
mod pairs;
mod parts;
mod periods;
mod places;
mod plans;
mod quantity;
mod ranges;
mod ranked;
mod ranks;
mod ratios;
mod reading;
mod rules;
mod scene;
mod sections;
mod shares;
mod sides;
mod sorted;
mod speakers;
mod stocks;
mod subjects;
mod tables;
mod thresholds;
mod times;
mod tokens;
mod trie;
mod turns;
mod units;
mod values;
mod words;
mod zones;

pub use extractor::{Context, Extractor, LONGEST_TEXT, MOST_NUMBERS, TextTooLarge};
pub use fact::{
    Caliber, Fact, FactPeriod, IndicatorRef, Measure, PeriodBasis, Reason, Span, SubjectRef, ZoneRef,
};
pub use lexicon::Lexicon;
pub use reading::{Missing, Noise, NoiseKind, Reading, Unmatched};
