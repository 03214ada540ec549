//! What the reader understood of a table.

use crate::entry::column_letters;

/// How a table lays out its dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A row a value: subject, indicator and value have their own columns.
    Long,
    /// Subjects down, indicators across.
    SubjectsByIndicators,
    /// Subjects down, periods across, one indicator named above.
    SubjectsByPeriods,
    /// Indicators down, periods across, one subject named above.
    IndicatorsByPeriods,
    /// Indicators down, subjects across.
    IndicatorsBySubjects,
    /// Subject and indicator down, periods across.
    SeriesByPeriods,
    /// Periods down, indicators across, one subject named above.
    PeriodsByIndicators,
    /// Periods down, subjects across, one indicator named above.
    PeriodsBySubjects,
    /// Subject and period down, indicators across.
    PanelByIndicators,
    /// Indicators down with one value each, one subject named above.
    IndicatorsForOneSubject,
    /// Subjects down with one value each, one indicator named above.
    OneIndicatorForSubjects,
    /// None of these.
    Other,
}

/// A table: where it stands and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Number of the sheet, from 1.
    pub sheet: u32,
    /// Name of the sheet; empty for text files.
    pub sheet_name: String,
    /// Title above the table; empty without one.
    pub title: String,
    /// First row, of the head or else of the data.
    pub first_row: u32,
    /// First row of the data.
    pub data_row: u32,
    /// First column.
    pub first_column: u32,
    /// Last column.
    pub last_column: u32,
    /// How it was read.
    pub layout: Layout,
}

/// What was read in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Names of the sheets in their order, hidden ones too; one empty name for text files.
    pub sheets: Vec<String>,
    /// Tables read.
    pub tables: u32,
    /// Entries handed out.
    pub entries: u32,
    /// Whether the sink ended the reading.
    pub stopped: bool,
}

impl Layout {
    /// The layout in a few words.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Long => "long, a row a value",
            Self::SubjectsByIndicators => "wide, subjects down, indicators across",
            Self::SubjectsByPeriods => "wide, subjects down, periods across",
            Self::IndicatorsByPeriods => "wide, indicators down, periods across",
            Self::IndicatorsBySubjects => "wide, indicators down, subjects across",
            Self::SeriesByPeriods => "wide, subjects and indicators down, periods across",
            Self::PeriodsByIndicators => "wide, periods down, indicators across",
            Self::PeriodsBySubjects => "wide, periods down, subjects across",
            Self::PanelByIndicators => "wide, subjects and periods down, indicators across",
            Self::IndicatorsForOneSubject => "indicators down, one subject",
            Self::OneIndicatorForSubjects => "subjects down, one indicator",
            Self::Other => "columns of values",
        }
    }
}

/// One line for people: `Sheet1!A3:F wide, subjects down, indicators across`.
impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.sheet_name.is_empty() {
            write!(f, "{}!", self.sheet_name)?;
        }
        let (first, last) = (
            column_letters(self.first_column),
            column_letters(self.last_column),
        );
        write!(f, "{first}{}:{last} {}", self.first_row, self.layout.describe())
    }
}
