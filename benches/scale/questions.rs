//! Questions to a synthetic pack: its subjects in other words, with words left out, turned round or misspelt, and
//! some that it cannot answer.

use crate::pack::{Pack, Subject};
use crate::words::Dice;

/// One question in so many asks for what the pack does not have.
const UNKNOWN: usize = 10;

/// Characters and others that sound the same.
const HOMOPHONES: &[(char, char)] =
    &[('机', '基'), ('店', '电'), ('车', '扯'), ('馆', '管'), ('水', '税'), ('钱', '前'), ('器', '气'), ('院', '愿')];

/// A question and the entry that it should find, if there is one.
pub struct Asked {
    pub text: String,
    pub entry: Option<String>,
}

/// So many questions; the same each time.
pub fn questions(pack: &Pack, many: usize) -> Vec<Asked> {
    let mut dice = Dice(many as u64);
    (0..many).map(|at| if at % UNKNOWN == 0 { unknown(&mut dice) } else { about(pack, &mut dice) }).collect()
}

fn about(pack: &Pack, dice: &mut Dice) -> Asked {
    let subject = dice.pick(&pack.subjects);
    let text = worded(subject, dice);
    let text = match dice.even(4) {
        0 => misspelt(&text, dice),
        _ => text,
    };
    Asked { text, entry: Some(subject.id.clone()) }
}

/// The subject in words that the pack does not have in this order.
fn worded(subject: &Subject, dice: &mut Dice) -> String {
    let Subject { name: [of, thing], noun, ask: [first, second], year, .. } = subject;
    let year = year.map(|year| format!("{year}年")).unwrap_or_default();
    match dice.even(6) {
        0 => format!("{thing}{year}{noun}，{of}的"),
        1 => format!("请问{year}{of}的{thing}{noun}{first}"),
        2 => format!("{noun} {year} {thing} {of}"),
        3 => format!("我听朋友说{of}有{thing}，不知道{year}{noun}{second}呀"),
        4 => format!("{year}{of}{thing}{noun}呢"),
        _ => format!("麻烦看一下{of}{thing}{year}{noun}怎么样，谢谢"),
    }
}

/// With one slip: a character that sounds the same, else two neighbours swapped.
fn misspelt(text: &str, dice: &mut Dice) -> String {
    if let Some(&(right, wrong)) = HOMOPHONES.iter().find(|(right, _)| text.contains(*right)) {
        return text.replacen(right, &wrong.to_string(), 1);
    }
    let mut chars: Vec<char> = text.chars().collect();
    let at = dice.even(chars.len() - 1);
    chars.swap(at, at + 1);
    chars.into_iter().collect()
}

fn unknown(dice: &mut Dice) -> Asked {
    const WHO: [&str; 5] = ["隔壁老王", "我表姐", "那位教授", "外星人", "邻居家的猫"];
    const WHAT: [&str; 5] =
        ["昨晚做了什么梦", "为什么不爱吃香菜", "写的诗押韵吗", "下盘棋会赢吗", "觉得量子力学难不难"];
    Asked { text: format!("{}{}", dice.pick(&WHO), dice.pick(&WHAT)), entry: None }
}
