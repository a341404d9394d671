//! Why something about a customer is refused.

use kernel::text::PhoneFault;
use kernel::{CustomerId, Field, Problem};

/// What is wrong with one field of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileFault {
    /// A member needs a name of at most 60 characters.
    Name,
    /// The phone is none.
    Phone(PhoneFault),
    /// The e-mail address is none.
    Email,
    /// The birthday is no day of its calendar, or still to come.
    Birthday,
    /// A text is longer than so many characters.
    TooLong {
        /// The field.
        field: &'static str,
        /// The most it takes.
        most: usize,
    },
    /// There are more than 30 tags, or an empty or long one.
    Tags,
    /// There is no such customer to have brought this one.
    ReferrerUnknown,
    /// Nobody brings themselves, nor somebody by whom they were brought.
    ReferrerCircular,
    /// There is no such staff member.
    IntroducerUnknown,
}

/// Why something about a customer is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such customer.
    Unknown,
    /// The personal data is destroyed; nothing can be added any more.
    Erased,
    /// Fields break rules.
    Profile(Vec<ProfileFault>),
    /// Another customer has this phone; families share one, so it can be confirmed.
    PhoneTaken {
        /// Who has it.
        holder: CustomerId,
        /// Their name.
        name: String,
        /// How many have it.
        holders: usize,
    },
    /// Somebody else changed this customer since it was shown.
    ChangedMeanwhile,
    /// Registered already.
    AlreadyMember,
    /// The consent does not say how, or to what.
    Consent,
    /// The picture is none that browsers show, or larger than 2 MiB.
    Photo,
    /// There is no picture.
    NoPhoto,
    /// No reason is given for destroying data, or a very long one.
    Reason,
    /// There is no such kind to list.
    Kind,
    /// Nobody is merged into themselves.
    MergeSelf,
    /// Somebody was merged into another one already.
    MergedAlready,
    /// No reason is given for merging, or a very long one.
    MergeReason,
    /// Nobody has this tag.
    TagUnknown,
    /// A tag has 1 to 60 characters.
    TagName,
    /// A filter has a name of 1 to 60 characters.
    FilterName,
    /// There is no such filter, or it is somebody else's.
    FilterUnknown,
    /// More customers than a file may have.
    TooMany(usize),
}

impl ProfileFault {
    fn field(self) -> &'static str {
        match self {
            ProfileFault::Name => "profile.name",
            ProfileFault::Phone(_) => "profile.phone",
            ProfileFault::Email => "profile.email",
            ProfileFault::Birthday => "profile.birthday",
            ProfileFault::TooLong { field, .. } => field,
            ProfileFault::Tags => "profile.tags",
            ProfileFault::ReferrerUnknown | ProfileFault::ReferrerCircular => "profile.referrer",
            ProfileFault::IntroducerUnknown => "profile.introducer",
        }
    }

    fn problem(self) -> Problem {
        let field = self.field();
        match self {
            ProfileFault::Name => {
                Problem::invalid(field, "customer.name_invalid", "A name has 1 to 60 characters.")
            }
            ProfileFault::Phone(fault) => {
                let detail = format!("This is no phone to reach somebody by: {fault}.");
                Problem::invalid(field, "customer.phone_invalid", detail)
            }
            ProfileFault::Email => {
                Problem::invalid(field, "customer.email_invalid", "This is no e-mail address.")
            }
            ProfileFault::Birthday => Problem::invalid(
                field,
                "customer.birthday_invalid",
                "This day is not in its calendar, before 1900 or still to come.",
            ),
            ProfileFault::TooLong { most, .. } => {
                let detail = format!("This text has at most {most} characters.");
                Problem::invalid(field, "customer.text_too_long", detail).with("most", most)
            }
            ProfileFault::Tags => Problem::invalid(
                field,
                "customer.tags_invalid",
                "There are at most 30 tags of 1 to 60 characters.",
            ),
            ProfileFault::ReferrerUnknown => Problem::invalid(
                field,
                "customer.referrer_unknown",
                "There is no such customer to have brought this one.",
            ),
            ProfileFault::ReferrerCircular => Problem::invalid(
                field,
                "customer.referrer_circular",
                "Nobody brings themselves, nor somebody by whom they were brought.",
            ),
            ProfileFault::IntroducerUnknown => {
                Problem::invalid(field, "customer.introducer_unknown", "There is no such staff member.")
            }
        }
    }
}

/// All faults of a form in one problem, under the code of the first.
fn profile_problem(faults: &[ProfileFault]) -> Problem {
    let mut problems = faults.iter().map(|fault| fault.problem());
    let Some(first) = problems.next() else { return Problem::bug("a refused profile without a fault") };
    let fields: Vec<Field> =
        first.fields.iter().cloned().chain(problems.flat_map(|problem| problem.fields)).collect();
    Problem { fields, ..first }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::Unknown => Problem::not_found("customer.unknown", "There is no such customer."),
            Refusal::Erased => Problem::refused(
                "customer.erased",
                "This customer's personal data was destroyed. Nothing can be added to it.",
            ),
            Refusal::Profile(faults) => profile_problem(&faults),
            Refusal::PhoneTaken { holder, name, holders } => {
                let detail = "Another customer has this phone. Confirm that they share it.";
                Problem::conflict("customer.phone_taken", detail)
                    .with("holder", holder.to_string())
                    .with("name", name)
                    .with("holders", holders)
            }
            Refusal::ChangedMeanwhile => Problem::conflict(
                "customer.changed_meanwhile",
                "Somebody else changed this customer meanwhile. Look again and repeat your change.",
            ),
            Refusal::AlreadyMember => {
                Problem::refused("customer.already_member", "This customer is a member already.")
            }
            Refusal::Consent => Problem::invalid(
                "channel",
                "customer.consent_invalid",
                "A consent says in 1 to 60 characters each how it was given and to which text.",
            ),
            Refusal::Photo => Problem::invalid(
                "body",
                "customer.photo_invalid",
                "A picture is a JPEG, PNG or WebP file of at most 2 MiB, sent under its media type.",
            ),
            Refusal::NoPhoto => Problem::not_found("customer.no_photo", "There is no picture."),
            Refusal::Reason => Problem::invalid(
                "reason",
                "customer.reason_needed",
                "Say in 1 to 300 characters why the data is destroyed.",
            ),
            Refusal::MergeSelf => {
                Problem::refused("customer.merge_self", "These two are the same customer already.")
            }
            Refusal::MergedAlready => Problem::conflict(
                "customer.merged_already",
                "This customer was merged into another one already.",
            ),
            Refusal::MergeReason => Problem::invalid(
                "reason",
                "customer.reason",
                "Say in 1 to 300 characters why they are one person.",
            ),
            Refusal::TagUnknown => Problem::not_found("customer.tag_unknown", "Nobody has this tag."),
            Refusal::TagName => Problem::invalid("to", "customer.tag_name", "A tag has 1 to 60 characters."),
            Refusal::FilterName => {
                Problem::invalid("name", "customer.filter_name", "A filter has a name of 1 to 60 characters.")
            }
            Refusal::FilterUnknown => {
                Problem::not_found("customer.filter_unknown", "There is no such filter of yours.")
            }
            Refusal::TooMany(most) => {
                let detail = format!("These are more than {most} customers. Narrow the list.");
                Problem::refused("customer.too_many", detail).with("most", most)
            }
            Refusal::Kind => {
                Problem::invalid("kind", "customer.kind_unknown", "The kinds are walk_in and member.")
            }
        }
    }
}
