//! The base units: one line each with symbol, other spellings, size in canonical units, and quantity.

use super::dimension::{Base, Currency, Dimension};

/// One base unit.
pub(super) struct Entry {
    /// As it is printed.
    pub(super) symbol: &'static str,
    /// Other spellings that are read; without spaces.
    pub(super) names: &'static [&'static str],
    /// Size in canonical units, as a fraction.
    pub(super) num: u64,
    pub(super) den: u64,
    pub(super) bases: &'static [(Base, i32)],
}

impl Entry {
    pub(super) fn dimension(&self) -> Dimension {
        self.bases.iter().fold(Dimension::ONE, |product, (base, n)| {
            product.times_power(&Dimension::of(*base), *n)
        })
    }

    /// Whether 万 and the like may stand before it: `万元`, but not `万%`.
    pub(super) fn takes_scale(&self) -> bool {
        self.symbol == "倍" || !(self.bases.is_empty() || matches!(self.bases, [(Base::PercentagePoints, 1)]))
    }
}

const fn unit(
    symbol: &'static str,
    names: &'static [&'static str],
    (num, den): (u64, u64),
    bases: &'static [(Base, i32)],
) -> Entry {
    Entry {
        symbol,
        names,
        num,
        den,
        bases,
    }
}

/// A measure word: things are things, whatever they are counted with.
const fn count(symbol: &'static str, names: &'static [&'static str]) -> Entry {
    unit(symbol, names, (1, 1), COUNT)
}

/// Money of one currency, which its symbol stands for.
macro_rules! money {
    ($symbol:literal, $names:expr) => {
        unit($symbol, $names, (1, 1), &[(Base::Money(Currency($symbol)), 1)])
    };
}

const RATIO: &[(Base, i32)] = &[];
const COUNT: &[(Base, i32)] = &[(Base::Count, 1)];
const PEOPLE: &[(Base, i32)] = &[(Base::People, 1)];
const AREA: &[(Base, i32)] = &[(Base::Area, 1)];
const LENGTH: &[(Base, i32)] = &[(Base::Length, 1)];
const VOLUME: &[(Base, i32)] = &[(Base::Volume, 1)];
const MASS: &[(Base, i32)] = &[(Base::Mass, 1)];
const COAL: &[(Base, i32)] = &[(Base::CoalEquivalent, 1)];
const CARBON: &[(Base, i32)] = &[(Base::CarbonDioxide, 1)];
const POWER: &[(Base, i32)] = &[(Base::Power, 1)];
const APPARENT: &[(Base, i32)] = &[(Base::ApparentPower, 1)];
const VOLTAGE: &[(Base, i32)] = &[(Base::Voltage, 1)];
const ENERGY: &[(Base, i32)] = &[(Base::Energy, 1)];
const DURATION: &[(Base, i32)] = &[(Base::Duration, 1)];
const MONTHS: &[(Base, i32)] = &[(Base::Months, 1)];
const DATA: &[(Base, i32)] = &[(Base::Data, 1)];
const DATA_RATE: &[(Base, i32)] = &[(Base::Data, 1), (Base::Duration, -1)];
const COMPUTING: &[(Base, i32)] = &[(Base::Computing, 1)];
const POINTS: &[(Base, i32)] = &[(Base::PercentagePoints, 1)];

const K: u64 = 1_000;
const M: u64 = 1_000_000;
const G: u64 = 1_000_000_000;
const T: u64 = 1_000_000_000_000;
const P: u64 = 1_000_000_000_000_000;
const E: u64 = 1_000_000_000_000_000_000;

/// Data sizes are decimal (1 GB = 10⁹ B), as the statistics of data centres and bandwidth use them.
#[rustfmt::skip] // One unit a line: a table is read down its columns.
pub(super) const TABLE: &[Entry] = &[
    unit("无", &["", "-", "—", "–", "1", "无量纲", "无单位", "比值", "ratio", "none"], (1, 1), RATIO),
    unit("%", &["百分比", "percent", "pct"], (1, 100), RATIO),
    unit("‰", &["千分比", "permille", "permil"], (1, K), RATIO),
    unit("ppm", &[], (1, M), RATIO),
    unit("倍", &["倍数", "times", "fold"], (1, 1), RATIO),
    unit("成", &[], (1, 10), RATIO),
    unit("百分点", &["个百分点", "percentagepoint", "percentagepoints", "pp"], (1, 100), POINTS),
    unit("比率差", &[], (1, 1), POINTS),
    unit("基点", &["个基点", "bp", "bps", "BP", "个BP", "个bp"], (1, 10_000), POINTS),

    money!("元", &["人民币元", "元人民币", "人民币", "RMB", "CNY", "￥", "¥", "yuan", "RMByuan", "圆", "块钱"]),
    money!("美元", &["USD", "$", "US$", "dollar", "dollars", "USdollar", "USdollars", "美金"]),
    money!("欧元", &["EUR", "€", "euro", "euros"]),
    money!("港元", &["HKD", "HK$", "港币", "港圆"]),
    money!("日元", &["JPY", "日圆", "JP¥", "yen"]),
    money!("英镑", &["GBP", "£"]),
    money!("韩元", &["KRW", "₩", "韩圆", "韩币"]),
    money!("新加坡元", &["SGD", "S$", "新元", "新币", "坡元"]),
    money!("加元", &["CAD", "C$", "加拿大元", "加币"]),
    money!("澳元", &["AUD", "A$", "澳大利亚元", "澳币"]),
    money!("瑞士法郎", &["CHF", "瑞郎"]),
    money!("卢布", &["RUB", "₽", "俄罗斯卢布"]),
    money!("新台币", &["TWD", "NT$", "新台币元", "台币"]),
    money!("泰铢", &["THB", "฿"]),
    money!("林吉特", &["MYR", "马来西亚林吉特", "马币", "令吉"]),
    money!("印度卢比", &["INR", "₹"]),
    money!("越南盾", &["VND", "₫"]),
    money!("瑞典克朗", &["SEK"]),
    money!("澳门元", &["MOP", "MOP$", "澳门币"]),

    count("个", &["unit", "units", "item", "items", "piece", "pieces", "pcs", "count", "箇", "個"]),
    count("家", &["间(家)", "company", "companies", "enterprise", "enterprises", "firms"]),
    count("件", &["case", "cases", "件(个)"]), count("项", &["project", "projects"]), count("座", &[]),
    count("枚", &[]), count("条", &[]), count("台", &[]), count("张", &[]), count("所", &[]),
    count("套", &["set", "sets"]), count("台套", &["台(套)", "台/套"]), count("辆", &["vehicle", "vehicles"]),
    count("宗", &[]), count("篇", &["paper", "papers"]), count("部", &[]), count("场", &[]), count("场次", &[]),
    count("起", &[]), count("份", &[]), count("次", &[]), count("个次", &[]), count("例", &[]), count("笔", &[]), count("只", &["隻"]),
    count("头", &[]), count("匹", &[]), count("羽", &[]), count("尾", &[]), count("株", &[]), count("棵", &[]),
    count("艘", &[]), count("架", &[]), count("架次", &[]), count("列", &[]), count("车次", &[]), count("班次", &[]),
    count("处", &[]), count("栋", &["幢"]), count("间", &[]), count("册", &[]), count("本", &[]), count("种", &[]),
    count("类", &[]), count("对", &[]), count("组", &[]), count("批", &[]), count("批次", &[]), count("片", &[]),
    count("块", &[]), count("支", &["枝"]), count("根", &[]), count("盏", &[]), count("盒", &[]), count("门", &[]), count("层", &[]),
    count("届", &[]), count("期", &[]), count("站", &[]), count("轮", &[]), count("单", &[]), count("款", &[]),
    count("颗", &[]), count("粒", &[]), count("幅", &[]), count("首", &[]), count("席", &[]), count("床", &["床位", "张床位"]),
    count("车位", &["个车位"]), count("泊位", &["个泊位"]), count("机架", &["个机架"]), count("字", &[]), count("股", &[]),
    count("家次", &["户次", "家(次)", "户(次)"]), count("件次", &["件(次)"]), count("标段", &["个标段"]), count("卷", &[]),

    unit("人", &["名", "位", "person", "persons", "people", "口"], (1, 1), PEOPLE),
    unit("户", &["用户", "household", "households"], (1, 1), &[(Base::Households, 1)]),
    unit("人次", &["人·次", "人(次)", "人次数", "visit", "visits", "person-times"], (1, 1), &[(Base::Visits, 1)]),
    unit("人年", &["person-year", "person-years", "FTE"], (12, 1), &[(Base::People, 1), (Base::Months, 1)]),

    unit("平方米", &["平米", "平方", "m2", "sqm", "squaremeter", "squaremeters", "squaremetre", "squaremetres"], (1, 1), AREA),
    unit("平方公里", &["平方千米", "km2", "sqkm", "squarekm", "squarekilometer", "squarekilometers", "squarekilometre", "squarekilometres"], (M, 1), AREA),
    unit("公顷", &["hm2", "ha", "hectare", "hectares"], (10_000, 1), AREA),
    unit("亩", &["市亩", "mu"], (2_000, 3), AREA),
    unit("平方厘米", &["cm2"], (1, 10_000), AREA),
    unit("米", &["m", "meter", "meters", "metre", "metres", "延米"], (1, 1), LENGTH),
    unit("公里", &["千米", "km", "kilometer", "kilometers", "kilometre", "kilometres", "单公里"], (K, 1), LENGTH),
    unit("厘米", &["cm"], (1, 100), LENGTH), unit("毫米", &["mm"], (1, K), LENGTH),
    unit("微米", &["μm", "um"], (1, M), LENGTH), unit("纳米", &["nm"], (1, G), LENGTH), unit("海里", &[], (1_852, 1), LENGTH),
    unit("立方米", &["m3", "立方", "方", "cubicmeter", "cubicmeters", "cubicmetre", "cubicmetres"], (1, 1), VOLUME),
    unit("升", &["L", "公升", "liter", "liters", "litre", "litres"], (1, K), VOLUME), unit("毫升", &["mL", "ml"], (1, M), VOLUME),

    unit("吨", &["t", "公吨", "ton", "tons", "tonne", "tonnes"], (K, 1), MASS),
    unit("千克", &["公斤", "kg", "kilogram", "kilograms"], (1, 1), MASS), unit("克", &["g", "gram", "grams"], (1, K), MASS),
    unit("毫克", &["mg"], (1, M), MASS), unit("微克", &["μg", "ug"], (1, G), MASS), unit("斤", &["市斤"], (1, 2), MASS),
    unit("吨公里", &["吨·公里", "吨千米"], (M, 1), &[(Base::Length, 1), (Base::Mass, 1)]),
    unit("人公里", &["人·公里", "人千米"], (K, 1), &[(Base::People, 1), (Base::Length, 1)]),
    unit("吨标准煤", &["吨标煤", "吨煤当量", "tce", "吨ce"], (K, 1), COAL),
    unit("千克标准煤", &["公斤标准煤", "千克标煤", "kgce"], (1, 1), COAL), unit("克标准煤", &["克标煤", "gce"], (1, K), COAL),
    unit("吨二氧化碳当量", &["吨二氧化碳", "吨CO2", "吨CO2当量", "tCO2", "tCO2e", "tCO2eq"], (K, 1), CARBON),
    unit("千克二氧化碳当量", &["千克二氧化碳", "公斤二氧化碳", "kgCO2", "kgCO2e"], (1, 1), CARBON),
    unit("克二氧化碳当量", &["克二氧化碳", "gCO2", "gCO2e"], (1, K), CARBON),

    unit("千瓦", &["kW", "KW", "kw", "Kw"], (1, 1), POWER), unit("瓦", &["W", "瓦特"], (1, K), POWER),
    unit("兆瓦", &["MW"], (K, 1), POWER), unit("吉瓦", &["GW"], (M, 1), POWER),
    unit("千伏安", &["kVA", "KVA", "kva"], (1, 1), APPARENT), unit("兆伏安", &["MVA"], (K, 1), APPARENT),
    unit("伏", &["V", "伏特"], (1, 1), VOLTAGE), unit("千伏", &["kV", "KV", "kv"], (K, 1), VOLTAGE),
    unit("千瓦时", &["kWh", "度", "千瓦小时", "kilowatt-hour", "kilowatt-hours"], (1, 1), ENERGY),
    unit("兆瓦时", &["MWh"], (K, 1), ENERGY), unit("吉瓦时", &["GWh"], (M, 1), ENERGY),
    unit("焦耳", &["J", "焦"], (1, 3_600_000), ENERGY), unit("千焦", &["kJ", "KJ"], (1, 3_600), ENERGY),
    unit("兆焦", &["MJ"], (5, 18), ENERGY), unit("吉焦", &["GJ", "百万千焦"], (2_500, 9), ENERGY),

    unit("毫秒", &["ms"], (1, K), DURATION), unit("秒", &["s", "sec", "second", "seconds", "秒钟"], (1, 1), DURATION),
    unit("分钟", &["min", "minute", "minutes"], (60, 1), DURATION), unit("小时", &["h", "hour", "hours", "个小时", "学时", "课时"], (3_600, 1), DURATION),
    unit("天", &["日", "d", "day", "days", "自然日", "个自然日", "日历天"], (86_400, 1), DURATION),
    unit("周", &["星期", "week", "weeks"], (604_800, 1), DURATION),
    unit("个月", &["月", "month", "months"], (1, 1), MONTHS), unit("季度", &["季", "个季度", "quarter", "quarters"], (3, 1), MONTHS),
    unit("年", &["year", "years"], (12, 1), MONTHS), unit("岁", &["周岁"], (12, 1), MONTHS),
    unit("工作日", &["个工作日", "workingday", "workingdays", "workday", "workdays"], (1, 1), &[(Base::WorkingDays, 1)]),

    unit("B", &["字节", "byte", "bytes"], (1, 1), DATA), unit("bit", &["比特", "bits"], (1, 8), DATA), unit("KB", &["kB"], (K, 1), DATA), unit("MB", &[], (M, 1), DATA),
    unit("GB", &[], (G, 1), DATA), unit("TB", &[], (T, 1), DATA), unit("PB", &[], (P, 1), DATA), unit("EB", &[], (E, 1), DATA),
    unit("Kbps", &["kbps", "Kbit/s"], (125, 1), DATA_RATE), unit("Mbps", &["Mbit/s", "Mb/s"], (125 * K, 1), DATA_RATE),
    unit("Gbps", &["Gbit/s", "Gb/s"], (125 * M, 1), DATA_RATE), unit("Tbps", &["Tbit/s", "Tb/s"], (125 * G, 1), DATA_RATE),
    unit("FLOPS", &[], (1, 1), COMPUTING), unit("TFLOPS", &[], (T, 1), COMPUTING),
    unit("PFLOPS", &["P"], (P, 1), COMPUTING), unit("EFLOPS", &[], (E, 1), COMPUTING),
    unit("标准箱", &["TEU", "标箱", "TEUs"], (1, 1), &[(Base::Containers, 1)]),
    unit("℃", &["摄氏度", "°C"], (1, 1), &[(Base::Temperature, 1)]), unit("分贝", &["dB", "dB(A)", "分贝(A)"], (1, 1), &[(Base::Sound, 1)]),
    unit("分", &["score", "points", "point"], (1, 1), &[(Base::Score, 1)]), unit("点", &["个点", "指数点"], (1, 1), &[(Base::Score, 1)]),
    unit("名次", &["位次", "rank"], (1, 1), &[(Base::Rank, 1)]),
];
