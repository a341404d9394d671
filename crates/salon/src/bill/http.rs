//! `/api/bill`.

use super::commands::{
    self, AddLine, ChangeLine, GiveBack, GiveReduction, MarkPrinted, Open, Park, Pay, RemoveLine,
    RemoveReduction, Resume, SetCustomer, SetRounding, Void,
};
use super::model::{
    Bill, BillSummary, CustomerWish, Head, LineWish, NewBill, NewLine, ParkWish, PayWish, Receipt,
    ReductionWish, RefundQuote, RefundQuoteWish, RefundWish, RoundingWish, SettlementWish, ShownSettlement,
    State as BillState, VoidWish,
};
use super::queries::{self, Filter};
use crate::access::{Actor, Permission};
use crate::store::{Numbered, Tx};
use crate::web::{Access, Answer, App, Created, Json, Key, NoContent, Path, Query, Routes};
use axum::extract::State;
use kernel::{BillId, BranchId, Cursor, Day, Instant, Limit, LineId, Page, Problem, ReductionId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

/// The routes of this capability.
pub fn routes() -> Routes {
    Routes::new()
        .add(Access::May(Permission::BillWrite), routes!(open))
        .add(Access::May(Permission::BillRead), routes!(list))
        .add(Access::May(Permission::BillRead), routes!(show))
        .add(Access::May(Permission::BillWrite), routes!(set_customer))
        .add(Access::May(Permission::BillWrite), routes!(add_line))
        .add(Access::May(Permission::BillWrite), routes!(change_line))
        .add(Access::May(Permission::BillWrite), routes!(remove_line))
        .add(Access::May(Permission::BillReduce), routes!(reduce))
        .add(Access::May(Permission::BillReduce), routes!(remove_reduction))
        .add(Access::May(Permission::BillWrite), routes!(round))
        .add(Access::May(Permission::BillWrite), routes!(park))
        .add(Access::May(Permission::BillWrite), routes!(resume))
        .add(Access::May(Permission::BillVoid), routes!(void))
        .add(Access::May(Permission::BillPay), routes!(settlement))
        .add(Access::May(Permission::BillPay), routes!(pay))
        .add(Access::May(Permission::BillRead), routes!(receipt))
        .add(Access::May(Permission::BillRead), routes!(printed))
        .add(Access::May(Permission::BillRefund), routes!(quote_refund))
        .add(Access::May(Permission::BillRefund), routes!(refund))
}

/// Opens a bill.
///
/// Refuses: access.other_branch, branch.unknown, customer.unknown.
#[utoipa::path(post, path = "/api/bill", tag = "bill", request_body = NewBill, responses((status = 201, body = Bill)))]
async fn open(State(app): State<App>, actor: Actor, Json(wish): Json<NewBill>) -> Answer<Created<Bill>> {
    actor.at(Permission::BillWrite, wish.branch)?;
    let number = app.db.number(&actor, wish.branch, Numbered::Bill).await?;
    Ok(Created(app.write(&actor, Open { wish, number }).await?))
}

/// Which bills are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Of which branch.
    branch: BranchId,
    /// Of one business day only.
    day: Option<Day>,
    /// In one state only.
    state: Option<BillState>,
    /// Where the page begins.
    after: Option<String>,
    /// How many.
    #[serde(default)]
    limit: Limit,
}

impl Wanted {
    fn filter(&self) -> Result<Filter, Problem> {
        let before = match &self.after {
            None => Filter::newest(),
            Some(after) => read_cursor(after).ok_or_else(|| {
                Problem::invalid("after", "bill.cursor", "This is not where a page of bills begins.")
            })?,
        };
        Ok(Filter { day: self.day, state: self.state, before, limit: self.limit })
    }
}

fn read_cursor(text: &str) -> Option<(String, Instant, uuid::Uuid)> {
    let cursor = Cursor(text.to_owned());
    let [day, opened_at, id] = cursor.keys::<3>()?;
    let day = Day::parse(day)?.to_string();
    Some((day, Instant::from_millis(opened_at.parse().ok()?), id.parse().ok()?))
}

fn cursor(head: &Head) -> Cursor {
    let opened_at = head.opened_at.millis().to_string();
    Cursor::of(&[&head.business_day.to_string(), &opened_at, &head.id.to_string()])
}

