//! The shipped pack asked its own tests, the development questions, and the questions that slots must keep it from
//! answering wrongly.

use visitbot::event::Audience;
use visitbot::knowledge::source;
use visitbot::reply::{Reply, Verdict};
use visitbot::selftest;

use crate::support::labelled::{self, Score};
use crate::support::shipped;

/// Percent of the development questions that are answered right at least, and wrong at most.
const RIGHT: f32 = 97.0;
const WRONG: f32 = 1.0;

/// The reply to a question in a private chat.
fn told(question: &str) -> Reply {
    labelled::told(&shipped::knowledge(), &[question], Audience::Private)
}

#[test]
fn the_packs_own_tests_hold() {
    let missed = selftest::run(&shipped::knowledge());
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn the_development_questions_are_answered() {
    Score::of(&shipped::knowledge(), &source::builtin_questions()).reaches(RIGHT, WRONG);
}

/// What a reply must be.
enum Must {
    /// No answer.
    Decline,
    /// An answer with this in it.
    Say(&'static str),
    /// The same, to what is taken for granted wrongly: no yes before it.
    Correct(&'static str),
}

use Must::{Correct, Decline, Say};

/// Fails with all questions whose reply is another.
fn expect(table: &[(&str, Must)]) {
    let mut failed = Vec::new();
    for (question, must) in table {
        let reply = told(question);
        let right = match must {
            Decline => reply.verdict == Verdict::Decline,
            Say(fact) => reply.verdict == Verdict::Answer && reply.plain().contains(fact),
            Correct(fact) => {
                let yes = shipped::knowledge().say("premise-right").to_owned();
                reply.verdict == Verdict::Answer && reply.plain().contains(fact) && !reply.plain().starts_with(&yes)
            }
        };
        if !right {
            failed.push(format!("{question}\n  {:?}: {}", reply.verdict, reply.plain().replace('\n', " / ")));
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn another_year_does_not_get_the_figure_of_this_one() {
    expect(&[
        ("2024年哈俄贸易额是多少", Say("280亿美元")),
        ("去年贸易额多少", Say("280亿美元")),
        ("2025年1到8月贸易额多少", Say("170亿美元")),
        ("今年前八个月贸易额", Say("170亿美元")),
        ("2023年哈俄贸易额是多少", Decline),
        ("前年贸易额多少", Decline),
        ("2022年出口多少", Decline),
        ("2019年哈国对俄出口是多少亿美元", Decline),
        ("2024年进口多少", Decline),
        ("去年逆差多少", Decline),
        ("2030年贸易额是多少", Decline),
        ("2025年9月贸易额是多少", Decline),
        ("上半年贸易额", Decline),
        ("2023年农产品贸易额多少", Decline),
        ("一季度出口多少", Decline),
        ("九十年代的贸易额", Decline),
        ("2020年有多少家俄资企业", Decline),
        ("去年通了几次电话", Decline),
    ]);
}

#[test]
fn another_country_does_not_get_the_answer_of_this_one() {
    expect(&[
        ("哈萨克斯坦和中国的贸易额", Decline),
        ("哈萨克斯坦与乌兹别克斯坦贸易额多少", Decline),
        ("俄罗斯和白俄罗斯的贸易额", Decline),
        ("哈国对美国出口多少", Decline),
        ("从德国进口多少", Decline),
        ("哈美贸易额多少", Decline),
        ("中国参与哪些项目", Decline),
        ("中国企业在哈国有多少家", Decline),
    ]);
}

#[test]
fn a_role_turned_round_is_not_answered_as_if_it_were_not() {
    expect(&[
        ("谁邀请托卡耶夫访俄", Say("普京")),
        ("托卡耶夫邀请普京访哈了吗", Decline),
        ("普京访哈是什么时候", Decline),
        ("普京什么时候访问哈萨克斯坦", Decline),
        ("哈国自俄进口多少", Say("118亿美元")),
        ("俄罗斯从哈国进口多少", Say("53亿美元")),
        ("俄罗斯对哈出口多少", Say("118亿美元")),
        ("哈国卖给俄罗斯多少钱的货", Say("53亿美元")),
    ]);
}

#[test]
fn another_unit_is_not_served_with_a_number_of_this_one() {
    expect(&[
        ("出口了多少吨铀", Decline),
        ("核电站装机多少兆瓦", Decline),
        ("核电站投资多少亿美元", Decline),
        ("贸易额折合人民币多少", Decline),
        ("论坛有多少人参加", Decline),
        ("阿斯塔纳到莫斯科多少公里", Decline),
        ("托卡耶夫多大岁数", Decline),
        ("俄资企业有多少家", Say("2.3万家")),
        ("谈了多少分钟", Say("40分钟")),
        ("边境地区占贸易额百分之几", Say("70%")),
    ]);
}

#[test]
fn a_wrong_premise_is_never_confirmed() {
    expect(&[
        ("2024年贸易额是300亿美元对吗", Correct("不是300亿美元")),
        ("上合峰会在俄罗斯开的吧", Correct("在中国")),
        ("托卡耶夫和特朗普用俄语聊的吧", Correct("英语")),
        ("乌拉尔论坛在莫斯科举行吗", Correct("乌拉尔")),
        ("突厥国家组织峰会是第十届吧", Correct("第12届")),
        ("俄资企业超过3万家吧", Correct("2.3万家")),
        ("农产品贸易额是48亿吧", Correct("38亿美元")),
        ("今年哈对俄是贸易顺差吧", Correct("逆差")),
        ("边境地区占贸易额八成吧", Correct("70%")),
    ]);
}

#[test]
fn what_tells_of_the_opposite_direction_or_of_another_measure_is_no_answer() {
    expect(&[
        ("出口的主要是什么东西", Say("铀")),
        ("哈萨克出口啥 进口啥", Say("铀")),
        ("舍甫琴科怎么看贸易", Decline),
        ("拉夫罗夫怎么看贸易", Decline),
        ("普京感谢谁", Decline),
        ("托卡耶夫邀请谁了", Decline),
        ("普京邀请了谁", Say("普京")),
    ]);
}

#[test]
fn who_is_not_answered_by_what_tells_of_nobody() {
    expect(&[("谁签了宣言", Decline), ("谁有赤字", Decline), ("谁负责建核电站", Say("罗斯原子"))]);
}

#[test]
fn a_change_is_told_only_of_what_it_is_told() {
    expect(&[
        ("赤字比去年多了多少", Decline),
        ("进口比去年多多少", Decline),
        ("出口比去年降了百分之几", Decline),
        ("农产品贸易增长多少", Decline),
        ("贸易额同比下降多少", Say("5.7%")),
        ("目标要增长百分之几", Say("7.1%")),
    ]);
}

#[test]
fn figures_are_set_against_what_is_left_unnamed() {
    expect(&[
        ("前八个月离去年全年还差多少", Say("110亿美元")),
        ("2025年前8个月的量，相当于2024全年的百分之多少", Say("60.7%")),
        ("非边境地区占多少", Say("30%")),
        ("除了农产品，去年贸易额多少", Say("242亿美元")),
        ("边境地区去年贸易额大概多少", Say("196亿美元")),
        ("按降幅倒推，去年1—8月两国贸易额多少亿", Say("180.3亿美元")),
    ]);
}

#[test]
fn a_bare_figure_is_told_as_what_it_is() {
    expect(&[
        ("那个480是什么数字", Say("合作项目总值")),
        ("5.7%说的是啥", Say("同比变化")),
        ("38亿说的是哪块生意", Say("农产品")),
        ("38亿美元指哪一块", Say("农产品")),
        ("118亿是哪个指标", Say("进口")),
        ("170多个项目里头最大的是哪个", Decline),
    ]);
}

#[test]
fn told_values_are_set_against_each_other() {
    expect(&[
        ("280亿比170亿多多少", Say("110亿美元")),
        ("170多个项目480亿，摊下来一个差不多几亿美元", Say("2.8亿美元")),
        ("480亿除以170个，一个项目多少钱", Say("2.8亿美元")),
        ("38亿占280亿多少", Say("13.6%")),
        ("按5.7%的跌幅反推，去年同期是多少", Say("180.3亿美元")),
        ("280亿比190亿多多少", Decline),
    ]);
}

#[test]
fn a_view_is_told_only_of_who_holds_it() {
    expect(&[
        ("特朗普怎么评价普京", Decline),
        ("鲁比奥怎么看哈萨克斯坦", Decline),
        ("托连季诺娃怎么看论坛", Say("活力")),
        ("普京怎么看哈俄关系", Say("珍视")),
    ]);
}

#[test]
fn the_most_is_not_told_by_what_ranks_nothing() {
    expect(&[("进口最多的国家是哪个", Decline), ("哪种规格的访问最高", Say("国事访问"))]);
}

#[test]
fn what_is_it_before_a_noun_asks_which_one() {
    expect(&[
        ("专机是什么型号的", Decline),
        ("论坛是什么时候开", Decline),
        ("这是什么人说的：访问像强心剂", Say("波列塔耶夫")),
    ]);
}

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
fn a_stranger_is_no_wrong_premise_where_something_else_is_asked() {
    expect(&[
        ("法国总统夫人叫什么", Decline),
        ("马克龙是谁", Decline),
        ("拉夫罗夫邀请托卡耶夫访俄的吧", Correct("普京")),
    ]);
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
