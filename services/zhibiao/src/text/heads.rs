//! The heads of columns: name, facts, English, Chinese.

/// Makes one enum of other texts and the heads of columns.
macro_rules! with_heads {
    ($($others:tt)*) => {
        texts! {
            $($others)*

            HeadSetting => "setting", "设置";
            HeadSchema => "schema", "模式";
            HeadFrom => "from", "来源";
            FromDefault => "default", "默认";
            HeadName => "name", "名称";
            HeadItem => "item", "条目";
            HeadField => "field", "字段";
            HeadValue => "value", "数值";
            HeadUnit => "unit", "单位";
            HeadRank => "rank", "名次";
            HeadChange => "change", "变化";
            HeadBefore => "before", "此前";
            HeadAfter => "after", "此后";
            HeadRemarks => "remarks", "说明";
            HeadMethods => "methods", "方法";
            HeadIndicator => "indicator", "指标";
            HeadSubject => "subject", "对象";
            HeadPeriod => "period", "时期";
            HeadDifference => "difference", "差";
            HeadRatio => "ratio", "比";
            HeadGrowth => "growth", "增长";
            HeadPercentile => "percentile", "百分位";
            HeadSource => "source", "来源";
            HeadRevision => "revision", "修订号";
            HeadCommitted => "committed (UTC+8)", "入库时间（UTC+8）";
            HeadSeverity => "severity", "程度";
            HeadPlace => "place", "位置";
            HeadCode => "code", "代码";
            HeadRead => "read", "读到";
            HeadMessage => "what is wrong", "问题";
            HeadAction => "what to do", "怎么办";
            HeadEntry => "entry", "序号";
            HeadRow => "row", "行";
            HeadState => "state", "状态";
            HeadReason => "reason", "理由";
            HeadNote => "note", "备注";
            HeadSentence => "sentence", "原句";
            HeadReviews => "reviewed by", "复核人";
            HeadReport => "report", "报表";
            HeadDepartment => "department", "部门";
            HeadTitle => "title", "标题";
            HeadEntries => "values", "数值个数";
            HeadBlocked => "blocked", "受阻";
            HeadSubmitter => "submitter", "报送人";
            HeadSubmitted => "submitted (UTC+8)", "报送时间（UTC+8）";
            HeadFrequency => "frequency", "频度";
            HeadMatched => "matched", "匹配";
            HeadScore => "score", "得分";
            HeadWhat => "what", "内容";
            HeadCount => "count", "数量";
            HeadZone => "zone", "园区";
            HeadMeasure => "measure", "口径";
            HeadWritten => "as written", "原文";
            HeadLow => "from", "自";
            HeadHigh => "to", "至";
            HeadMain => "moved most by", "主要因素";
            HeadMetBelow => "met below", "低于时相遇";
            HeadMetAbove => "met above", "高于时相遇";
            HeadInterval => "interval", "区间";
            HeadTiedGroup => "tied", "不分先后";
            HeadTop { ranks: u32 } => "top {ranks}", "前 {ranks} 名";
            HeadBottom { ranks: u32 } => "last {ranks}", "后 {ranks} 名";
            HeadRanked => "ranked", "有名次";
            HeadMean => "mean rank", "平均名次";
            HeadMedian => "median rank", "中位名次";
            HeadOtherValue => "compared with", "对比值";
            HeadNormalised => "points", "分值";
            HeadOtherNormalised => "compared with", "对比分值";
            HeadPart => "part", "贡献";
            HeadWay => "way", "途径";
            HeadNow => "now", "现值";
            HeadNeeded => "needed", "所需";
            HeadOutcome => "outcome", "结果";
            HeadShare => "of the way", "幅度";
            HeadVerdict => "verdict", "结论";
            HeadAspect => "aspect", "方面";
            HeadAbout => "about", "对象";
            HeadExpected => "was", "原为";
            HeadFound => "is", "现为";
            HeadFramework => "framework", "评价体系";
            HeadEdition => "edition", "版本";
            HeadIndicators => "indicators", "指标数";
            HeadPeers => "peer group", "可比组";
            HeadVersion => "version", "版次";
            HeadNumber => "no.", "编号";
            HeadWeight => "weight", "权重";
            HeadIndexWeight => "share", "占比";
            HeadParent => "parent", "上级";
            HeadTreatment => "treatment", "处理";
            HeadImputed => "imputed", "补缺";
            HeadMissing => "missing", "缺失";
            HeadConfidence => "confidence", "把握";
        }
    };
}
