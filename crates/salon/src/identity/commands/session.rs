//! Signed-in devices, and who acts on them.

use super::factor::check_second_factor;
use crate::identity::model::{EventKind, Refusal};
use crate::identity::queries;
use crate::identity::totp::Code;
use crate::store::{Command, Tx};
use kernel::{Problem, SessionId, UserId};

/// Signs a device in. Refuses, in this order: sign-in wrong, when the account is no longer active;
/// code needed; code wrong.
pub struct StartSession {
    pub user: UserId,
    pub secret: [u8; 32],
    pub code: Option<Code>,
}

impl Command for StartSession {
    type Out = SessionId;
    const NAME: &'static str = "identity.sign_in";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<SessionId, Problem> {
        let account = queries::account(tx, self.user).await?;
        if !account.active {
            return Err(Refusal::SignInWrong.into());
        }
        check_second_factor(tx, self.user, self.code.as_ref()).await?;
        let id: SessionId = tx.new_id();
        queries::insert_session(tx, id, self.secret, self.user).await?;
        queries::record(tx, EventKind::SignedIn, Some(self.user), "").await?;
        tx.touched("identity_session", id, None);
        Ok(id)
    }
}

/// Remembers that a session is in use.
pub struct SeeSession(pub SessionId);

impl Command for SeeSession {
    type Out = ();
    const NAME: &'static str = "identity.see_session";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        Ok(queries::see_session(tx, self.0).await?)
    }
}

/// Signs a device out.
pub struct EndSession(pub SessionId);

impl Command for EndSession {
    type Out = ();
    const NAME: &'static str = "identity.sign_out";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::end_session(tx, self.0).await?;
        let user = tx.actor().user;
        queries::record(tx, EventKind::SignedOut, user, "").await?;
        tx.touched("identity_session", self.0, None);
        Ok(())
    }
}

/// Signs somebody out on every device.
pub struct EndSessions(pub UserId);

impl Command for EndSessions {
    type Out = ();
    const NAME: &'static str = "identity.sign_out_everywhere";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::end_sessions_of(tx, self.0).await?;
        queries::record(tx, EventKind::SignedOut, Some(self.0), "").await?;
        tx.touched("identity_user", self.0, None);
        Ok(())
    }
}

/// Signs one of somebody's own devices out, from another. Refuses: device unknown.
pub struct EndDevice {
    pub session: SessionId,
    pub user: UserId,
}

impl Command for EndDevice {
    type Out = ();
    const NAME: &'static str = "identity.end_device";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::end_own_session(tx, self.session, self.user).await?;
        queries::record(tx, EventKind::SessionEnded, Some(self.user), "").await?;
        tx.touched("identity_session", self.session, None);
        Ok(())
    }
}

/// Hands a shared till to somebody whose PIN was right.
pub struct SwitchOperator {
    pub session: SessionId,
    pub operator: UserId,
}

impl Command for SwitchOperator {
    type Out = ();
    const NAME: &'static str = "identity.switch_operator";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::set_operator(tx, self.session, self.operator).await?;
        queries::record(tx, EventKind::OperatorSwitched, Some(self.operator), "").await?;
        tx.touched("identity_user", self.operator, None);
        Ok(())
    }
}
