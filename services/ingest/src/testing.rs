//! The catalogue of the unit tests.

use zhibiao_model::{
    catalog::{Approval, Indicator, IndicatorKind},
    formula::Formula,
    ids::{DepartmentId, IndicatorCode, KindId},
    period::Frequency,
};
use zhibiao_testkit::catalog::Small;

use crate::{atlas::Atlas, header::Header};

/// An indicator about zones.
pub(crate) fn indicator(code: &str, unit: &str, frequency: &str, span: &str) -> Indicator {
    let change = |indicator: &mut Indicator| {
        indicator.frequency = frequency_of(frequency);
        if !span.is_empty() {
            indicator.dimensions.insert("span".to_owned(), span.to_owned());
        }
    };
    let catalog = Small::default().indicator_with(code, unit, change).build();
    let (_, indicator) = catalog.items().indicators.first_key_value().unwrap();
    indicator.as_ref().clone()
}

fn frequency_of(text: &str) -> Frequency {
    Frequency::ALL
        .into_iter()
        .find(|f| f.to_string() == text)
        .unwrap()
}

/// Two zones, two platforms of one name, and indicators of every kind that the checks tell apart.
pub(crate) fn small() -> Small {
    let of = |zh: &'static str, frequency: &'static str| {
        move |indicator: &mut Indicator| {
            indicator.names.zh = zh.to_owned();
            indicator.frequency = frequency_of(frequency);
            indicator.owner = DepartmentId::new("statistics").ok();
        }
    };
    Small::default()
        .zone("a", "甲高新区")
        .zone("b", "乙高新区")
        .zone_with("late", "新设区", |zone| {
            zone.validity.from = Some("2020-01-01".parse().unwrap())
        })
        .zone_with("gone", "旧区", |zone| {
            zone.validity.until = Some("2015-01-01".parse().unwrap())
        })
        .subject("platforms/a-data", "大数据平台", "a")
        .subject("platforms/b-data", "大数据平台", "b")
        .department_with("statistics", "统计局", |department| {
            department.approval = Approval::FourEyes
        })
        .department_with("science", "科技局", |department| {
            department.approval = Approval::FourEyes
        })
        .department("yearbook", "年鉴社")
        .indicator_with("gdp", "亿元", |indicator| {
            of("地区生产总值", "annual")(indicator);
            indicator.range.min = Some(0.0);
        })
        .indicator_with("revenue", "亿元", of("营业收入", "annual"))
        .indicator_with("exports", "美元", of("出口额", "annual"))
        .indicator_with("people", "人", |indicator| {
            of("从业人员", "annual")(indicator);
            indicator.kind = IndicatorKind::Stock;
        })
        .indicator_with("share", "%", |indicator| {
            of("收入占比", "annual")(indicator);
            indicator.kind = IndicatorKind::Ratio;
            indicator.formula = Some(Formula::parse("{revenue} / {gdp}").unwrap());
        })
        .indicator_with("gdp-half", "亿元", |indicator| {
            of("半年生产总值", "semiannual")(indicator);
            indicator.parent = IndicatorCode::new("gdp").ok();
        })
        .indicator_with("output", "亿元", of("工业产值", "monthly"))
        .indicator_with("output-cumulative", "亿元", |indicator| {
            of("累计工业产值", "monthly")(indicator);
            indicator.parent = IndicatorCode::new("output").ok();
            indicator
                .dimensions
                .insert("span".to_owned(), "year-to-date".to_owned());
        })
        .indicator_with("users", "个", |indicator| {
            of("平台用户数", "annual")(indicator);
            indicator.subject_kinds = [KindId::new("platforms").unwrap()].into();
        })
}

/// The same, indexed.
pub(crate) fn atlas() -> Atlas {
    Atlas::new(small().build())
}

/// A header of the statistics office, changed at will.
pub(crate) fn header(change: impl FnOnce(&mut zhibiao_proto::report::v1::ReportHeader)) -> Header {
    let mut header = zhibiao_proto::report::v1::ReportHeader {
        department: "departments/statistics".to_owned(),
        ..Default::default()
    };
    change(&mut header);
    Header::read(header, &atlas()).unwrap()
}
