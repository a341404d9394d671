//! What can go wrong, as others see it: a kind, a stable code, a sentence, and the fields at fault.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The few ways in which a request fails. The web layer gives each its HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request cannot be read at all: broken JSON, an unknown field.
    Malformed,
    /// A field's value breaks a rule.
    Invalid,
    /// Nobody is signed in.
    Unauthenticated,
    /// Somebody is, who may not do this (here).
    Forbidden,
    /// There is no such thing, or none that this person may know of.
    NotFound,
    /// Something else happened first: seen too late, taken, changed meanwhile.
    Conflict,
    /// A rule of the business says no.
    Refused,
    /// Too often in too short a time.
    TooMany,
    /// The body is larger than this route takes.
    TooLarge,
    /// The server has no room right now; the same request may succeed later.
    Busy,
    /// A fault of the product. Its detail goes to the log, never to the client.
    Bug,
}

/// A refusal as the caller sees it (RFC 9457).
///
/// `code` never changes once published: front ends translate by it. `detail` is an English
/// sentence for people who read the API. `cause` is for the log alone.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The kind, which decides the HTTP status.
    pub kind: Kind,
    /// Stable, `capability.what_is_wrong`.
    pub code: &'static str,
    /// What is wrong and what to do about it, in English.
    pub detail: String,
    /// Figures that a translated sentence needs.
    pub params: BTreeMap<&'static str, serde_json::Value>,
    /// The fields at fault, when a form was filled in.
    pub fields: Vec<Field>,
    /// What really happened, for the log.
    pub cause: Option<String>,
}

/// One field of a request that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Field {
    /// The field's name in the request, with dots for nesting.
    pub field: String,
    /// The rule it breaks.
    pub code: String,
    /// The same in an English sentence.
    pub detail: String,
}

impl Problem {
    /// A problem of any kind.
    pub fn new(kind: Kind, code: &'static str, detail: impl Into<String>) -> Problem {
        Problem {
            kind,
            code,
            detail: detail.into(),
            params: BTreeMap::new(),
            fields: Vec::new(),
            cause: None,
        }
    }

    /// A field's value breaks a rule.
    pub fn invalid(field: &str, code: &'static str, detail: impl Into<String>) -> Problem {
        let detail = detail.into();
        let field = Field { field: field.to_owned(), code: code.to_owned(), detail: detail.clone() };
        Problem { fields: vec![field], ..Problem::new(Kind::Invalid, code, detail) }
    }

    /// A rule of the business says no.
    pub fn refused(code: &'static str, detail: impl Into<String>) -> Problem {
        Problem::new(Kind::Refused, code, detail)
    }

    /// Something else happened first.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Problem {
        Problem::new(Kind::Conflict, code, detail)
    }

    /// There is no such thing.
    pub fn not_found(code: &'static str, detail: impl Into<String>) -> Problem {
        Problem::new(Kind::NotFound, code, detail)
    }

    /// A fault of the product; the cause is logged, the caller learns the request id.
    pub fn bug(cause: impl std::fmt::Display) -> Problem {
        let detail =
            "Something went wrong on our side. Nothing was changed. The request id finds it in the log.";
        Problem { cause: Some(cause.to_string()), ..Problem::new(Kind::Bug, "bug", detail) }
    }

    /// Says that the fields at fault stand inside a part of the request: `name` becomes `owner.name`.
    pub fn within(mut self, part: &str) -> Problem {
        for field in &mut self.fields {
            field.field = format!("{part}.{}", field.field);
        }
        self
    }

    /// Says that the field at fault has another name in this request.
    pub fn in_field(mut self, name: &str) -> Problem {
        for field in &mut self.fields {
            name.clone_into(&mut field.field);
        }
        self
    }

    /// Adds a figure for the translated sentence.
    pub fn with(mut self, name: &'static str, value: impl Into<serde_json::Value>) -> Problem {
        self.params.insert(name, value.into());
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

impl std::error::Error for Problem {}
