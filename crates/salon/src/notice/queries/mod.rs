//! Every statement over `notice_*`.

mod event;
mod message;
mod setting;
mod template;
mod webhook;

pub use event::{
    Happened, NewEvent, addressed, event, forget_before, forget_events_before, forget_of, insert_event,
    unaddressed,
};
pub use message::{
    Due, NewMessage, Outcome, Place, begin_try, customers_written_to, due, end_try, inbox, insert_message,
    log, message, next_due, read_inbox, unread,
};
pub use setting::{opted_out, put_sender, put_smtp, remove_smtp, sender, set_opt_out, smtp};
pub use template::{Stored, insert_template, template_versions, templates};
pub use webhook::{insert_webhook, remove_webhook, update_webhook, webhook, webhook_secret, webhooks};
