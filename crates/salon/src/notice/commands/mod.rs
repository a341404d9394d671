//! What can be done with notices.

mod addressing;
mod asking;
mod choosing;
mod reading;
mod sending;
mod setting;
mod trying;
mod writing;

pub use addressing::Address;
pub use asking::{Happening, ask};
pub use choosing::{ChooseForCustomer, ChooseOwn, ReadInbox, choices_of_customer, own_choices};
pub use reading::{Looked, current_templates, log, senders};
pub use sending::{Begin, End, Forget, SendAgain};
pub use setting::{AddWebhook, ChangeSender, ChangeWebhook, RemoveSmtp, RemoveWebhook, SetSmtp};
pub use trying::{TryMail, TryWebhook};
pub use writing::WriteTemplate;
