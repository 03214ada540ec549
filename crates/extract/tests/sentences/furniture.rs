//! Bylines and captions are furniture; results that begin with the same words are not.

use super::support;
use zhibiao_extract::{Context, NoiseKind};

fn read(line: &str) -> zhibiao_extract::Reading {
    let text = format!("{}工作总结\n\n{line}\n", super::ZONE);
    support::extractor().read(&text, &Context::default()).unwrap()
}

#[test]
fn results_that_begin_like_furniture_are_read() {
    for (line, value) in [
        ("版权登记量达1.2万件，同比增长15%。", 12_000.0),
        ("值班备勤消防车26辆。", 26.0),
        ("主编地方标准8项。", 8.0),
        ("校对设备入库40台，全部投用。", 40.0),
        ("扫码支付商户达3000户。", 3000.0),
    ] {
        let reading = read(line);
        assert_eq!(
            reading.facts.first().map(|fact| fact.value),
            Some(value),
            "{line} {reading:#?}"
        );
    }
}

#[test]
fn bylines_and_captions_are_furniture() {
    for line in [
        "版权所有：高新区管委会 地址大道66号3栋",
        "值班：张三 电话 6123456",
        "责任编辑：李四 2024年4月5日",
        "校对 王五 第3版",
        "上图：年产5万台的生产线。",
        "图为年产5万台的生产线。",
    ] {
        let reading = read(line);
        assert!(reading.facts.is_empty(), "{line} {reading:#?}");
        let is_furniture = |kind| kind == NoiseKind::Furniture;
        assert!(
            reading.noise.iter().any(|noise| is_furniture(noise.kind)),
            "{line} {reading:#?}"
        );
    }
}
