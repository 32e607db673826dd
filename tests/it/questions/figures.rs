//! Figures: told by what they measure or by their values, worked out from each other, never in another unit.

use super::Must::{Correct, Decline, Say};
use super::expect;

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
        ("黄金出口额", Decline),
        ("出口额", Say("53亿")),
    ]);
}

#[test]
fn the_first_character_of_what_is_counted_is_no_unit() {
    expect(&[
        ("有多少项目", Say("170")),
        ("有多少项合作项目", Say("170")),
        ("有多少项目建成了", Decline),
        ("有多少人口", Decline),
    ]);
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
        ("170多个项目分别是啥", Decline),
        ("2.3万家企业雇了多少人", Decline),
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
        ("进来的货值大约是出去的几倍", Say("2.23倍")),
    ]);
}

#[test]
fn growth_from_one_told_value_to_another_is_worked_out() {
    expect(&[
        ("从280亿爬到300亿，得涨百分之几", Say("7.1%")),
        ("280亿比170亿多百分之几", Say("64.7%")),
        ("头八个月的贸易额比前一年同期少了大概几亿美元", Say("10.3亿")),
        ("2025年前八个月的量离300亿还有多远", Say("130亿美元")),
        ("哈俄联合项目总盘子多少美金", Say("480亿")),
        ("2024双方贸易额多大，以亿美元计", Say("280亿美元")),
    ]);
}

#[test]
fn what_is_left_of_a_whole_is_worked_out() {
    expect(&[
        ("2024年的贸易里刨掉农产品还剩多少亿", Say("242亿美元")),
        ("非边境地区2024年贸易了多少亿美元", Say("84亿美元")),
        ("去年的280亿按七成算，边境占多少亿", Say("196亿美元")),
    ]);
}

#[test]
fn an_aim_and_a_change_are_worked_out_from_what_is_stated() {
    expect(&[
        ("以2024年的成绩，距离300亿还差多少", Say("20亿美元")),
        ("要从280亿冲到目标，得再涨百分之多少", Say("7.1%")),
        ("贸易额同比少了多少亿美元", Say("10.3亿美元")),
        ("跌5.7%是少了几个亿", Say("10.3亿美元")),
        ("前八个月和去年同期比，少了多少亿美元", Say("10.3亿美元")),
        ("项目比去年多了多少亿美元", Decline),
        ("贸易额跌了5.7%对吧，目标是多少", Say("300亿美元")),
        ("2024年月均贸易额和今年1到8月的月均差多少", Say("2.1亿美元")),
        ("2024年贸易额突破400亿了吧", Correct("280亿")),
        ("贸易额已经突破300亿了吧", Correct("280亿")),
        ("2024年贸易额怎么会跌破200亿美元", Correct("280亿")),
        ("今年前八个月什么东西出口得比去年多", Say("香水")),
    ]);
}

#[test]
fn a_part_of_a_stated_number_is_not_the_number() {
    expect(&[
        ("170个项目里有几个是俄方出钱的", Decline),
        ("那480亿美元当中哈方出了多少", Decline),
        ("280亿美元里头有多少是石油", Decline),
        ("170多个项目里头化工的有几个", Decline),
        ("农产品那38亿里边奶粉占多少", Decline),
    ]);
}

#[test]
fn an_amount_of_money_is_no_other_number() {
    expect(&[
        ("2.3万家俄资企业的总产值多少", Decline),
        ("激励政策的经费多少", Decline),
        ("前八个月对俄卖了几个亿", Say("53亿美元")),
        ("exports Jan-Aug 多少", Say("53亿美元")),
    ]);
}

#[test]
fn months_that_are_not_told_do_not_get_those_that_are() {
    expect(&[("截到今年十月对俄出口一共多少", Decline), ("今年七月的进口额是多少", Decline)]);
}

#[test]
fn eight_months_are_held_against_all_of_the_year_before() {
    expect(&[
        ("前八个月的贸易额比2024年全年少了多少", Say("110亿")),
        ("前八个月的贸易额比去年全年少了多少", Say("110亿")),
        ("贸易额今年前八个月比去年少多少亿", Say("10.3亿")),
        ("出口和进口差几倍", Say("2.23倍")),
    ]);
}

#[test]
fn what_is_not_over_is_worked_out_only_where_that_is_asked() {
    expect(&[
        ("照前八个月的速度，今年全年贸易额多少", Say("255亿美元")),
        ("按前八个月的速度，今年全年出口能到多少", Say("79.5亿美元")),
        ("剩下四个月还得做多少亿才能追平去年", Say("110亿美元")),
        ("最后四个月还要多少才能到目标", Say("130亿美元")),
        ("今年9到12月贸易额多少", Decline),
        ("今年最后四个月预计贸易多少", Decline),
        ("今年全年项目进度怎么样", Decline),
        ("核电站建设进度，今年全年能建好吗", Decline),
    ]);
}
