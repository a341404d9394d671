//! An organisation's own words.

use super::reading::shown;
use crate::access::Permission;
use crate::notice::model::{Refusal, Template, TemplateWish};
use crate::notice::queries::{self, Stored};
use crate::notice::rules;
use crate::store::{Command, Tx};
use kernel::Problem;

/// Writes a new version of a text, or brings back the words that come with the program. Refuses, in this
/// order: not for every branch, a channel without texts, half a text, title, text, a brace that is not closed,
/// an unknown field.
pub struct WriteTemplate(pub TemplateWish);

impl Command for WriteTemplate {
    type Out = Template;
    const NAME: &'static str = "notice.write_template";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Template, Problem> {
        tx.actor().may_everywhere(Permission::NoticeManage)?;
        let wish = &self.0;
        let TemplateWish { event, channel, language, .. } = *wish;
        if !event.channels().contains(&channel) {
            return Err(Refusal::ChannelWithoutTexts.into());
        }
        let texts = match (&wish.title, &wish.body) {
            (Some(title), Some(body)) => {
                rules::check_text(event, title, body)?;
                Some((title.clone(), body.clone()))
            }
            (None, None) => None,
            _ => return Err(Refusal::HalfText.into()),
        };
        let kept = queries::template_versions(tx, event, channel, language).await?;
        let version = kept.first().map_or(0, |newest| newest.version) + 1;
        queries::insert_template(tx, wish, version).await?;
        tx.touched("notice_template", tx.organisation(), None);
        Ok(shown((event, channel, language), Some(&Stored { event, channel, language, version, texts })))
    }
}
