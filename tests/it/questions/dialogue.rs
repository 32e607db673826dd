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
