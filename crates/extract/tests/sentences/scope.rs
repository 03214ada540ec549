//! Which zone and which subject a number is about.

use zhibiao_extract::{Context, ZoneRef};

use super::{read, support};

#[test]
fn numbers_find_their_zones() {
    let extractor = support::extractor();
    for (rule, text, expected) in [
        (
            "zones, the last with the name",
            "西安高新区、武汉东湖高新区营业收入依次为24000亿元、30000亿元。",
            &[("xian-htz", 24e11), ("wuhan-donghu-htz", 3e12)][..],
        ),
        (
            "a name that nobody knows rules its paragraph",
            "郑州高新区：创新\n\n中原科技城与郑州高新区联动发展。\n\n技术合同成交额2亿元。",
            &[("zhengzhou-htz", 2e8)],
        ),
        (
            "parts of a zone in a list are no zones",
            "杭州高新区发展良好。\n\n物联网产业园、智造产业园2个平台入驻企业320家。",
            &[("hangzhou-htz", 2.0), ("hangzhou-htz", 320.0)],
        ),
    ] {
        let reading = extractor.read(text, &Context::default()).unwrap();
        let found: Vec<(&str, f64)> = reading
            .facts
            .iter()
            .map(|fact| match &fact.zone {
                Some(ZoneRef::Known(id)) => (id.id(), fact.value),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(found, expected, "{rule}");
    }
}

#[test]
fn numbers_find_their_subjects() {
    let extractor = support::extractor();
    for (rule, sentence, subject) in [
        (
            "a firm behind a word for firms",
            "园区企业星海半导体股份有限公司营业收入5亿元。",
            "星海半导体股份有限公司",
        ),
        (
            "a place in quotation marks",
            "。“中国声谷”入园企业2300家。",
            "中国声谷",
        ),
        (
            "a name with what leads up to it",
            "：\n\n此次签约的星海智慧医疗产业园项目总投资30亿元。",
            "星海智慧医疗产业园项目",
        ),
        (
            "an item of a list that is a name",
            "：\n（2）光伏治沙项目。计划投资5亿元。",
            "光伏治沙项目",
        ),
        (
            "a centre that serves",
            "。政务服务中心设置综合窗口36个。",
            "政务服务中心",
        ),
    ] {
        let reading = read(&extractor, sentence);
        let found = reading.facts[0].subject.as_ref().map(|subject| subject.zh());
        assert_eq!(found, Some(subject), "{rule}: {sentence} {reading:#?}");
    }
}
