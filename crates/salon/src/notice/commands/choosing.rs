//! What people want to be told, and what they have read.

use super::addressing::opted_out;
use crate::access::Actor;
use crate::customer;
use crate::notice::model::{Audience, Channel, Choice, ChoiceWish, Event};
use crate::notice::{queries, rules};
use crate::store::{Command, Tx};
use kernel::{CustomerId, Id, Problem, RowId, UserId};
use std::collections::BTreeSet;

/// What whoever asks is told of, as far as they may see such things at all.
pub async fn own_choices(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<Choice>, Problem> {
    let opted_out = queries::opted_out(tx, user.uuid()).await?;
    let actor = tx.actor();
    Ok(choices(&opted_out, |event| reaches(actor, event)))
}

fn reaches(actor: &Actor, event: Event) -> bool {
    matches!(event.audience(), Audience::Holders(permission) if actor.can(permission))
}

/// What a customer is told of. Refuses: customer unknown.
pub async fn choices_of_customer(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Vec<Choice>, Problem> {
    customer::brief(tx, customer).await?;
    let opted_out = opted_out(tx, customer).await?;
    Ok(choices(&opted_out, |event| matches!(event.audience(), Audience::Customer { .. })))
}

fn choices(opted_out: &BTreeSet<(Event, Channel)>, concerns: impl Fn(Event) -> bool) -> Vec<Choice> {
    let of = |event: Event| {
        let one = move |&channel: &Channel| (event, channel);
        event.channels().iter().map(one)
    };
    let choice = |(event, channel)| Choice { event, channel, wanted: !opted_out.contains(&(event, channel)) };
    Event::ALL.into_iter().filter(|event| concerns(*event)).flat_map(of).map(choice).collect()
}

/// Says what oneself wants to be told. Refuses: too many choices.
pub struct ChooseOwn {
    /// Who.
    pub user: UserId,
    /// What.
    pub choices: Vec<ChoiceWish>,
}

impl Command for ChooseOwn {
    type Out = ();
    const NAME: &'static str = "notice.choose";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        rules::check_choices(&self.choices)?;
        for ChoiceWish { event, channel, wanted } in &self.choices {
            queries::set_opt_out(tx, self.user.uuid(), (*event, *channel), *wanted).await?;
        }
        tx.touched("identity_user", self.user, None);
        Ok(())
    }
}

/// Says what a customer wants to be told. Refuses, in this order: too many choices, customer unknown.
pub struct ChooseForCustomer {
    /// Who.
    pub customer: CustomerId,
    /// What.
    pub choices: Vec<ChoiceWish>,
}

impl Command for ChooseForCustomer {
    type Out = ();
    const NAME: &'static str = "notice.choose_for_customer";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        rules::check_choices(&self.choices)?;
        customer::brief(tx, self.customer).await?;
        let rows = customer::group(tx, self.customer).await?;
        for ChoiceWish { event, channel, wanted } in &self.choices {
            for row in &rows {
                queries::set_opt_out(tx, row.uuid(), (*event, *channel), *wanted).await?;
            }
        }
        tx.touched("customer", self.customer, None);
        Ok(())
    }
}

/// Remembers that whoever acts has read their messages, up to one.
pub struct ReadInbox {
    /// Who.
    pub user: UserId,
    /// Up to which message.
    pub up_to: RowId,
}

impl Command for ReadInbox {
    type Out = ();
    const NAME: &'static str = "notice.read_inbox";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::read_inbox(tx, self.user, self.up_to).await?;
        tx.touched("identity_user", self.user, None);
        Ok(tx.tell("notice.changed", self.up_to, None).await?)
    }
}
