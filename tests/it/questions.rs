//! The shipped pack asked its own tests, the development questions, and the questions that slots must keep it from
//! answering wrongly.

mod dialogue;
mod figures;
mod slots;

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
        ("2030年的贸易目标", Decline),
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
        ("哈萨克斯坦外交部长怎么评价这次访问", Decline),
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
fn a_wrong_premise_is_never_confirmed() {
    expect(&[
        ("2024年贸易额是300亿美元对吗", Correct("不是300亿美元")),
        ("上合峰会在俄罗斯开的吧", Correct("在中国")),
        ("托卡耶夫和特朗普用俄语聊的吧", Correct("英语")),
        ("乌拉尔论坛在莫斯科举行吗", Correct("乌拉尔")),
        ("突厥国家组织峰会是第十届吧", Correct("第12届")),
        ("俄资企业超过3万家吧", Correct("2.3万家")),
        ("农产品贸易额是48亿吧", Correct("38亿美元")),
        ("进口53亿没错吧", Correct("118亿美元")),
        ("170亿是全年的吧", Correct("1—8月")),
        ("出口是118亿对吧", Correct("53亿美元")),
        ("托卡耶夫跟普京聊了40分钟吗", Correct("特朗普")),
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
        ("托卡耶夫为什么感谢普京", Decline),
        ("哪几类俄国商品的进口在前八个月有所增加", Say("石油产品")),
        ("托卡耶夫邀请谁了", Decline),
        ("普京邀请了谁", Say("普京")),
    ]);
}

#[test]
fn who_is_not_answered_by_what_tells_of_nobody() {
    expect(&[("谁签了宣言", Decline), ("谁有赤字", Decline), ("谁负责建核电站", Say("罗斯原子"))]);
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
fn which_of_several_is_the_most_is_not_told_by_a_list() {
    expect(&[("出口里增长得最快的是黄金还是香水", Decline), ("跌得最惨的是哪种矿", Decline)]);
}

#[test]
fn what_is_counted_must_be_what_an_answer_counts() {
    expect(&[
        ("突厥国家组织有多少个成员", Decline),
        ("有多少俄罗斯留学生在哈萨克斯坦", Decline),
        ("罗斯原子要造多少台机组", Decline),
        ("俄资企业一共有多少家", Say("2.3万")),
        ("论坛办过多少届了", Decline),
    ]);
}

#[test]
fn how_many_and_what_share_get_a_number_or_none() {
    expect(&[
        ("香水的进口关税是多少", Decline),
        ("此行要签多少份协议", Decline),
        ("纺织品占进口的比重是多少", Decline),
        ("双边贸易用卢布结算的比例多少", Decline),
        ("边境地区占贸易额的比重多少", Say("70%")),
    ]);
}

#[test]
fn what_is_numbered_otherwise_is_another_one() {
    expect(&[
        ("突厥国家组织第九届峰会在哪个国家办的", Decline),
        ("第七届中亚—俄罗斯峰会在哪开", Decline),
        ("第二届中亚—俄罗斯峰会在哪开", Say("杜尚别")),
        ("突厥国家组织第12届峰会在哪国", Say("阿塞拜疆")),
    ]);
}

#[test]
fn another_event_does_not_get_the_answer_of_this_one() {
    expect(&[("托卡耶夫访美是谁邀请的", Decline), ("访俄是谁邀请的", Say("普京"))]);
}

#[test]
fn a_figure_of_a_whole_is_none_of_its_parts() {
    expect(&[
        ("今年1到8月从俄罗斯进口纺织品花了多少亿", Decline),
        ("今年1到8月从俄罗斯进口花了多少亿", Say("118亿")),
        ("2022年农产品贸易做到多少亿", Decline),
        ("2025年全年的贸易额多少", Decline),
    ]);
}

#[test]
fn a_wrong_number_is_told_whose_it_is() {
    expect(&[
        ("480亿美元是哈俄贸易额吗", Correct("合作项目总值")),
        ("今年总额大概是170亿，能不能告诉我逆差多少", Say("65亿")),
    ]);
    let reply = told("今年总额大概是170亿，能不能告诉我逆差多少");
    assert!(!reply.plain().contains("不是"), "{}", reply.plain());
}

#[test]
fn nothing_is_said_to_be_missing_of_a_year_of_which_something_is_told() {
    let reply = told("2024年哈国从俄罗斯进口的香水卖得怎么样");
    assert!(!reply.plain().contains("没有2024年的相关内容"), "{}", reply.plain());
}

#[test]
fn how_far_an_aim_is_comes_in_percent_where_that_is_asked() {
    expect(&[("离目标贸易额还差百分之几", Say("7.1%")), ("离目标贸易额还差多少", Say("20亿"))]);
}

#[test]
fn misspelt_words_are_read_where_their_characters_meet_by_chance() {
    expect(&[
        ("论谈在哪里办", Say("乌拉尔")),
        ("托卡耶夫去没国见了谁", Say("特朗普")),
        ("luntan zai nar ban", Say("乌拉尔")),
    ]);
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
fn a_stranger_is_no_wrong_premise_where_something_else_is_asked() {
    expect(&[
        ("法国总统夫人叫什么", Decline),
        ("马克龙是谁", Decline),
        ("乌兹别克斯坦总统也去了杜尚别吗", Decline),
        ("托卡耶夫去乌克兰访问过吗", Decline),
        ("拉夫罗夫邀请托卡耶夫访俄的吧", Correct("普京")),
    ]);
}

#[test]
fn what_the_pack_has_in_other_words_is_told_by_that() {
    expect(&[
        ("鞑靼斯坦领导人是谁", Decline),
        ("哈萨克斯坦首都是哪里", Decline),
        ("俄罗斯卖给哈萨克斯坦什么", Say("汽车零部件")),
        ("托卡耶夫跟普京谈什么", Say("能源")),
        ("此访何以称为里程碑", Say("任期")),
    ]);
}

#[test]
fn an_abbreviation_is_no_pinyin() {
    expect(&[("KazakhExport的CEO是谁", Decline), ("KazakhExport de zuoyong shi shenme", Say("保险"))]);
}

#[test]
fn a_way_to_ask_is_found_though_all_questions_hold_its_words() {
    expect(&[("托卡耶夫", Say("哈萨克斯坦总统")), ("访问", Say("国事访问"))]);
}
