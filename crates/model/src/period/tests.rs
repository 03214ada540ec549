use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn frequencies() -> impl Strategy<Value = Frequency> {
    proptest::sample::select(Frequency::ALL.to_vec())
}

fn periods() -> impl Strategy<Value = Period> {
    frequencies().prop_flat_map(|frequency| {
        let (first, last) = frequency.ordinals();
        (first..=last).prop_map(move |ordinal| Period::from_ordinal(frequency, ordinal).unwrap())
    })
}

fn parse(text: &str) -> Period {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn strict_text_says_what_is_wrong() {
    for (text, message) in [
        ("2023-13", "period \"2023-13\": month 13 is not in 1..=12"),
        ("2023-00", "period \"2023-00\": month 0 is not in 1..=12"),
        ("2023-02-30", "period \"2023-02-30\": day 30 is not in 1..=28"),
        ("2024-02-30", "period \"2024-02-30\": day 30 is not in 1..=29"),
        ("2023-W54", "period \"2023-W54\": week 54 is not in 1..=52"),
        ("2020-W54", "period \"2020-W54\": week 54 is not in 1..=53"),
        ("2023-Q5", "period \"2023-Q5\": quarter 5 is not in 1..=4"),
        ("2023-S3", "period \"2023-S3\": half 3 is not in 1..=2"),
        ("0999", "period \"0999\": year 999 is not in 1000..=9998"),
        (
            "1000-W01",
            "period \"1000-W01\": the week does not lie wholly in the years 1000..=9998",
        ),
    ] {
        assert_eq!(text.parse::<Period>().unwrap_err().to_string(), message);
    }
    for text in [
        "",
        "2023-1",
        "2023-Q04",
        "+023",
        "2023-+1",
        "２０２３",
        "2023-W7",
        "2023-09-1",
        " 2023",
        "2023-q1",
    ] {
        assert_eq!(
            text.parse::<Period>().unwrap_err().fault(),
            &PeriodFault::Form,
            "{text}"
        );
    }
}

#[test]
fn builders_name_the_period_they_refuse() {
    let error = Period::monthly(2023, 13).unwrap_err();
    assert_eq!(error.text(), "2023-13");
    assert!(Period::daily(date(999, 12, 31)).is_err());
    let error = Period::from_ordinal(Frequency::Annual, 999)
        .unwrap_err()
        .to_string();
    assert_eq!(error, "period \"999\": annual ordinal 999 is not in 1000..=9998");
}

#[test]
fn start_and_end_are_calendar_days() {
    for (text, start, end) in [
        ("2023", date(2023, 1, 1), date(2024, 1, 1)),
        ("2023-S2", date(2023, 7, 1), date(2024, 1, 1)),
        ("2023-Q3", date(2023, 7, 1), date(2023, 10, 1)),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1)),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 4)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1)),
        ("9998-12-31", date(9998, 12, 31), date(9999, 1, 1)),
    ] {
        assert_eq!((parse(text).start(), parse(text).end()), (start, end), "{text}");
    }
}

#[test]
fn ordinals_are_the_documented_ones() {
    for (text, ordinal) in [
        ("2023", 2023),
        ("2023-S2", 4047),
        ("2023-Q4", 8095),
        ("2023-09", 24284),
        ("1970-W01", 0),
        ("1970-01-02", 1),
        ("1969-12-31", -1),
    ] {
        assert_eq!(parse(text).ordinal(), ordinal, "{text}");
    }
}

#[test]
fn a_year_ago_keeps_the_position() {
    for (text, ago) in [
        ("2023", Some("2022")),
        ("2023-S1", Some("2022-S1")),
        ("2023-Q1", Some("2022-Q1")),
        ("2023-01", Some("2022-01")),
        ("2021-W52", Some("2020-W52")),
        ("2020-W53", None),
        ("2024-02-29", None),
        ("2025-02-28", Some("2024-02-28")),
        ("1000", None),
        ("1000-06", None),
    ] {
        assert_eq!(parse(text).year_ago(), ago.map(parse), "{text}");
    }
}

