//! The second factor.

use crate::access::Permission;
use crate::identity::model::{EventKind, Refusal};
use crate::identity::queries;
use crate::identity::totp::{self, Code};
use crate::store::{Command, Tx};
use kernel::{Problem, UserId};
use zeroize::Zeroizing;

/// Begins with a second factor, which is not in force yet. Refuses: totp on.
pub struct BeginTotp {
    pub user: UserId,
    pub secret: Zeroizing<Vec<u8>>,
}

impl Command for BeginTotp {
    type Out = ();
    const NAME: &'static str = "identity.begin_totp";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::begin_factor(tx, self.user, &self.secret).await?;
        tx.touched("identity_user", self.user, None);
        Ok(())
    }
}

/// Puts a second factor in force. Refuses, in this order: totp off, totp on, code wrong.
pub struct ConfirmTotp {
    pub user: UserId,
    pub code: Code,
    pub recovery_codes: Vec<String>,
}

impl Command for ConfirmTotp {
    type Out = ();
    const NAME: &'static str = "identity.confirm_totp";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let factor = queries::factor(tx, self.user).await?.ok_or(Refusal::TotpOff)?;
        if factor.confirmed {
            return Err(Refusal::TotpOn.into());
        }
        let Code::Shown(shown) = &self.code else { return Err(Refusal::CodeWrong.into()) };
        let step = totp::step_of(&factor.secret, shown, tx.now()).ok_or(Refusal::CodeWrong)?;
        queries::confirm_factor(tx, self.user, step).await?;
        for code in &self.recovery_codes {
            queries::insert_recovery(tx, self.user, &code.replace('-', "")).await?;
        }
        queries::record(tx, EventKind::TotpOn, Some(self.user), "").await?;
        tx.touched("identity_user", self.user, None);
        Ok(())
    }
}

/// Takes one's own second factor away. Refuses, in this order: totp off, code wrong.
pub struct RemoveTotp {
    pub user: UserId,
    pub code: Code,
}

impl Command for RemoveTotp {
    type Out = ();
    const NAME: &'static str = "identity.remove_totp";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let factor = queries::factor(tx, self.user).await?.filter(|factor| factor.confirmed);
        let factor = factor.ok_or(Refusal::TotpOff)?;
        use_code(tx, self.user, &factor, &self.code).await?;
        take_away(tx, self.user).await
    }
}

/// Takes somebody's second factor away, who has lost it. Refuses, in this order: not for every branch, user
/// unknown.
pub struct ResetTotp(pub UserId);

impl Command for ResetTotp {
    type Out = ();
    const NAME: &'static str = "identity.reset_totp";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may_everywhere(Permission::IdentityManage)?;
        queries::account(tx, self.0).await?;
        take_away(tx, self.0).await
    }
}

async fn take_away(tx: &mut Tx<'_>, user: UserId) -> Result<(), Problem> {
    queries::remove_factor(tx, user).await?;
    let by = tx.actor().name.clone();
    queries::record(tx, EventKind::TotpOff, Some(user), &by).await?;
    tx.touched("identity_user", user, None);
    Ok(())
}

/// Whoever has a second factor in force proves it. Refuses, in this order: code needed, code wrong.
pub async fn check_second_factor(tx: &mut Tx<'_>, user: UserId, code: Option<&Code>) -> Result<(), Problem> {
    let Some(factor) = queries::factor(tx, user).await?.filter(|factor| factor.confirmed) else {
        return Ok(());
    };
    use_code(tx, user, &factor, code.ok_or(Refusal::CodeNeeded)?).await
}

/// Uses a code, which is good for once. Refuses: code wrong.
async fn use_code(
    tx: &mut Tx<'_>,
    user: UserId,
    factor: &queries::Factor,
    code: &Code,
) -> Result<(), Problem> {
    match code {
        Code::Shown(shown) => {
            let step = totp::step_of(&factor.secret, shown, tx.now()).ok_or(Refusal::CodeWrong)?;
            Ok(queries::use_step(tx, user, step).await?)
        }
        Code::Recovery(code) => Ok(queries::use_recovery(tx, user, code).await?),
    }
}