/// Lists the bills of a branch, newest first.
///
/// Refuses: access.other_branch, bill.cursor.
#[utoipa::path(get, path = "/api/bill", tag = "bill", params(Wanted),
    responses((status = 200, body = Page<BillSummary>)))]
async fn list(
    State(app): State<App>,
    actor: Actor,
    Query(wanted): Query<Wanted>,
) -> Answer<Json<Page<BillSummary>>> {
    let at = actor.at(Permission::BillRead, wanted.branch)?;
    let filter = wanted.filter()?;
    let mut tx = app.db.read(&actor).await?;
    let heads = match (filter.day, filter.state) {
        (None, Some(state)) => queries::list_in_state(&mut tx, at, state, &filter).await?,
        _ => queries::list(&mut tx, at, &filter).await?,
    };
    let page = Page::cut(heads, filter.limit, cursor);
    let items = commands::summaries(&mut tx, &page.items).await?;
    Ok(Json(Page { items, next: page.next }))
}

/// Shows a bill.
///
/// Refuses: bill.unknown, access.other_branch.
#[utoipa::path(get, path = "/api/bill/{bill}", tag = "bill", params(("bill" = BillId, Path)),
    responses((status = 200, body = Bill)))]
async fn show(State(app): State<App>, actor: Actor, Path(bill): Path<BillId>) -> Answer<Json<Bill>> {
    let mut tx: Tx<'_> = app.db.read(&actor).await?;
    Ok(Json(commands::show(&mut tx, bill).await?))
}

/// Says for whom a bill is.
///
/// Refuses: bill.unknown, access.other_branch, bill.parked, bill.voided, bill.already_paid,
/// customer.unknown.
#[utoipa::path(put, path = "/api/bill/{bill}/customer", tag = "bill", request_body = CustomerWish,
    params(("bill" = BillId, Path)), responses((status = 200, body = Bill)))]
async fn set_customer(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Json(wish): Json<CustomerWish>,
) -> Answer<Json<Bill>> {
    Ok(Json(app.write(&actor, SetCustomer { bill, customer: wish.customer }).await?))
}

/// Adds a line.
///
/// Refuses: bill.unknown, access.other_branch, bill.parked, bill.voided, bill.already_paid,
/// bill.lines_full, bill.shares_full, bill.role_too_long, bill.shares_above_whole, staff.unknown,
/// catalogue.unknown, bill.service_inactive, card.plan_unknown, card.plan_inactive,
/// bill.top_up_empty, card.unknown, card.closed, card.no_stored_value, access.forbidden,
/// bill.quantity_out_of_range, bill.price_out_of_range.
#[utoipa::path(post, path = "/api/bill/{bill}/line", tag = "bill", request_body = NewLine,
    params(("bill" = BillId, Path)), responses((status = 200, body = Bill)))]
async fn add_line(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Json(line): Json<NewLine>,
) -> Answer<Json<Bill>> {
    let card_number = match line {
        NewLine::CardSale { .. } => Some(number_of(&app, &actor, bill, Numbered::Card).await?),
        NewLine::Service { .. } | NewLine::TopUp { .. } => None,
    };
    Ok(Json(app.write(&actor, AddLine { bill, line, card_number }).await?))
}

/// A number of the branch in which a bill was written, taken before the command that uses it.
async fn number_of(app: &App, actor: &Actor, bill: BillId, kind: Numbered) -> Result<i64, Problem> {
    let mut tx = app.db.read(actor).await?;
    let branch = queries::find(&mut tx, bill).await?.place.branch;
    drop(tx);
    let permission = if kind == Numbered::Refund { Permission::BillRefund } else { Permission::BillWrite };
    actor.at(permission, branch)?;
    app.db.number(actor, branch, kind).await
}

/// Changes how many of a line there are, and who has a part in it.
///
/// Refuses: bill.unknown, access.other_branch, bill.parked, bill.voided, bill.already_paid,
/// bill.line_unknown, bill.shares_full, bill.role_too_long, bill.shares_above_whole, staff.unknown,
/// bill.quantity_of_value_sold, bill.quantity_out_of_range, bill.price_out_of_range.
#[utoipa::path(put, path = "/api/bill/{bill}/line/{line}", tag = "bill", request_body = LineWish,
    params(("bill" = BillId, Path), ("line" = LineId, Path)), responses((status = 200, body = Bill)))]
