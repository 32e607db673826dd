//! Several questions in one message, and questions that lean on the one before.

use visitbot::event::Audience;
use visitbot::reply::Verdict;

use super::Must::{Decline, Say};
use super::expect;
use crate::support::{labelled, shipped};

#[test]
fn another_country_in_a_follow_up_is_asked_for_the_same_measure() {
    for before in ["哈俄去年贸易额多少", "哈俄双边贸易额是多少"] {
        for next in ["跟中国的呢", "那跟美国的呢", "中国呢"] {
            let reply = labelled::told(&shipped::knowledge(), &[before, next], Audience::Private);
            assert_eq!(reply.verdict, Verdict::Decline, "{before}, {next}: {}", reply.plain());
        }
    }
}

#[test]
fn what_a_follow_up_could_mean_is_what_goes_with_what_was_told() {
    let reply = labelled::told(&shipped::knowledge(), &["托卡耶夫文章登在哪", "题目是啥"], Audience::Private);
    assert!(reply.plain().contains("北极星"), "{}", reply.plain());
}

/// What the last of several messages gets.
fn last(turns: &[&str]) -> visitbot::reply::Reply {
    labelled::told(&shipped::knowledge(), turns, Audience::Private)
}

#[test]
fn another_name_is_asked_what_the_first_one_was() {
    for turns in [["托卡耶夫跟特朗普谈了多久", "那普京呢"], ["2024年农产品贸易额是多少", "香水呢"]]
    {
        let reply = last(&turns);
        assert_eq!(reply.verdict, Verdict::Decline, "{turns:?}: {}", reply.plain());
    }
}

#[test]
fn who_was_asked_for_is_spoken_of_next() {
    let reply = last(&["谁说托卡耶夫跟特朗普谈了40分钟", "他是干什么的"]);
    assert!(reply.plain().contains("记者"), "{}", reply.plain());
    let reply = last(&["农产品贸易额是多少", "他们想把总额做到多少"]);
    assert!(reply.plain().contains("300亿"), "{}", reply.plain());
}

#[test]
fn a_bare_follow_up_may_name_a_party_or_ask_for_more() {
    for (turns, fact) in [
        (["逆差有多大", "那哈方打算怎么办"], "进口替代"),
        (["俄资企业现在有多少家", "这数字谁给的"], "阿本"),
        (["阿本觉得怎么扭转逆差", "比如呢"], "进口替代"),
        (["核电站是法国建的吧", "na daodi shi shui"], "罗斯原子"),
        (["边境地区占贸易几成", "按去年的数折成钱呢"], "196亿"),
    ] {
        let reply = last(&turns);
        assert!(reply.plain().contains(fact), "{turns:?}: {}", reply.plain());
    }
}

#[test]
fn half_a_question_leans_in_full_on_what_was_asked_before() {
    let reply = last(&["边境合作论坛在哪办", "都谈什么"]);
    assert!(reply.plain().contains("数字经济"), "{}", reply.plain());
    let reply = last(&["哈国首座核电站哪家俄企参与", "选址定在哪里了"]);
    assert_eq!(reply.verdict, Verdict::Decline, "{}", reply.plain());
}

#[test]
fn gibberish_after_an_answer_gets_none() {
    for noise in ["sdkfj wieur", "qwsaa xzvbt", "㗊㗊鑫鑫淼淼犇", "削枻儰鞐殀堂", "翍僘皛其鰜痲"] {
        let reply = labelled::told(&shipped::knowledge(), &["宣言叫什么", noise], Audience::Private);
        assert_eq!(reply.verdict, Verdict::Decline, "{noise}: {}", reply.plain());
    }
}

#[test]
fn what_goes_on_from_a_question_that_is_not_told_is_not_told() {
    expect(&[("机上坐了几个人？都是谁呀", Decline), ("代表团住哪家酒店？都是谁", Decline)]);
}

