//! `/api/bill`.

use super::commands::{
    self, AddLine, ChangeLine, GiveBack, GiveReduction, MarkPrinted, Merge, Open, Park, Pay, PayBack,
    RemoveLine, RemoveReduction, Resume, Reverse, SetCustomer, SetRounding, SplitOff, Void, WriteOff,
};
use super::model::{
    Bill, BillSummary, CustomerWish, Debt, Head, LineKind, LineWish, MergeWish, NewBill, NewLine, ParkWish,
    PayBackWish, PayWish, Receipt, ReductionWish, RefundQuote, RefundQuoteWish, RefundWish, ReversalWish,
    Reversed, RoundingWish, SettlementWish, ShownSettlement, Split, SplitWish, State as BillState, Unapplied,
    VoidWish, WriteOffWish,
};
use super::proving::look_at_proofs;
use super::queries::{self, DebtFilter, Filter};
use crate::access::{Actor, Permission};
use crate::store::{Numbered, Tx};
use crate::web::{Access, Answer, App, Created, Json, Key, NoContent, Path, Query, Routes};
use axum::extract::State;
use kernel::{
    BillId, BranchId, Cursor, CustomerId, Day, DebtId, Instant, Limit, LineId, Page, Problem, ReceiptId,
    ReductionId,
};
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
        .add(Access::May(Permission::BillRead), routes!(quote_refund))
        .add(Access::May(Permission::BillRefund), routes!(refund))
        .add(Access::May(Permission::BillWrite), routes!(split))
        .add(Access::May(Permission::BillWrite), routes!(merge))
        .add(Access::May(Permission::BillReverse), routes!(reverse))
        .add(Access::May(Permission::BillRead), routes!(debts))
        .add(Access::May(Permission::BillWriteOff), routes!(write_off))
        .add(Access::May(Permission::BillRead), routes!(unapplied))
        .add(Access::May(Permission::BillRefund), routes!(pay_back))
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
/// catalogue.unknown, catalogue.product_unknown, catalogue.inactive,
/// catalogue.variant_unknown, catalogue.variant_needed, bill.add_on_alone, catalogue.not_an_add_on, card.plan_unknown, card.plan_inactive,
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
        _ => None,
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
/// Refuses: card.password_unset, identity.too_many_attempts, card.password_wrong, card.gift_code_form,
/// card.gift_code_unknown, card.gift_claimed, card.gift_code_needed, bill.unknown,
/// access.other_branch, bill.parked, bill.voided, bill.already_paid, bill.empty, bill.total_changed,
/// bill.tenders_full, bill.text_too_long, bill.card_twice, card.unknown, card.closed,
/// card.no_stored_value, card.balance_short, card.bonus_capped, bill.line_unknown, card.no_visits, card.wrong_service,
/// card.companion_owner, card.companion_over, card.companion_limit, card.visits_short, card.no_time, card.time_over, card.time_limit, card.time_once,
/// bill.customer_missing, bill.receipt_unknown, bill.receipt_short, bill.proof_needed,
/// bill.tender_empty, bill.visits_line_taken, card.not_for_card_sale,
/// bill.tender_above_rest, bill.tenders_short, prepaid.stopped, prepaid.name_needed, prepaid.cash_refused,
/// prepaid.above_named_max, prepaid.above_bearer_max, prepaid.reason, bill.card_of_another, card.number_taken,
/// bill.repayment_above_debt.
#[utoipa::path(post, path = "/api/bill/{bill}/pay", tag = "bill", request_body = PayWish,
    params(("bill" = BillId, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = Bill)))]
async fn pay(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Key(key): Key,
    Json(wish): Json<PayWish>,
) -> Answer<Json<Bill>> {
    let PayWish { mut tenders, expected_total, prepaid_reason } = wish;
    let agreed = look_at_proofs(&app, &actor, &mut tenders).await?;
    let command = Pay { bill, tenders, agreed, expected_total, prepaid_reason };
    Ok(Json(app.write_once(&actor, key, command).await?))
}

/// What is printed of a bill.
///
/// Refuses: bill.unknown, access.other_branch, bill.imported.
#[utoipa::path(get, path = "/api/bill/{bill}/receipt", tag = "bill", params(("bill" = BillId, Path)),
    responses((status = 200, body = Receipt)))]
async fn receipt(State(app): State<App>, actor: Actor, Path(bill): Path<BillId>) -> Answer<Json<Receipt>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::receipt(&mut tx, bill).await?))
}

/// Remembers that a bill was printed, so that a later print says so.
///
/// Refuses: bill.unknown, access.other_branch, bill.imported.
#[utoipa::path(post, path = "/api/bill/{bill}/printed", tag = "bill", params(("bill" = BillId, Path)),
    responses((status = 204)))]