async fn change_line(
    State(app): State<App>,
    actor: Actor,
    Path((bill, line)): Path<(BillId, LineId)>,
    Json(wish): Json<LineWish>,
) -> Answer<Json<Bill>> {
    Ok(Json(app.write(&actor, ChangeLine { bill, line, wish }).await?))
}

/// Takes a line away.
///
/// Refuses: bill.unknown, access.other_branch, bill.parked, bill.voided, bill.already_paid,
/// bill.line_unknown.
#[utoipa::path(delete, path = "/api/bill/{bill}/line/{line}", tag = "bill",
    params(("bill" = BillId, Path), ("line" = LineId, Path)), responses((status = 200, body = Bill)))]
async fn remove_line(
    State(app): State<App>,
    actor: Actor,
    Path((bill, line)): Path<(BillId, LineId)>,
) -> Answer<Json<Bill>> {
    Ok(Json(app.write(&actor, RemoveLine { bill, line }).await?))
}

/// Gives a reduction by hand, in the place of the one before on the same line or on the bill.
///
/// Refuses: bill.unknown, access.other_branch, bill.parked, bill.voided, bill.already_paid,
/// bill.reason, bill.reduction_unclear, bill.line_unknown, bill.reduction_on_value_sold,
/// bill.reduction_empty, bill.reduction_above_lines.
#[utoipa::path(put, path = "/api/bill/{bill}/reduction", tag = "bill", request_body = ReductionWish,
    params(("bill" = BillId, Path)), responses((status = 200, body = Bill)))]
async fn reduce(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Json(wish): Json<ReductionWish>,
) -> Answer<Json<Bill>> {
    Ok(Json(app.write(&actor, GiveReduction { bill, wish }).await?))
}

/// Takes a reduction back.
///
/// Refuses: bill.unknown, access.other_branch, bill.parked, bill.voided, bill.already_paid,
/// bill.reduction_unknown.
#[utoipa::path(delete, path = "/api/bill/{bill}/reduction/{reduction}", tag = "bill",
    params(("bill" = BillId, Path), ("reduction" = ReductionId, Path)), responses((status = 200, body = Bill)))]
async fn remove_reduction(
    State(app): State<App>,
    actor: Actor,
    Path((bill, reduction)): Path<(BillId, ReductionId)>,
) -> Answer<Json<Bill>> {
    Ok(Json(app.write(&actor, RemoveReduction { bill, reduction }).await?))
}

/// Says to what the total is rounded down 抹零.
///
/// Refuses: bill.unknown, access.other_branch, bill.parked, bill.voided, bill.already_paid.
#[utoipa::path(put, path = "/api/bill/{bill}/rounding", tag = "bill", request_body = RoundingWish,
    params(("bill" = BillId, Path)), responses((status = 200, body = Bill)))]
async fn round(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Json(wish): Json<RoundingWish>,
) -> Answer<Json<Bill>> {
    Ok(Json(app.write(&actor, SetRounding { bill, to: wish.to }).await?))
}

/// Puts a bill aside 挂单.
///
/// Refuses: bill.unknown, access.other_branch, bill.parked, bill.voided, bill.already_paid,
/// bill.text_too_long.
#[utoipa::path(post, path = "/api/bill/{bill}/park", tag = "bill", request_body = ParkWish,
    params(("bill" = BillId, Path)), responses((status = 200, body = Bill)))]
async fn park(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Json(wish): Json<ParkWish>,
) -> Answer<Json<Bill>> {
    Ok(Json(app.write(&actor, Park { bill, label: wish.label }).await?))
}

/// Takes a bill up again that was put aside.
///
/// Refuses: bill.unknown, access.other_branch, bill.not_parked.
#[utoipa::path(post, path = "/api/bill/{bill}/resume", tag = "bill", params(("bill" = BillId, Path)),
    responses((status = 200, body = Bill)))]
async fn resume(State(app): State<App>, actor: Actor, Path(bill): Path<BillId>) -> Answer<Json<Bill>> {
    Ok(Json(app.write(&actor, Resume(bill)).await?))
}

/// Gives a bill up before it is paid.
///
/// Refuses: bill.unknown, access.other_branch, bill.voided, bill.already_paid, bill.reason.
#[utoipa::path(post, path = "/api/bill/{bill}/void", tag = "bill", request_body = VoidWish,
    params(("bill" = BillId, Path)), responses((status = 200, body = Bill)))]