#[test]
fn both_of_two_things_asked_of_one_are_told() {
    expect(&[
        ("两国地区间合作论坛的举办地点及讨论主题", Say("数字经济")),
        ("请说明贸易赤字的规模及其成因。", Say("65亿美元")),
        ("论坛的主题及日期", Say("没有给出论坛的日期")),
        ("论坛在哪开顺便说下谈啥", Say("数字经济")),
        ("阿本是谁 她提了哪两个方向", Say("出口支持")),
    ]);
}

#[test]
fn the_half_that_is_told_is_told_beside_the_one_that_is_not() {
    expect(&[
        ("今年贸易额降了百分之几 出口又降了百分之几", Say("5.7%")),
        ("普京有没有在哈萨克斯坦的报纸上登过署名文章？登在哪家", Decline),
    ]);
}

#[test]
fn spaces_between_clauses_of_a_long_message_are_commas() {
    expect(&[(
        "昨天跟我奶奶看电视看到普京接一个外国总统 她问我是不是日本的 我说不是 她又问我人家去干嘛 我答不上来 所以这次访问主要是为了什么呀",
        Say("宣言"),
    )]);
}

#[test]
fn what_is_asked_in_a_long_story_is_found_in_it() {
    expect(&[(
        "我外公以前在阿拉木图待过现在九十了一直念叨那边的事他问我现在俄国人在那边开了多少家公司我哪知道啊你说说",
        Say("2.3万"),
    )]);
}

#[test]
fn what_is_spoken_in_one_breath_is_asked_without_what_goes_before_and_behind() {
    expect(&[
        (
            "普京跟托卡耶夫前阵子在哪个城市碰的面来着我昨天跟网友争半天还有托卡耶夫那篇文章登在哪家报纸上我也想知道",
            Say("俄罗斯报"),
        ),
        ("我查半天没查着去年两国贸易额到底多少今年前八个月跟去年同期比又是涨了还是跌了", Say("280亿")),
        ("看新闻说托卡耶夫这次去俄罗斯搞得挺隆重的所以他坐的专机是什么型号的飞机你能查到不", Decline),
    ]);
}

#[test]
fn a_bare_question_word_asks_of_what_was_spoken_of() {
    for turns in [["边境论坛聊哪些题目", "地点"], ["边境论坛有什么成果", "在哪"]] {
        let reply = last(&turns);
        assert!(reply.plain().contains("乌拉尔"), "{turns:?}: {}", reply.plain());
    }
    let turns = ["听人讲两边地方上有个论坛", "在哪儿办", "聊些什么"];
    assert!(last(&turns[..2]).plain().contains("乌拉尔"), "of what could be meant, what belongs to the topic");
    assert!(last(&turns).plain().contains("人工智能"), "and the topic stays");
    let reply = last(&["今年逆差多少", "每月"]);
    assert!(reply.plain().contains("8.1亿"), "{}", reply.plain());
}

#[test]
fn who_said_so_is_spoken_of_next() {
    let reply = last(&["双边贸易有几成来自边境", "谁说的", "他是做什么的"]);
    assert!(reply.plain().contains("政治学家"), "{}", reply.plain());
    let reply = last(&["哈国的外交政策怎么样", "谁说的"]);
    assert!(reply.plain().contains("托连季诺娃"), "{}", reply.plain());
}

#[test]
fn half_a_question_does_not_lean_on_what_was_told_before_another_one() {
    let reply = last(&["逆差是多少", "普京今年几岁", "进口呢"]);
    assert!(!reply.plain().contains("65亿美元。"), "{}", reply.plain());
}