async fn printed(State(app): State<App>, actor: Actor, Path(bill): Path<BillId>) -> Answer<NoContent> {
    app.write(&actor, MarkPrinted(bill)).await?;
    Ok(NoContent)
}

/// Shows what refunding would give back. Changes nothing.
///
/// Refuses: bill.unknown, access.other_branch, bill.imported, bill.not_paid, bill.refund_empty, bill.line_unknown,
/// bill.quantity_out_of_range, bill.refund_above_rest, card.lot_used, bill.consent_needed,
/// bill.other_way.
#[utoipa::path(post, path = "/api/bill/{bill}/refund/quote", tag = "bill", request_body = RefundQuoteWish,
    params(("bill" = BillId, Path)), responses((status = 200, body = RefundQuote)))]
async fn quote_refund(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Json(wish): Json<RefundQuoteWish>,
) -> Answer<Json<RefundQuote>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::quote_refund(&mut tx, bill, wish.lines.as_deref(), &wish.other_ways).await?))
}

/// Refunds a bill, wholly or in part. The same `Idempotency-Key` gives the same answer and gives
/// back once.
///
/// Refuses: bill.unknown, access.other_branch, bill.imported, bill.not_paid, bill.refund_empty, bill.reason,
/// bill.line_unknown, bill.quantity_out_of_range, bill.refund_above_rest, bill.total_changed,
/// bill.consent_needed, bill.other_way, card.unknown, card.closed, card.no_stored_value,
/// bill.card_of_another, card.lot_used, bill.debt_repaid.
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
    let RefundWish { lines, reason, expected_total, restock, other_ways } = wish;
    let command = GiveBack { bill, lines, reason, expected_total, restock, other_ways, number };
    Ok(Json(app.write_once(&actor, key, command).await?))
}

/// Moves some lines to a bill of their own, with what was added to them. The same `Idempotency-Key`
/// gives the same answer and splits once.
///
/// Refuses: bill.unknown, access.other_branch, bill.parked, bill.voided, bill.already_paid,
/// bill.reduction_on_bill, bill.split_nothing, bill.line_unknown, bill.split_all.
#[utoipa::path(post, path = "/api/bill/{bill}/split", tag = "bill", request_body = SplitWish,
    params(("bill" = BillId, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = Split)))]
async fn split(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Key(key): Key,
    Json(wish): Json<SplitWish>,
) -> Answer<Json<Split>> {
    let number = number_of(&app, &actor, bill, Numbered::Bill).await?;
    Ok(Json(app.write_once(&actor, key, SplitOff { bill, lines: wish.lines, number }).await?))
}

/// Makes another unpaid bill of the branch part of this one.
///
/// Refuses: bill.unknown, access.other_branch, bill.parked, bill.voided, bill.already_paid,
/// bill.merge_self, bill.merge_other_branch, bill.reduction_on_bill, bill.lines_full.
#[utoipa::path(post, path = "/api/bill/{bill}/merge", tag = "bill", request_body = MergeWish,
    params(("bill" = BillId, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = Bill)))]
async fn merge(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Key(key): Key,
    Json(wish): Json<MergeWish>,
) -> Answer<Json<Bill>> {
    Ok(Json(app.write_once(&actor, key, Merge { bill, from: wish.from }).await?))
}

/// Undoes a paid bill of today 反结账, and opens a new one with the same lines where that is wanted.
/// Money of a channel is held for the new bill, which takes it as a tender.
///
/// Refuses: bill.unknown, access.other_branch, bill.imported, bill.not_paid, bill.refunded_in_part, bill.day_closed,
/// bill.day_over,
/// bill.reason, card.lot_used, bill.debt_repaid.
#[utoipa::path(post, path = "/api/bill/{bill}/reverse", tag = "bill", request_body = ReversalWish,
    params(("bill" = BillId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Reversed)))]
async fn reverse(
    State(app): State<App>,
    actor: Actor,
    Path(bill): Path<BillId>,
    Key(key): Key,
    Json(wish): Json<ReversalWish>,
) -> Answer<Json<Reversed>> {
    let ReversalWish { reason, reopen } = wish;
    let number = number_of(&app, &actor, bill, Numbered::Refund).await?;
    let (mut new_number, mut card_numbers) = (0, Vec::new());
    if reopen {
        new_number = number_of(&app, &actor, bill, Numbered::Bill).await?;
        for _ in 0..cards_sold(&app, &actor, bill).await? {
            card_numbers.push(number_of(&app, &actor, bill, Numbered::Card).await?);
        }
    }
    let command = Reverse { bill, reason, reopen, number, new_number, card_numbers };
    Ok(Json(app.write_once(&actor, key, command).await?))
}