async fn void(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Json(wish): Json<VoidWish>,
) -> Answer<Json<Bill>> {
    Ok(Json(app.write(&actor, Void { bill, reason: wish.reason }).await?))
}

/// Shows what paying in some ways would do. Changes nothing.
///
/// Refuses: as paying does, except that missing money is shown as the rest.
#[utoipa::path(post, path = "/api/bill/{bill}/settlement", tag = "bill", request_body = SettlementWish,
    params(("bill" = BillId, Path)), responses((status = 200, body = ShownSettlement)))]
async fn settlement(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Json(wish): Json<SettlementWish>,
) -> Answer<Json<ShownSettlement>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::quote_settlement(&mut tx, bill, &wish.tenders).await?))
}

/// Pays a bill. The same `Idempotency-Key` gives the same answer and takes money once.
///
/// Refuses: bill.unknown, access.other_branch, bill.parked, bill.voided, bill.already_paid,
/// bill.empty, bill.total_changed, bill.tenders_full, bill.card_twice, bill.text_too_long,
/// card.unknown, card.closed, card.no_stored_value, bill.card_of_another, card.balance_short,
/// bill.tender_empty, card.not_for_card_sale, bill.tender_above_rest, bill.tenders_short,
/// bill.customer_missing, card.number_taken.
#[utoipa::path(post, path = "/api/bill/{bill}/pay", tag = "bill", request_body = PayWish,
    params(("bill" = BillId, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = Bill)))]
async fn pay(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Key(key): Key,
    Json(wish): Json<PayWish>,
) -> Answer<Json<Bill>> {
    let PayWish { tenders, expected_total } = wish;
    Ok(Json(app.write_once(&actor, key, Pay { bill, tenders, expected_total }).await?))
}

/// What is printed of a bill.
///
/// Refuses: bill.unknown, access.other_branch.
#[utoipa::path(get, path = "/api/bill/{bill}/receipt", tag = "bill", params(("bill" = BillId, Path)),
    responses((status = 200, body = Receipt)))]
async fn receipt(State(app): State<App>, actor: Actor, Path(bill): Path<BillId>) -> Answer<Json<Receipt>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::receipt(&mut tx, bill).await?))
}

/// Remembers that a bill was printed, so that a later print says so.
///
/// Refuses: bill.unknown, access.other_branch.
#[utoipa::path(post, path = "/api/bill/{bill}/printed", tag = "bill", params(("bill" = BillId, Path)),
    responses((status = 204)))]
async fn printed(State(app): State<App>, actor: Actor, Path(bill): Path<BillId>) -> Answer<NoContent> {
    app.write(&actor, MarkPrinted(bill)).await?;
    Ok(NoContent)
}

/// Shows what refunding would give back. Changes nothing.
///
/// Refuses: bill.unknown, access.other_branch, bill.not_paid, bill.refund_empty, bill.line_unknown,
/// bill.quantity_out_of_range, bill.refund_above_rest, card.lot_used.
#[utoipa::path(post, path = "/api/bill/{bill}/refund/quote", tag = "bill", request_body = RefundQuoteWish,
    params(("bill" = BillId, Path)), responses((status = 200, body = RefundQuote)))]
async fn quote_refund(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Json(wish): Json<RefundQuoteWish>,
) -> Answer<Json<RefundQuote>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::quote_refund(&mut tx, bill, wish.lines.as_deref()).await?))
}

/// Refunds a bill, wholly or in part. The same `Idempotency-Key` gives the same answer and gives
/// back once.
///
/// Refuses: bill.unknown, access.other_branch, bill.not_paid, bill.refund_empty, bill.reason,
/// bill.line_unknown, bill.quantity_out_of_range, bill.refund_above_rest, bill.total_changed,
/// card.lot_used.
#[utoipa::path(post, path = "/api/bill/{bill}/refund", tag = "bill", request_body = RefundWish,
    params(("bill" = BillId, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = Bill)))]
async fn refund(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Key(key): Key,
    Json(wish): Json<RefundWish>,
) -> Answer<Json<Bill>> {
    let number = number_of(&app, &actor, bill, Numbered::Refund).await?;
    let RefundWish { lines, reason, expected_total } = wish;
    let command = GiveBack { bill, lines, reason, expected_total, number };
    Ok(Json(app.write_once(&actor, key, command).await?))
}
