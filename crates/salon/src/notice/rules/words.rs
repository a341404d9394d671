//! The words that come with the program.

use crate::notice::model::{Event, Language};

/// The title and the text of an event, as they are until an organisation finds words of its own.
pub const fn built_in(event: Event, language: Language) -> (&'static str, &'static str) {
    match (event, language) {
        (Event::DayClosed, Language::Chinese) => (
            "{shop} {day} 日结：实收 {takings}",
            "{shop} {day} 的营业日已由{closed_by}日结，日结单第 {number} 号。\n\n\
             实收 {takings}\n{tenders}\n其中售卡充值 {card_sales}，还款 {repaid}，小费 {tips}\n\n\
             完成的服务（与实收是两本账，不相加）\n{delivered}\n\n\
             账单 {bills} 张，退款 {refunds} 笔，共 {refunded}\n清点差额 {difference}\n\n\
             账本封印第 {block} 块：\n{seal}\n请留着这封邮件：此前的账若被改动，凭它就能发现。",
        ),
        (Event::DayClosed, Language::English) => (
            "{shop}, {day}: {takings} received",
            "{closed_by} closed the business day {day} of {shop}, Z-report number {number}.\n\n\
             Money received {takings}\n{tenders}\nOf this, cards and top-ups {card_sales}, debts repaid {repaid}, \
             tips {tips}\n\n\
             Work delivered (a figure of its own, not to be added)\n{delivered}\n\n\
             {bills} bills; {refunds} refunds, {refunded} in all\nCounted more or less than expected: {difference}\n\n\
             Block {block} seals the books:\n{seal}\nKeep this message: it shows if anything before it is changed.",
        ),
        (Event::BooksFault, Language::Chinese) => (
            "账本自检：{count} 处对不上",
            "{at} 的自检发现 {count} 处对不上。第一处是 {check}，记录 {row}。\n\
             请打开「账簿」页查看，并保留最近的备份。",
        ),
        (Event::BooksFault, Language::English) => (
            "The books were checked: {count} faults",
            "The check of {at} found {count} faults. The first is {check}, in the row {row}.\n\
             Look at the page Books, and keep the newest backups.",
        ),
        (Event::CardChanged, Language::Chinese) => (
            "您尾号 {card} 的会员卡已{what}",
            "{customer}您好：\n\n您尾号 {card} 的会员卡已于 {at} 在{shop}{what}。\n\
             若不是您本人办理，请马上联系本店。",
        ),
        (Event::CardChanged, Language::English) => (
            "Your card ending in {card} {what}",
            "Dear {customer},\n\nyour card ending in {card} {what} at {shop} on {at}.\n\
             If this was not your wish, please tell us at once.",
        ),
        (Event::Test, Language::Chinese) => {
            ("测试邮件", "这封测试邮件由{by}于 {at} 发出。收到它，说明发信设置没有问题。")
        }
        (Event::Test, Language::English) => (
            "Test message",
            "{by} sent this test message on {at}. That it arrived shows that the mail settings are right.",
        ),
    }
}

/// A word of the product in a language; a code that has none stands for itself.
pub fn word(code: &str, language: Language) -> &str {
    let found = WORDS.iter().find(|(known, _, _)| *known == code);
    match (found, language) {
        (Some((_, chinese, _)), Language::Chinese) => chinese,
        (Some((_, _, english)), Language::English) => english,
        (None, _) => code,
    }
}

/// Codes with their words in Chinese and in English.
const WORDS: [(&str, &str, &str); 17] = [
    ("cash", "现金", "Cash"),
    ("wechat", "微信", "WeChat Pay"),
    ("alipay", "支付宝", "Alipay"),
    ("bank_card", "银行卡", "Bank card"),
    ("money", "现付", "Paid at the till"),
    ("on_account", "挂账", "On account"),
    ("principal", "储值本金", "Card principal"),
    ("visits", "次卡", "Visits"),
    ("bonus", "赠送金", "Card bonus"),
    ("points", "积分", "Points"),
    ("lost", "挂失", "was reported lost"),
    ("found", "解除挂失", "was found again"),
    ("frozen", "冻结", "was frozen"),
    ("thawed", "解冻", "was thawed"),
    ("replaced", "补办新卡号", "got a new number"),
    ("transferred_out", "转给他人", "was handed over to somebody else"),
    ("transferred_in", "由他人转入", "was handed over to you"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_without_a_word_stands_for_itself() {
        assert_eq!(word("lost", Language::Chinese), "挂失");
        assert_eq!(word("crypto", Language::English), "crypto");
    }
}
