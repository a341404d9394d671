use crate::testing::TestApp;

mod closing;
mod contracts;
mod owed;
mod policy;
mod selling;

const DAY: i64 = 24 * 3_600;

/// Lets five weeks pass, into the next quarter, for people who look in now and then: who does not is signed out.
async fn five_weeks_later(app: &TestApp) {
    for days in [20, 15] {
        app.later(days * DAY);
        for person in [&app.owner, &app.manager, &app.reception] {
            person.get("/api/identity/me").await.ok();
        }
    }
}
