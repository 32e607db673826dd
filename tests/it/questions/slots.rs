//! What somebody said, who said it, where and which one: slots of which an answer must be the one asked for.

use super::Must::{Correct, Decline, Say};
use super::{expect, told};

#[test]
fn who_said_something_is_told_of_any_view() {
    expect(&[
        ("是谁认为访问不会深陷地缘政治的", Say("波列塔耶夫")),
        ("谁说论坛会敲定新项目，是阿本吗", Say("托连季诺娃")),
        ("舍甫琴科说七成贸易来自边境，对吧", Correct("波列塔耶夫")),
    ]);
}

#[test]
fn what_is_said_is_not_where_it_was_or_who_was_there() {
    expect(&[
        ("托卡耶夫在联大讲了些什么", Decline),
        ("拉夫罗夫就逆差说了什么", Decline),
        ("鲁比奥会见时答应了什么", Decline),
        ("KazakhExport的董事长是谁", Decline),
        ("俄外长是谁", Say("拉夫罗夫")),
    ]);
}

#[test]
fn which_city_and_which_of_a_row_are_told_or_denied() {
    expect(&[
        ("联大在哪个城市开的", Say("纽约")),
        ("突厥国家组织峰会是在哪座城市", Decline),
        ("首届“中亚—俄罗斯”峰会是哪年开的", Decline),
        ("哈国第二座核电站由谁来建", Decline),
        ("首座核电站谁参与建设", Say("罗斯原子")),
        ("国事访问多久才有一次", Say("任期")),
        ("这次访问要待几天", Decline),
    ]);
}

#[test]
fn what_is_left_out_is_not_what_is_asked() {
    expect(&[("除了特朗普他在美国还见了谁", Say("万斯")), ("除了能源这次还谈什么合作", Say("运输"))]);
    let fields = told("除了农业他们还在哪些行业合作");
    assert!(!fields.plain().contains("亿"), "what is left of trade was not asked: {}", fields.plain());
}

#[test]
fn what_is_not_told_of_one_year_says_nothing_of_another() {
    expect(&[("两国元首去年通了几次话", Decline), ("两国元首今年通话几次", Say("10多次"))]);
}

#[test]
fn what_looks_alike_and_what_a_filler_hides_is_read() {
    expect(&[
        ("今年前八个月出囗多少", Say("53亿美元")),
        ("俄国人跟美国谈判，哈国能当中间人吗", Say("平台")),
        ("这次访问有人才培养和教肓方面的合作吗", Say("教育")),
    ]);
}

#[test]
fn why_is_answered_only_where_a_reason_is_told() {
    expect(&[
        ("油品从俄国进得更多，是什么原因？", Decline),
        ("未加工黄金出口逆势走高，背后是什么原因", Decline),
        ("哈俄贸易失衡的根子在哪", Say("结构失衡")),
        ("请问两国地区间合作论坛将于何处举行，主题为何？", Say("乌拉尔")),
        ("台湾和哈萨克之间去年的贸易额有多少？", Decline),
    ]);
}

#[test]
fn what_is_asked_of_no_one_thing_is_not_answered_of_any() {
    expect(&[
        ("第几届？", Decline),
        ("哪国承办的", Decline),
        ("谈了多少分钟", Say("40分钟")),
        ("谁邀请的", Say("普京")),
    ]);
}

#[test]
fn other_countries_and_the_rest_of_a_year_are_not_what_is_told() {
    expect(&[
        ("罗斯原子还替哪些别的国家造核电站", Decline),
        ("今年后四个月的贸易额是多少", Decline),
        ("按2024年算，边境地区的贸易合多少亿美元", Say("196亿美元")),
    ]);
}
