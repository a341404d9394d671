//! Why a card's command is not done.

use kernel::{Day, Money, Problem};

/// Why a card's command is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such plan.
    PlanUnknown,
    /// The plan is no longer for sale.
    PlanInactive,
    /// A name is empty or longer than 100 characters.
    PlanName,
    /// A plan costs something and gives no less than nothing.
    PlanAmounts,
    /// A plan of visits does not say how many of which service, or another plan does.
    PlanVisits,
    /// The terms are longer than 10000 characters.
    TermsTooLong,
    /// The terms hold a clause that the law voids.
    TermsVoid {
        /// The clause, as it is known.
        clause: &'static str,
    },
    /// A plan of time does not say for how many days of which services, or another plan does.
    PlanTime,
    /// A plan of visits or time is bound to services or products, or a branch is named twice.
    PlanReach,
    /// The card is not to be used in this branch.
    OtherBranch,
    /// A plan of money says for how many days its bonus can be used, and no other plan does.
    PlanBonus,
    /// A discount plan does not say what it charges, or a plan does that cannot.
    PlanRates,
    /// The card charges the list price.
    ChargesList,
    /// A bundle or a trial does not say how many visits of which services, or another plan does.
    PlanBundle,
    /// A plan of visits says for how many days they can be used, and no other plan does.
    PlanValid,
    /// The card has no last day that could be moved.
    NothingToExtend,
    /// A card's last day is moved to a later one.
    ExtendDay {
        /// The last day that it has.
        last: Day,
    },
    /// The customer has had this trial before.
    TrialTaken,
    /// There is no such card.
    CardUnknown,
    /// The card cannot be used any more.
    CardClosed,
    /// The card holds no money.
    NoStoredValue,
    /// The card holds no visits.
    NoVisits,
    /// The card's visits are of another service.
    WrongService,
    /// The card holds fewer visits than are wanted.
    VisitsShort {
        /// How many it holds.
        left: i64,
    },
    /// The card holds no time.
    NoTime,
    /// The card's days are over.
    TimeOver {
        /// The last of them.
        ended_on: Day,
    },
    /// The card has been used as often as it may be for now.
    TimeLimit {
        /// How often it may still be used.
        left: i64,
    },
    /// A card that may be used without a limit serves one person at a time.
    TimeOnce,
    /// A holder's password is not six digits.
    PasswordForm,
    /// The card has no password yet.
    PasswordUnset,
    /// This is not the card's password.
    PasswordWrong,
    /// Neither a customer nor a number says which cards are wanted.
    WhoseUnclear,
    /// The number is another card's.
    NumberTaken,
    /// The card holds less than is wanted.
    BalanceShort {
        /// What it holds, principal and bonus.
        left: Money,
    },
    /// A text is no code of a gift card.
    GiftCodeForm,
    /// No gift card has this code.
    GiftCodeUnknown,
    /// The card is used with its code, as nobody has claimed it.
    GiftCodeNeeded,
    /// The gift card has been claimed, and its code is dead.
    GiftClaimed,
    /// The gift card has to be claimed first.
    GiftUnclaimed,
    /// A companion card is sold by no plan.
    PlanKind,
    /// Limits of nothing or less, or a last day that is over.
    CompanionLimits,
    /// A companion card would be its own holder's.
    CompanionSelf,
    /// The card that a companion card spends from is closed or locked.
    CompanionOwner,
    /// The companion card's last day is over.
    CompanionOver {
        /// That day.
        ended_on: Day,
    },
    /// The companion card may not spend so much.
    CompanionLimit {
        /// How much it may still spend on one bill.
        left: Money,
    },
    /// A companion card is not given back: it ends.
    CompanionEnds,
    /// The card is no companion card.
    NoCompanion,
    /// The card holds enough, but its bonus pays no more of a bill.
    BonusCapped {
        /// What the card can pay of this bill.
        left: Money,
    },
    /// Part of the lot has been used, so its sale cannot simply be undone.
    LotUsed,
    /// The card is locked for a while.
    CardFrozen,
    /// The card is reported lost.
    CardLost,
    /// The card is not reported lost.
    NotLost,
    /// The card is not frozen.
    NotFrozen,
    /// The card would go to whom it belongs to.
    TransferToSelf,
    /// The card would be merged with itself.
    MergeIntoItself,
    /// The cards belong to two holders.
    MergeAcrossHolders,
    /// The cards are of two kinds, or are used in another order.
    MergeDiffers,
    /// The card is of this plan already.
    ConvertSame,
    /// The plan sells no money, or is used in another order than the card.
    ConvertDiffers,
    /// There is less money on the card than the plan costs.
    ConvertShort {
        /// How much less.
        missing: Money,
    },
    /// There is nothing on the card.
    NothingLeft,
    /// There is something else on the card than was shown.
    HoldsChanged,
    /// A statement ends before it begins.
    StatementDays,
    /// A statement has more than 10000 lines.
    StatementLong,
    /// Why it is done is not said, or in more than 300 characters.
    Reason,
    /// A channel's reference is longer than 100 characters.
    Reference,
    /// The figure is another than the one that was shown.
    RefundChanged {
        /// What it is now.
        total: Money,
    },
    /// The payouts do not come to what is due.
    Payout {
        /// What is due.
        total: Money,
    },
    /// The contract would have ended after its payout, or before something was paid.
    RefundEnd,
    /// Gifts take off less than nothing.
    RefundGift,
    /// No amount is agreed on, or one below nothing or above what was paid.
    RefundAgreed {
        /// What was paid.
        max: Money,
    },
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::PlanUnknown => Problem::not_found("card.plan_unknown", "There is no such card plan."),
            Refusal::PlanInactive => {
                Problem::refused("card.plan_inactive", "This card plan is no longer for sale.")
            }
            Refusal::PlanName => {
                Problem::invalid("name", "card.plan_name", "A name has 1 to 100 characters.")
            }
            Refusal::PlanAmounts => Problem::invalid(
                "price",
                "card.plan_amounts",
                "A card plan costs more than nothing and gives no less than nothing.",
            ),
            Refusal::TermsTooLong => {
                Problem::invalid("terms", "card.terms_too_long", "Terms have at most 10000 characters.")
            }
            Refusal::TermsVoid { clause } => {
                let detail = format!("The terms hold a clause that the law voids: {clause}.");
                Problem::invalid("terms", "card.terms_void", detail).with("clause", clause)
            }
            Refusal::CardUnknown => Problem::not_found("card.unknown", "There is no such card."),
            Refusal::CardClosed => Problem::refused("card.closed", "This card is closed."),
            Refusal::NoStoredValue => {
                Problem::refused("card.no_stored_value", "This card holds visits or time, not money.")
            }
            Refusal::NumberTaken => Problem::conflict("card.number_taken", "Another card has this number."),
            Refusal::BalanceShort { left } => {
                Problem::conflict("card.balance_short", "The card does not hold enough for this.")
                    .with("left", left.to_minor())
            }
            Refusal::PlanReach => {
                let detail = "Only money is bound to services or products, and a branch is named once.";
                Problem::invalid("reach", "card.plan_reach", detail)
            }
            Refusal::OtherBranch => {
                Problem::refused("card.other_branch", "By its terms this card is used in other branches.")
            }
            Refusal::ChargesList => {
                Problem::refused("card.charges_list", "By its terms this card charges what is on the list.")
            }
            Refusal::PlanTime => {
                let detail = "A plan of time names 1 to 50 services, none twice, 1 to 3660 days, a limit of 1 to 100 uses or none, and no bonus; other plans name no time.";
                Problem::invalid("time", "card.plan_time", detail)
            }
            Refusal::PlanRates => {
                let detail = "A discount plan charges something everywhere and less than the list price somewhere, with at most 100 categories, none twice; other plans have no rates.";
                Problem::invalid("rates", "card.plan_rates", detail)
            }
            Refusal::PlanBundle => {
                let detail = "A bundle names 2 to 20 services, none twice, a trial 1 to 20 and 1 to 366 days, each service with 1 to 1000 visits and up to 1000 given on top, and no bonus; other plans name none of this.";
                Problem::invalid("bundle", "card.plan_bundle", detail)
            }
            Refusal::TrialTaken => {
                Problem::refused("card.trial_taken", "This customer has had this trial before.")
            }
            Refusal::NoTime => Problem::refused("card.no_time", "This card holds no time."),
            Refusal::TimeOver { ended_on } => {
                let detail = "The days of this card are over. Extend it, or give it back: the money paid is still owed.";
                Problem::refused("card.time_over", detail).with("ended_on", ended_on.to_string())
            }
            Refusal::TimeLimit { left } => {
                let detail = "This card has been used as often as it may be for now.";
                Problem::conflict("card.time_limit", detail).with("left", left)
            }
            Refusal::TimeOnce => {
                let detail =
                    "A card without a limit serves one person at a time: one of a service on a bill.";
                Problem::refused("card.time_once", detail)
            }
            Refusal::PlanValid => {
                let detail = "Visits can be used for 1 to 3660 days, from the sale or from their first use.";
                Problem::invalid("valid_days", "card.plan_valid", detail)
            }
            Refusal::NothingToExtend => Problem::refused(
                "card.nothing_to_extend",
                "Nothing on this card has a last day that could be moved.",
            ),
            Refusal::ExtendDay { last } => {
                let detail = "The new last day is after the one that the card has, not before today and within ten years.";
                Problem::invalid("until", "card.extend_day", detail).with("last", last.to_string())
            }
            Refusal::BonusCapped { left } => {
                let detail =
                    "Bonus of this card pays only a part of a bill; the rest is paid in another way.";
                Problem::conflict("card.bonus_capped", detail).with("left", left.to_minor())
            }
            Refusal::PlanBonus => {
                let detail = "Bonus of plans of money can end, after 1 to 3660 days, and pay at most a part of a bill.";
                Problem::invalid("bonus_terms", "card.plan_bonus", detail)
            }
            Refusal::PlanVisits => {
                let detail = "A plan of visits names a service, 1 to 1000 visits, up to 1000 given on top and no bonus; other plans name no visits.";
                Problem::invalid("visits", "card.plan_visits", detail)
            }
            Refusal::NoVisits => Problem::refused("card.no_visits", "This card holds no visits."),
            Refusal::WrongService => {
                Problem::refused("card.wrong_service", "The visits on this card are of another service.")
            }
            Refusal::VisitsShort { left } => {
                Problem::conflict("card.visits_short", "The card does not hold enough visits.")
                    .with("left", left)
            }
            Refusal::PasswordForm => {
                Problem::invalid("password", "card.password_form", "A card's password has six digits.")
            }
            Refusal::PasswordUnset => {
                Problem::refused("card.password_unset", "The holder has not set a password for this card.")
            }
            Refusal::PasswordWrong => {
                Problem::refused("card.password_wrong", "This is not the card's password.")
            }
            Refusal::WhoseUnclear => {
                let detail = "Say whose cards, or which number: one of the two.";
                Problem::invalid("customer", "card.whose_unclear", detail)
            }
            Refusal::PlanKind => {
                let detail = "A companion card belongs to a customer's card and is sold by no plan.";
                Problem::invalid("kind", "card.plan_kind", detail)
            }
            Refusal::CompanionLimits => {
                let detail = "Limits are above nothing, and the last day is not over.";
                Problem::invalid("limits", "card.companion_limits", detail)
            }
            Refusal::CompanionSelf => {
                let detail = "A companion card is for somebody else than the card's holder.";
                Problem::invalid("customer", "card.companion_self", detail)
            }
            Refusal::CompanionOwner => {
                let detail = "The card that this companion card spends from is closed or locked.";
                Problem::refused("card.companion_owner", detail)
            }
            Refusal::CompanionOver { ended_on } => {
                let detail = "The last day of this companion card is over.";
                Problem::refused("card.companion_over", detail).with("ended_on", ended_on.to_string())
            }
            Refusal::CompanionLimit { left } => {
                let detail = "This companion card may not spend so much.";
                Problem::conflict("card.companion_limit", detail).with("left", left.to_minor())
            }
            Refusal::CompanionEnds => {
                let detail = "A companion card holds nothing: it is ended from the card that it spends from.";
                Problem::refused("card.companion_ends", detail)
            }
            Refusal::NoCompanion => Problem::refused("card.no_companion", "This is no companion card."),
            Refusal::GiftCodeForm => {
                let detail = "A gift card's code has sixteen letters and digits.";
                Problem::invalid("code", "card.gift_code_form", detail)
            }
            Refusal::GiftCodeUnknown => {
                Problem::refused("card.gift_code_unknown", "No gift card has this code.")
            }
            Refusal::GiftCodeNeeded => {
                let detail = "Nobody has claimed this gift card: it is used with its code.";
                Problem::refused("card.gift_code_needed", detail)
            }
            Refusal::GiftClaimed => {
                let detail = "This gift card has been claimed, and its code is no longer good.";
                Problem::refused("card.gift_claimed", detail)
            }
            Refusal::GiftUnclaimed => {
                let detail = "This gift card has to be claimed by its code first.";
                Problem::refused("card.gift_unclaimed", detail)
            }
            Refusal::LotUsed => Problem::refused(
                "card.lot_used",
                "Part of this sale or top-up has been used; undoing it means closing the card.",
            ),
            Refusal::CardFrozen => Problem::refused("card.frozen", "This card is frozen."),
            Refusal::CardLost => Problem::refused("card.lost", "This card is reported lost."),
            Refusal::NotLost => Problem::refused("card.not_lost", "This card is not reported lost."),
            Refusal::NotFrozen => Problem::refused("card.not_frozen", "This card is not frozen."),
            Refusal::TransferToSelf => {
                Problem::invalid("to", "card.transfer_to_self", "The card belongs to this customer already.")
            }
            Refusal::MergeIntoItself => {
                Problem::invalid("from", "card.merge_into_itself", "Two different cards are merged.")
            }
            Refusal::MergeAcrossHolders => {
                let detail = "Only cards of one holder are merged; a card of somebody else is handed over.";
                Problem::invalid("from", "card.merge_across_holders", detail)
            }
            Refusal::MergeDiffers => {
                let detail = "Only cards of one kind, one order of use and one last day are merged.";
                Problem::invalid("from", "card.merge_differs", detail)
            }
            Refusal::ConvertSame => {
                Problem::invalid("plan", "card.convert_same", "The card is of this plan already.")
            }
            Refusal::ConvertDiffers => {
                let detail = "A card turns into a plan of money that is used in the same order.";
                Problem::invalid("plan", "card.convert_differs", detail)
            }
            Refusal::ConvertShort { missing } => {
                let detail =
                    "There is less money on the card than the plan costs; what is missing is paid first.";
                Problem::refused("card.convert_short", detail).with("short", missing.to_minor())
            }
            Refusal::NothingLeft => Problem::refused("card.nothing_left", "There is nothing on this card."),
            Refusal::HoldsChanged => {
                let detail = "There is something else on the card than was shown.";
                Problem::conflict("card.holds_changed", detail)
            }
            Refusal::StatementDays => {
                let detail = "A statement begins before it ends.";
                Problem::invalid("from", "card.statement_days", detail)
            }
            Refusal::StatementLong => {
                let detail = "A statement has at most 10000 lines. Choose fewer days.";
                Problem::refused("card.statement_long", detail)
            }
            Refusal::Reason => Problem::invalid("reason", "card.reason", "Say why, in 1 to 300 characters."),
            Refusal::Reference => {
                let detail = "A reference has at most 100 characters.";
                Problem::invalid("payouts", "card.reference", detail)
            }
            Refusal::RefundChanged { total } => {
                let detail = "The figure has changed since it was shown.";
                Problem::conflict("card.refund_changed", detail).with("total", total.to_minor())
            }
            Refusal::Payout { total } => {
                let detail = "The payouts have to come to what is due, in at most ten parts.";
                Problem::invalid("payouts", "card.payout", detail).with("total", total.to_minor())
            }
            Refusal::RefundEnd => {
                let detail = "The card was given back between its last payment and today.";
                Problem::invalid("ended_on", "card.refund_end", detail)
            }
            Refusal::RefundGift => {
                let detail = "Gifts that are kept take off nothing or more.";
                Problem::invalid("gift", "card.refund_gift", detail)
            }
            Refusal::RefundAgreed { max } => {
                let detail = "An agreed amount lies between nothing and what was paid.";
                Problem::invalid("agreed", "card.refund_agreed", detail).with("max", max.to_minor())
            }
        }
    }
}