#[test]
fn what_follows_a_question_in_vain_keeps_to_it() {
    for turns in
        [["普京今年几岁", "那托卡耶夫呢"], ["他跟马克龙碰过头吗", "在哪碰的"], ["俄方投资了多少亿", "历年加起来呢"]]
    {
        let reply = last(&turns);
        assert_eq!(reply.verdict, Verdict::Decline, "{turns:?}: {}", reply.plain());
    }
    let reply = last(&["核电站要花多少钱", "谁来建"]);
    assert_eq!((reply.verdict, reply.plain().contains("罗斯原子")), (Verdict::Answer, true), "{}", reply.plain());
    // What stands for itself is answered, whatever was asked in vain before.
    let reply = last(&["普京今年几岁", "哈俄贸易失衡的根子在哪"]);
    assert!(reply.plain().contains("结构失衡"), "{}", reply.plain());
}

#[test]
fn what_a_list_holds_besides_is_told_by_the_list() {
    for (turns, fact) in [
        (["哪些东西的出口反而涨了", "除了香水还有啥"], "钢材"),
        (["2024年农产品贸易额是多少", "占总贸易额百分之几"], "13.6"),
        (["两位总统前阵子在哪会晤的", "那里开过什么峰会"], "中亚"),
        (["哈俄贸易额多少", "唔系，我问嘅系去年嘅"], "280亿"),
        (["女政治学家在什么单位任职", "叫啥来着"], "托连季诺娃"),
        (["阿本是干什么的", "她建议怎么办"], "进口替代"),
    ] {
        let reply = last(&turns);
        assert!(reply.plain().contains(fact), "{turns:?}: {}", reply.plain());
    }
}

#[test]
fn a_sum_asked_for_before_is_none_of_what_another_thing_costs() {
    let sum = "出口和进口加起来是多少亿";
    for another in ["核电厂要花多少钱", "核電廠要蓋在哪個地方？", "核电厂呢"] {
        let told = last(&[sum, another]);
        assert!(!told.plain().contains("171"), "{another}: {}", told.plain());
    }
    for (goes_on, value) in [("差多少呢", "65"), ("逆差呢", "65"), ("那么去年呢", "没有2024年")] {
        let told = last(&[sum, goes_on]);
        assert!(told.plain().contains(value), "{goes_on}: {}", told.plain());
    }
}

#[test]
fn what_is_added_to_what_was_told_makes_a_sum() {
    for turns in [
        &["哈国出口多少亿", "跟进口凑一块多少？"][..],
        &["哈国出口多少亿", "加上进口一共多少"],
        &["头八个月哈国出口才几个亿？加上进口一共多少？"],
    ] {
        let told = last(turns);
        assert!(told.plain().contains("171"), "{turns:?}: {}", told.plain());
    }
    let told = last(&["哈国出口多少亿", "进口一共多少"]);
    assert!(told.plain().starts_with("118"), "{}", told.plain());
}

#[test]
fn what_was_not_meant_is_not_asked_for_again() {
    for corrected in ["不是逆差，是总额", "我要的是总额，不是逆差", "不是哈，我要的是总额，不是逆差"]
    {
        let told = last(&["今年头八个月贸易逆差多少亿", corrected]);
        assert!(told.plain().starts_with("170"), "{corrected}: {}", told.plain());
    }
}

#[test]
fn who_buys_and_who_sells_is_read_from_either_side() {
    for (asked, told) in [
        ("头八个月哈国从俄国进了多少亿的货", "118"),
        ("头八个月俄国从哈国进了多少亿的货", "53"),
        ("除了金子，还有啥卖给俄国卖得更多了", "香水"),
        ("俄罗斯货里哪几样哈萨克斯坦买得更多了", "纺织"),
    ] {
        let reply = last(&[asked]);
        assert!(reply.plain().contains(told), "{asked}: {}", reply.plain());
    }
}

#[test]
fn who_comes_back_to_something_or_counts_up_asks_that() {
    for (turns, told) in [
        (&["论坛谁评价的", "好 那回头讲 两国去年贸易多少"][..], "280"),
        (&["项目几个", "钱呢"], "480"),
        (&["俩问题哈 一是八个月总共做了多少生意 二是哈国卖出多少"], "53"),
    ] {
        let reply = last(turns);
        assert!(reply.plain().contains(told), "{turns:?}: {}", reply.plain());
    }
}