#[test]
fn enclosing_periods_hold_the_whole() {
    assert_eq!(
        parse("2023-09").enclosing(Frequency::Quarterly),
        Some(parse("2023-Q3"))
    );
    assert_eq!(
        parse("2023-09").enclosing(Frequency::Monthly),
        Some(parse("2023-09"))
    );
    assert_eq!(parse("2023-09").enclosing(Frequency::Daily), None);
    assert_eq!(
        parse("2023-W37").enclosing(Frequency::Monthly),
        Some(parse("2023-09"))
    );
    assert_eq!(parse("2023-W05").enclosing(Frequency::Monthly), None);
    assert_eq!(parse("2020-W53").enclosing(Frequency::Annual), None);
}

#[test]
fn wholes_stand_before_their_parts() {
    let mut periods = ["2023-01-01", "2023-Q1", "2022-W52", "2023", "2023-01", "2023-S1"].map(parse);
    periods.sort();
    assert_eq!(
        periods,
        ["2022-W52", "2023", "2023-S1", "2023-Q1", "2023-01", "2023-01-01"].map(parse)
    );
}

#[test]
fn what_people_write_is_read() {
    for (text, period) in [
        ("2023-W37", "2023-W37"),
        ("2023年", "2023"),
        ("2023年度", "2023"),
        ("2023 全年", "2023"),
        ("2023年全年", "2023"),
        ("2023年末", "2023"),
        ("２０２３", "2023"),
        ("二〇二三年", "2023"),
        ("二○二三年十二月", "2023-12"),
        ("2023年上半年", "2023-S1"),
        ("2023年 下半年", "2023-S2"),
        ("2024H1", "2024-S1"),
        ("2023年H1", "2023-S1"),
        ("2023年三季度", "2023-Q3"),
        ("2023年第3季度", "2023-Q3"),
        ("2023年第三季度", "2023-Q3"),
        ("2023Q3", "2023-Q3"),
        ("Q3 2023", "2023-Q3"),
        ("2023年一季度", "2023-Q1"),
        ("2023年9月", "2023-09"),
        ("2023 年 9 月", "2023-09"),
        ("2023年9月份", "2023-09"),
        ("2023-9", "2023-09"),
        ("2023.09", "2023-09"),
        ("2023.9", "2023-09"),
        ("2023.10", "2023-10"),
        ("2023/9", "2023-09"),
        ("202309", "2023-09"),
        ("Sept. 2023", "2023-09"),
        ("September 2023", "2023-09"),
        ("2023年9月17日", "2023-09-17"),
        ("2023/9/17", "2023-09-17"),
        ("2023.9.17", "2023-09-17"),
        ("2023年9月17号", "2023-09-17"),
        ("2023-09-17 00:00:00", "2023-09-17"),
        ("2023/9/17 00:00:00", "2023-09-17"),
        ("2023.1-6", "2023-S1"),
        ("20230917", "2023-09-17"),
        ("2023年第37周", "2023-W37"),
        ("2023年1-6月", "2023-S1"),
        ("2023年1-3月", "2023-Q1"),
        ("2023年1-12月", "2023"),
        ("2023年1月至6月", "2023-S1"),
        ("2023年4-6月", "2023-Q2"),
        ("2023年1-4季度", "2023"),
        ("1850年", "1850"),
    ] {
        assert_eq!(read(text), Some(parse(period).into()), "{text}");
    }
}

#[test]
fn year_to_date_values_are_told_apart() {
    for text in [
        "2023年1—9月",
        "2023年1-9月",
        "2023年1——9月累计",
        "2023年前三季度",
        "2023年一至三季度",
        "2023年前9个月",
        "2023年前9月",
        "2023年前九月份",
        "2023年前三季",
        "2023年9月累计",
    ] {
        let reading = PeriodReading {
            period: parse("2023-09"),
            cumulative: true,
        };
        assert_eq!(read(text), Some(reading), "{text}");
    }
}

