//! Why a command about prepaid value is not done.

use super::{Notice, Rule};
use kernel::{Money, Problem};

/// Why a command about prepaid value is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The organisation does not count in yuan, so these rules are not its own.
    NotHere,
    /// The owner does not set this figure.
    RuleFixed,
    /// No such figure is possible.
    FigureRange {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// The figure is less strict than the law's.
    FigureLooser {
        /// What the law says.
        lawful: i64,
    },
    /// The figure would have held before today.
    FigurePast,
    /// A card would hold more than it may, and nobody says why.
    AboveMax(Notice),
    /// Bearer cards for so much are sold to nobody knows whom.
    NameNeeded(Notice),
    /// So much is paid in cash.
    CashRefused(Notice),
    /// A reason is longer than 300 characters.
    Reason,
    /// A text of the contract's terms is longer than 1000 characters.
    TermsTooLong(&'static str),
    /// Neither a bill nor a card says whose contracts are wanted.
    WhoseUnclear,
    /// There is no such contract.
    ContractUnknown,
    /// The customer has said yes to the contract already.
    Acknowledged,
    /// The company takes no more money ahead.
    Stopped,
    /// Why it takes no more is not said, or in more than 300 characters.
    StopReason,
    /// It takes none already.
    StoppedAlready,
    /// It does take money ahead.
    NotStopped,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::NotHere => Problem::refused(
                "prepaid.not_here",
                "The rules for prepaid cards are those of China; this salon does not count in yuan.",
            ),
            Refusal::RuleFixed => {
                Problem::invalid("rule", "prepaid.rule_fixed", "This figure is the law's and stays as it is.")
            }
            Refusal::FigureRange { min, max } => {
                let detail = format!("The figure lies between {min} and {max}.");
                Problem::invalid("value", "prepaid.figure_range", detail).with("least", min).with("most", max)
            }
            Refusal::FigureLooser { lawful } => {
                let detail = "The figure must be at least as strict as the law's.";
                Problem::invalid("value", "prepaid.figure_looser", detail).with("lawful", lawful)
            }
            Refusal::FigurePast => {
                let detail = "A figure holds from today at the earliest: what is past is not judged anew.";
                Problem::invalid("valid_from", "prepaid.figure_past", detail)
            }
            Refusal::AboveMax(notice) if notice.rule == Rule::BearerCardMax => {
                let detail =
                    "This card would hold more than a bearer card may. Register the customer, or say why.";
                with_figures(Problem::refused("prepaid.above_bearer_max", detail), &notice)
            }
            Refusal::AboveMax(notice) => {
                let detail = "This card would hold more than a named card may. Say why.";
                with_figures(Problem::refused("prepaid.above_named_max", detail), &notice)
            }
            Refusal::NameNeeded(notice) => {
                let detail = "Cards for so much are sold only to registered members. Register the customer.";
                with_figures(Problem::refused("prepaid.name_needed", detail), &notice)
            }
            Refusal::CashRefused(notice) => {
                let detail =
                    "Cards for so much are not paid in cash. Use a bank transfer or a card terminal.";
                with_figures(Problem::refused("prepaid.cash_refused", detail), &notice)
            }
            Refusal::Reason => {
                let detail = "A reason has at most 300 characters.";
                Problem::invalid("prepaid_reason", "prepaid.reason", detail)
            }
            Refusal::TermsTooLong(field) => {
                Problem::invalid(field, "prepaid.terms_too_long", "This text has at most 1000 characters.")
            }
            Refusal::WhoseUnclear => {
                let detail = "Say whose contracts are wanted: those of a bill or those of a card.";
                Problem::invalid("bill", "prepaid.whose_unclear", detail)
            }
            Refusal::ContractUnknown => {
                Problem::not_found("prepaid.contract_unknown", "There is no such contract.")
            }
            Refusal::Acknowledged => Problem::conflict(
                "prepaid.acknowledged",
                "The customer has said yes to this contract already.",
            ),
            Refusal::Stopped => Problem::refused(
                "prepaid.stopped",
                "This company has stopped selling cards: no card is sold and none topped up.",
            ),
            Refusal::StopReason => {
                let detail = "Say why, in 1 to 300 characters.";
                Problem::invalid("reason", "prepaid.stop_reason", detail)
            }
            Refusal::StoppedAlready => Problem::conflict(
                "prepaid.stopped_already",
                "This company has stopped selling cards already.",
            ),
            Refusal::NotStopped => {
                Problem::conflict("prepaid.not_stopped", "This company sells cards; nothing was stopped.")
            }
        }
    }
}

fn with_figures(problem: Problem, notice: &Notice) -> Problem {
    let minor = |money: Money| money.to_minor();
    problem.with("max", minor(notice.limit)).with("amount", minor(notice.amount))
}