/// How many cards a bill sells: each takes a number when it is sold again.
async fn cards_sold(app: &App, actor: &Actor, bill: BillId) -> Result<usize, Problem> {
    let mut tx = app.db.read(actor).await?;
    let lines = queries::lines(&mut tx, bill).await?;
    Ok(lines.iter().filter(|line| line.kind == LineKind::CardSale).count())
}

/// Which debts are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WantedDebts {
    /// Made at this branch.
    branch: BranchId,
    /// Of one customer only.
    customer: Option<CustomerId>,
    /// Only those on which something is still owed.
    #[serde(default)]
    open: bool,
    /// Where the page begins.
    after: Option<String>,
    /// How many.
    #[serde(default)]
    limit: Limit,
}

/// Lists what customers owe a branch 挂账, newest first.
///
/// Refuses: access.other_branch, bill.cursor.
#[utoipa::path(get, path = "/api/bill/debt", tag = "bill", params(WantedDebts),
    responses((status = 200, body = Page<Debt>)))]
async fn debts(
    State(app): State<App>,
    actor: Actor,
    Query(wanted): Query<WantedDebts>,
) -> Answer<Json<Page<Debt>>> {
    let at = actor.at(Permission::BillRead, wanted.branch)?;
    let before = moment_before(wanted.after.as_deref())?;
    let filter = DebtFilter { customer: wanted.customer, open: wanted.open, before, limit: wanted.limit };
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::debts(&mut tx, at, &filter).await?))
}

/// The place of the last row that was shown, in a list that is ordered by time.
fn moment_before(after: Option<&str>) -> Result<(Instant, uuid::Uuid), Problem> {
    let Some(after) = after else { return Ok((Instant::from_millis(i64::MAX), uuid::Uuid::max())) };
    let cursor = Cursor(after.to_owned());
    let place = cursor
        .keys::<2>()
        .and_then(|[at, id]| Some((Instant::from_millis(at.parse().ok()?), id.parse().ok()?)));
    place.ok_or_else(|| Problem::invalid("after", "bill.cursor", "This is not where a page of bills begins."))
}

/// Gives up what a customer still owes. The same `Idempotency-Key` gives the same answer.
///
/// Refuses: bill.debt_unknown, access.other_branch, bill.debt_settled, bill.reason.
#[utoipa::path(post, path = "/api/bill/debt/{debt}/write-off", tag = "bill", request_body = WriteOffWish,
    params(("debt" = DebtId, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = Debt)))]
async fn write_off(
    State(app): State<App>,
    actor: Actor,
    Path(debt): Path<DebtId>,
    Key(key): Key,
    Json(wish): Json<WriteOffWish>,
) -> Answer<Json<Debt>> {
    Ok(Json(app.write_once(&actor, key, WriteOff { debt, reason: wish.reason }).await?))
}

/// Which money is wanted that a branch holds.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WantedReceipts {
    /// The branch.
    branch: BranchId,
    /// Where the page begins.
    after: Option<String>,
    /// How many.
    #[serde(default)]
    limit: Limit,
}

/// Lists the money of reversed bills that a branch still holds, newest first.
///
/// Refuses: access.other_branch, bill.cursor.
#[utoipa::path(get, path = "/api/bill/unapplied", tag = "bill", params(WantedReceipts),
    responses((status = 200, body = Page<Unapplied>)))]
async fn unapplied(
    State(app): State<App>,
    actor: Actor,
    Query(wanted): Query<WantedReceipts>,
) -> Answer<Json<Page<Unapplied>>> {
    let at = actor.at(Permission::BillRead, wanted.branch)?;
    let before = moment_before(wanted.after.as_deref())?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::receipts(&mut tx, at, before, wanted.limit).await?))
}

/// Pays back, through the channel it came by, what no bill has taken. The same `Idempotency-Key` gives
/// the same answer and pays once.
///
/// Refuses: bill.receipt_unknown, access.other_branch, bill.amount_empty, bill.receipt_short,
/// bill.reason.
#[utoipa::path(post, path = "/api/bill/unapplied/{receipt}/refund", tag = "bill", request_body = PayBackWish,
    params(("receipt" = ReceiptId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Unapplied)))]
async fn pay_back(
    State(app): State<App>,
    actor: Actor,
    Path(receipt): Path<ReceiptId>,
    Key(key): Key,
    Json(wish): Json<PayBackWish>,
) -> Answer<Json<Unapplied>> {
    let PayBackWish { amount, reason } = wish;
    Ok(Json(app.write_once(&actor, key, PayBack { receipt, amount, reason }).await?))
}