#[test]
fn what_is_no_period_is_none() {
    for text in [
        "",
        "1850",
        "2101",
        "23年",
        "2023-13",
        "2023.1",
        "2023.123",
        "2023年13月",
        "2023年2月30日",
        "2023年2-7月",
        "12023",
        "202313",
        "20230230",
        "2023年指标",
        "合计",
        "2023-W54",
        "2023.5.6.7",
        "9999999999999",
        "1-6月",
        "2023-2024",
        "12.5",
        "1,999",
        "十十年",
        "第三季度",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn a_part_takes_its_year_from_above() {
    assert_eq!(read_in_year("1-6月", 2023), Some(parse("2023-S1").into()));
    assert_eq!(read_in_year("三季度", 2023), Some(parse("2023-Q3").into()));
    assert_eq!(read_in_year("全年", 2023), Some(parse("2023").into()));
    assert_eq!(read_in_year("Sep", 2023), Some(parse("2023-09").into()));
    assert_eq!(read_in_year("", 2023), None);
    assert_eq!(read_in_year("12", 2023), None);
    assert_eq!(read_in_year("2022年1月", 2023), None);
}

proptest! {
    #[test]
    fn text_is_read_back(period in periods()) {
        prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
    }

    #[test]
    fn ordinal_is_read_back(period in periods()) {
        prop_assert_eq!(Period::from_ordinal(period.frequency(), period.ordinal()).unwrap(), period);
    }

    #[test]
    fn order_is_that_of_the_dates(a in periods(), b in periods()) {
        let key = |p: Period| (p.start(), std::cmp::Reverse(p.end()));
        if a.frequency() != Frequency::Weekly || b.frequency() != Frequency::Weekly {
            prop_assert_eq!(a.cmp(&b), key(a).cmp(&key(b)).then(a.frequency().cmp(&b.frequency())));
        }
        prop_assert_eq!(a.cmp(&b).reverse(), b.cmp(&a));
    }

    #[test]
    fn neighbours_touch(period in periods()) {
        if let Some(next) = period.next() {
            prop_assert_eq!(next.previous(), Some(period));
            prop_assert_eq!(next.start(), period.end());
            prop_assert!(next > period);
        }
        prop_assert!(period.start() < period.end());
    }

    #[test]
    fn offsets_add_up(period in periods(), a in -500i32..500, b in -500i32..500) {
        if let Some(there) = period.offset(a).and_then(|p| p.offset(b)) {
            prop_assert_eq!(period.offset(a + b), Some(there));
        }
    }

    #[test]
    fn a_year_ago_lies_a_year_before(period in periods()) {
        if let Some(ago) = period.year_ago() {
            let gap = days(period.start()) - days(ago.start());
            prop_assert!((363..=371).contains(&gap), "{} days", gap);
            prop_assert_eq!(ago.frequency(), period.frequency());
        }
    }

    #[test]
    fn every_day_lies_in_its_period(day in 0i32..2_000_000, frequency in frequencies()) {
        let (first, _) = Frequency::Daily.ordinals();
        let day = date_of(first + 7 + day);
        let period = Period::containing(day, frequency);
        prop_assert!(period.start() <= day && day < period.end());
    }

    #[test]
    fn enclosing_contains(period in periods(), frequency in frequencies()) {
        if let Some(whole) = period.enclosing(frequency) {
            prop_assert!(whole.contains(period));
            prop_assert!(whole.parts(period.frequency()).any(|part| part == period));
        }
    }

    #[test]
    fn parts_tile_their_whole(period in periods(), frequency in frequencies()) {
        let parts: Vec<Period> = period.parts(frequency).collect();
        for part in &parts {
            prop_assert!(period.contains(*part));
        }
        for pair in parts.windows(2) {
            prop_assert_eq!(pair[0].end(), pair[1].start());
        }
        if frequency < period.frequency() {
            prop_assert!(parts.iter().all(|part| part.contains(period)));
        } else if frequency != Frequency::Weekly && period.frequency() != Frequency::Weekly {
            prop_assert_eq!(parts.first().unwrap().start(), period.start());
            prop_assert_eq!(parts.last().unwrap().end(), period.end());
        }
    }

    #[test]
    fn strict_text_is_read_leniently_too(period in periods()) {
        let is_bare = period.frequency() != Frequency::Annual || (1900..=2100).contains(&period.ordinal());
        prop_assert_eq!(read(&period.to_string()), is_bare.then(|| period.into()));
    }

    #[test]
    fn no_text_panics(text in "[0-9年月日季度第周前上下半全至一二三十〇QHSW./\\- —～]{0,16}|\\PC*") {
        let _ = text.parse::<Period>();
        let _ = read(&text);
        let _ = read_in_year(&text, 2023);
    }
}

fn date_of(days: i32) -> jiff::civil::Date {
    super::date(days)
}
