//! Receipts of another program: the rows of one number are one receipt.

use super::headers::Layout;
use super::row::{Reading, line};
use crate::bill::{LINES_MAX, TaxAmount};
use crate::catalogue::{self, Kind as Sold, ServiceWish, SoldBefore, Tax};
use crate::import::model::{
    Client, DateForm, DatesRead, Fault, Field, Options, ReadRow, Receipt, ReceiptLine, Record, Refusal,
};
use crate::sheet::values::{self, AmountFault, DateOrder, WholeFault};
use crate::sheet::{Cell, Row, Sheet};
use kernel::text::{Name, fold};
use kernel::{Day, Money, Rate};
use std::collections::BTreeMap;

/// What stands for nobody in particular, unless somebody says otherwise.
pub const WALK_INS: &[&str] = &[
    "WALK_IN",
    "WALKIN",
    "WALK-IN",
    "WALK IN",
    "GUEST",
    "ANONYMOUS",
    "散客",
    "过客",
    "路客",
    "临时客",
    "非会员",
    "匿名",
];
/// The fields of taxes, with the names they have where their columns have none.
const TAXES: [Field; 3] = [Field::Tax, Field::SecondTax, Field::ThirdTax];
/// The longest receipt number and the longest code of a client, in characters.
const NUMBER: usize = 60;
/// The most of something on one line.
const QUANTITY_MAX: i64 = 1_000_000;
/// Rates are told by amounts that were rounded, so they are given to a hundredth of a percent.
const RATE_STEP: i128 = 100;

/// How the dates of a sheet of receipts are read.
pub fn dates_read(sheet: &Sheet, layout: &Layout, options: &Options) -> DatesRead {
    let signs = values::date_signs(sheet.rows.iter().map(|row| layout.cell(row, Field::Date)));
    match (options.dates, signs.day_first, signs.month_first) {
        (_, true, true) => DatesRead::Mixed,
        (Some(DateForm::DayFirst), _, true) | (Some(DateForm::MonthFirst), true, _) => DatesRead::Otherwise,
        (Some(DateForm::DayFirst), ..) | (None, true, false) => DatesRead::DayFirst,
        (Some(DateForm::MonthFirst), ..) | (None, false, true) => DatesRead::MonthFirst,
        (None, false, false) if signs.either => DatesRead::Unclear,
        (None, false, false) => DatesRead::Plain,
    }
}

/// Refuses dates of which nobody knows what they say.
pub fn require_dates(dates: Option<DatesRead>) -> Result<(), Refusal> {
    match dates {
        Some(unread @ (DatesRead::Unclear | DatesRead::Mixed | DatesRead::Otherwise)) => {
            Err(Refusal::Dates(unread))
        }
        _ => Ok(()),
    }
}

/// The rows of a receipt, as far as they have been read.
struct Group {
    row: u32,
    rows: u32,
    read: Result<Receipt, Fault>,
}

/// Reads the rows of a sheet and puts those of one receipt together, wherever they stand. A receipt one
/// of whose rows is refused is refused as a whole, for the first such row.
pub(super) fn read_receipts<'a>(
    rows: impl Iterator<Item = &'a Row>,
    layout: &Layout,
    dates: DatesRead,
    reading: &Reading,
) -> Vec<ReadRow> {
    let mut groups: Vec<Group> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let number = line(layout.cell(row, Field::Receipt), Field::Receipt, NUMBER);
        let read = number.clone().and_then(|number| read_row(row, layout, dates, reading, number));
        let number = number.unwrap_or_default();
        match places.get(&number).and_then(|&place| groups.get_mut(place)) {
            Some(group) => group.add(row.number, read),
            None => {
                if !number.is_empty() {
                    places.insert(number, groups.len());
                }
                groups.push(Group { row: row.number, rows: 1, read });
            }
        }
    }
    let read =
        |Group { row, rows, read }| ReadRow { row, rows, read: read.map(Box::new).map(Record::Receipt) };
    groups.into_iter().map(read).collect()
}

impl Group {
    fn add(&mut self, row: u32, read: Result<Receipt, Fault>) {
        self.rows += 1;
        let Ok(receipt) = &mut self.read else { return };
        let fault = match read {
            Ok(more) if more.day != receipt.day => Fault::ReceiptOnTwoDays,
            Ok(_) if receipt.lines.len() >= LINES_MAX => Fault::ReceiptTooLong,
            Ok(more) => {
                receipt.lines.extend(more.lines);
                let (net, tax) = receipt.sums();
                match Money::checked((net + tax).to_minor()) {
                    Some(_) => return,
                    None => Fault::TooLarge(Field::Amount),
                }
            }
            Err(fault) => fault,
        };
        (self.row, self.read) = (row, Err(fault));
    }
}

/// Reads a row as a receipt of one line. Looks, in this order, at receipt number, date, what was sold,
/// client, staff, quantity, amount and taxes, and stops at the first fault.
fn read_row(
    row: &Row,
    layout: &Layout,
    dates: DatesRead,
    reading: &Reading,
    receipt: String,
) -> Result<Receipt, Fault> {
    let cell = |field| layout.cell(row, field);
    if receipt.is_empty() {
        return Err(Fault::NoReceipt);
    }
    let day = day(cell(Field::Date), dates, reading.today)?;
    let sold = sold(row, layout)?;
    let client = client(row, layout, &reading.options)?;
    let staff = some_name(cell(Field::Staff), Field::Staff)?;
    let quantity = quantity(cell(Field::Quantity))?;
    let amount = values::signed_amount(cell(Field::Amount), reading.decimals);
    let net = amount.map_err(|fault| no_amount(fault, Field::Amount))?.ok_or(Fault::NoAmount)?;
    let taxes = taxes(row, layout, net, reading.decimals)?;
    Ok(Receipt { receipt, day, lines: vec![ReceiptLine { sold, client, staff, quantity, net, taxes }] })
}

fn day(cell: &Cell, dates: DatesRead, today: Day) -> Result<Day, Fault> {
    let order = match dates {
        DatesRead::DayFirst => DateOrder::DayFirst,
        DatesRead::MonthFirst => DateOrder::MonthFirst,
        DatesRead::Plain | DatesRead::Unclear | DatesRead::Mixed | DatesRead::Otherwise => DateOrder::Unsaid,
    };
    match values::day(cell, order) {
        Ok(Some(day)) if day > today => Err(Fault::DateInFuture),
        Ok(Some(day)) => Ok(day),
        Err(values::NoDate)
            if values::date_signs([cell]) != values::DateSigns::default() && order == DateOrder::Unsaid =>
        {
            Err(Fault::DateUnclear)
        }
        Ok(None) | Err(values::NoDate) => Err(Fault::DateNone),
    }
}

/// What was sold; a blank name falls back to the code.
fn sold(row: &Row, layout: &Layout) -> Result<Option<SoldBefore>, Fault> {
    let code = line(layout.cell(row, Field::Code), Field::Code, NUMBER)?;
    let name = match some_name(layout.cell(row, Field::Name), Field::Name)? {
        Some(name) => name.into_string(),
        None => code.clone(),
    };
    if name.is_empty() {
        return Ok(None);
    }
    let kind = super::goods::is_product(layout.cell(row, Field::ItemKind));
    let kind = kind.map(|product| if product { Sold::Product } else { Sold::Service });
    // Whatever is on no list is made, so it has to be something that the list would keep.
    let unpriced = ServiceWish::unpriced(&code, &name);
    let kept = catalogue::check_service(&unpriced).map_err(super::goods::fault)?;
    Ok(Some(SoldBefore { kind, code: kept.code, name: kept.name }))
}

/// Who was served; nobody where the sheet says so or names what stands for a walk-in.
fn client(row: &Row, layout: &Layout, options: &Options) -> Result<Option<Client>, Fault> {
    let code = line(layout.cell(row, Field::Client), Field::Client, NUMBER)?;
    let name = some_name(layout.cell(row, Field::ClientName), Field::ClientName)?;
    let code = match (&name, code.is_empty()) {
        (Some(name), true) => name.to_string(),
        _ => code,
    };
    if code.is_empty() || is_walk_in(&code, options) {
        return Ok(None);
    }
    let name = match name {
        Some(name) => name,
        None => Name::parse(&code).ok_or(Fault::TextTooLong(Field::Client))?,
    };
    Ok(Some(Client { code, name }))
}

fn is_walk_in(code: &str, options: &Options) -> bool {
    let code = fold::lower(code);
    let is = |one: &str| fold::lower(one) == code;
    match &options.walk_in {
        Some(given) => given.iter().any(|one| is(one)),
        None => WALK_INS.iter().any(|one| is(one)),
    }
}

/// A name; nothing where the cell says so.
fn some_name(cell: &Cell, field: Field) -> Result<Option<Name>, Fault> {
    let text = cell.to_text();
    match values::says_nothing(&text) {
        true => Ok(None),
        false => Name::parse(&text).map(Some).ok_or(Fault::TextTooLong(field)),
    }
}

/// How many; one where nothing is said.
fn quantity(cell: &Cell) -> Result<i64, Fault> {
    let quantity = values::signed_whole(cell).map_err(|fault| match fault {
        WholeFault::NotWhole | WholeFault::Negative => Fault::QuantityNotWhole,
        WholeFault::TooLarge => Fault::TooLarge(Field::Quantity),
    })?;
    let quantity = quantity.unwrap_or(1);
    if quantity.abs() <= QUANTITY_MAX { Ok(quantity) } else { Err(Fault::TooLarge(Field::Quantity)) }
}

fn no_amount(fault: AmountFault, field: Field) -> Fault {
    match fault {
        AmountFault::NotAnAmount | AmountFault::Negative => Fault::NotAnAmount(field),
        AmountFault::TooManyDecimals => Fault::TooManyDecimals,
        AmountFault::TooLarge => Fault::TooLarge(field),
    }
}

/// The taxes on a line, each rounded by itself; none of nothing.
fn taxes(row: &Row, layout: &Layout, net: Money, decimals: u32) -> Result<Vec<TaxAmount>, Fault> {
    let mut taxes = Vec::new();
    for field in TAXES {
        let exact = values::exact_amount(layout.cell(row, field), decimals);
        let exact = exact.map_err(|fault| no_amount(fault, field))?.unwrap_or_default();
        let amount = rounded(exact, field)?;
        if !amount.is_zero() {
            let name = layout.header(field).to_owned();
            taxes.push(TaxAmount { tax: Tax { name, rate: rate(exact, net), inclusive: false }, amount });
        }
    }
    Ok(taxes)
}

/// Millionths of a minor unit as minor units, half away from zero.
fn rounded(exact: i128, field: Field) -> Result<Money, Fault> {
    let minor = (exact.abs() + 500_000) / 1_000_000 * exact.signum();
    i64::try_from(minor).ok().and_then(Money::checked).ok_or(Fault::TooLarge(field))
}

/// The rate by which a tax comes to so many millionths of a minor unit; none where there is nothing that
/// it could be of.
fn rate(exact: i128, net: Money) -> Rate {
    let net = i128::from(net.to_minor());
    let ppm = if net == 0 { 0 } else { exact / net };
    let steps = (ppm + RATE_STEP / 2) / RATE_STEP * RATE_STEP;
    i64::try_from(steps).ok().and_then(Rate::from_ppm).unwrap_or(Rate::ZERO)
}

/// A receipt as it was understood, its lines behind each other.
pub(super) fn texts(receipt: &Receipt, decimals: u32) -> Vec<(Field, String)> {
    let each = |of: &dyn Fn(&ReceiptLine) -> String| {
        let mut texts: Vec<String> = receipt.lines.iter().map(of).filter(|text| !text.is_empty()).collect();
        texts.dedup();
        texts.join("; ")
    };
    let (net, tax) = receipt.sums();
    vec![
        (Field::Receipt, receipt.receipt.clone()),
        (Field::Date, receipt.day.to_string()),
        (Field::Name, each(&|line| line.sold.as_ref().map(|sold| sold.name.clone()).unwrap_or_default())),
        (
            Field::Client,
            each(&|line| line.client.as_ref().map(|client| client.code.clone()).unwrap_or_default()),
        ),
        (Field::Staff, each(&|line| line.staff.as_ref().map(Name::to_string).unwrap_or_default())),
        (Field::Quantity, receipt.lines.iter().map(|line| line.quantity).sum::<i64>().to_string()),
        (Field::Amount, values::written(net, decimals)),
        (Field::Tax, values::written(tax, decimals)),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::{accepted, first_come, layout, read_rows, report};
    use super::*;
    use crate::import::model::{Checked, Kind, Known};
    use crate::sheet;
    use proptest::prelude::*;

    const HEADER: &str = "单号,日期,项目,顾客,员工,数量,金额,税,附加税\n";

    fn read(text: &str, options: Options) -> (DatesRead, Vec<Checked>) {
        let sheets = sheet::read(text.as_bytes()).unwrap();
        let layout = layout(Kind::History, &sheets, &BTreeMap::new()).unwrap();
        layout.require_columns().unwrap();
        let dates = dates_read(&sheets[0], &layout, &options);
        let reading = Reading { today: Day::new(2018, 8, 1).unwrap(), decimals: 2, options };
        (dates, first_come(read_rows(&sheets[0], &layout, &reading), &Known::default()))
    }

    fn checked(rows: &str) -> Vec<Checked> {
        read(&format!("{HEADER}{rows}"), Options::default()).1
    }

    fn receipts(checked: &[Checked]) -> Vec<&Receipt> {
        let receipts = accepted(checked).map(|(_, record)| match record {
            Record::Receipt(receipt) => &**receipt,
            other => panic!("{other:?}"),
        });
        receipts.collect()
    }

    fn codes(checked: &[Checked]) -> Vec<(u32, u32, String)> {
        let problems = checked.iter().filter_map(|row| Some((row.row, row.rows, row.problem()?.code)));
        problems.collect()
    }

    #[test]
    fn the_rows_of_one_number_are_one_receipt_wherever_they_stand() {
        let checked = checked(
            "7,2018-03-15,女士剪发,王丽,小美,1,82,4.1,6.56\n8,2018-03-16,男士剪发,散客,阿杰,,30,,\n\
             7,2018-03-15,洗发水,李强,小美,-1,-50.4,-2.52,-4.032\n合计,,,,,,61.6\n",
        );
        let found = receipts(&checked);
        assert_eq!((found.len(), found[0].lines.len(), found[1].lines.len()), (2, 2, 1));
        let [cut, shampoo] = &found[0].lines[..] else { panic!() };
        assert_eq!(cut.client.as_ref().map(|client| client.name.as_str()), Some("王丽"));
        assert_eq!((shampoo.quantity, shampoo.net), (-1, Money::minor(-5_040)));
        let taxes: Vec<_> = shampoo
            .taxes
            .iter()
            .map(|tax| (tax.tax.name.as_str(), tax.tax.rate.to_ppm(), tax.amount.to_minor()))
            .collect();
        assert_eq!(taxes, [("税", 50_000, -252), ("附加税", 80_000, -403)]);
        let walk_in = &found[1].lines[0];
        assert_eq!((walk_in.client.is_none(), walk_in.quantity, walk_in.taxes.len()), (true, 1, 0));
        let report = report(&checked);
        assert_eq!((report.rows, report.accepted, report.sums.bills), (3, 3, 2));
        assert_eq!((report.sums.net, report.sums.tax), (Money::minor(6_160), Money::minor(411)));
    }

    #[test]
    fn each_fault_refuses_its_whole_receipt() {
        for (row, code) in [
            (",2018-03-15,剪发,,,1,1", "no_receipt"),
            ("7,,剪发,,,1,1", "date_no_date"),
            ("7,2018-02-30,剪发,,,1,1", "date_no_date"),
            ("7,2018-08-02,剪发,,,1,1", "date_in_future"),
            ("7,2018-03-15,剪发,,,1.5,1", "quantity_not_whole"),
            ("7,2018-03-15,剪发,,,1000001,1", "too_large"),
            ("7,2018-03-15,剪发,,,1,", "no_amount"),
            ("7,2018-03-15,剪发,,,1,免费", "amount_not_an_amount"),
            ("7,2018-03-15,剪发,,,1,1.005", "amount_decimals"),
            ("7,2018-03-15,剪发,,,1,1,多", "tax_not_an_amount"),
        ] {
            let checked = checked(&format!("{row}\n9,2018-03-15,剪发,,,1,1,,\n"));
            assert_eq!(codes(&checked), [(2, 1, format!("import.{code}"))], "{row}");
        }
        let twice =
            checked("7,2018-03-15,剪发,,,1,1,,\n7,2018-03-16,剪发,,,1,1,,\n7,2018-03-15,剪发,,,1,1,,\n");
        assert_eq!(codes(&twice), [(3, 3, "import.receipt_on_two_days".to_owned())]);
        let endless = checked(&"7,2018-03-15,剪发,,,1,1,,\n".repeat(101));
        assert_eq!(codes(&endless), [(102, 101, "import.receipt_too_long".to_owned())]);
    }

    #[test]
    fn what_was_sold_falls_back_to_its_code() {
        let text = "单号,日期,编码,项目,金额\n7,2018-03-15,A1,,1\n8,2018-03-15,,,1\n";
        let (_, checked) = read(text, Options::default());
        let found = receipts(&checked);
        let name = |place: usize| found[place].lines[0].sold.as_ref().map(|sold| sold.name.as_str());
        assert_eq!((name(0), name(1)), (Some("A1"), None));
    }

    #[test]
    fn a_walk_in_is_whom_somebody_says() {
        let rows = "7,2018-03-15,剪发,walk_in,,1,1,,\n8,2018-03-15,剪发,现金客,,1,1,,\n";
        let nobody = |walk_in: Option<Vec<String>>| {
            let (_, checked) = read(&format!("{HEADER}{rows}"), Options { walk_in, dates: None });
            receipts(&checked).iter().map(|receipt| receipt.lines[0].client.is_none()).collect::<Vec<_>>()
        };
        assert_eq!(nobody(None), [true, false]);
        assert_eq!(nobody(Some(vec!["现金客".to_owned()])), [false, true]);
    }

    #[test]
    fn dates_are_read_by_the_form_of_the_whole_file() {
        let days = |dates: &[&str], said: Option<DateForm>| {
            let rows: String =
                (1..).zip(dates).map(|(n, date)| format!("{n},{date},剪发,,,1,1,,\n")).collect();
            let (read, checked) = read(&format!("{HEADER}{rows}"), Options { dates: said, walk_in: None });
            (read, receipts(&checked).iter().map(|receipt| receipt.day.to_string()).collect::<Vec<_>>())
        };
        let days_of = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            days(&["03/04/2018", "03/15/2018"], None),
            (DatesRead::MonthFirst, days_of(&["2018-03-04", "2018-03-15"]))
        );
        assert_eq!(
            days(&["03/04/2018", "15/03/2018"], None),
            (DatesRead::DayFirst, days_of(&["2018-04-03", "2018-03-15"]))
        );
        assert_eq!(
            days(&["2018-03-04", "20180305"], None),
            (DatesRead::Plain, days_of(&["2018-03-04", "2018-03-05"]))
        );
        assert_eq!(days(&["03/04/2018"], None), (DatesRead::Unclear, Vec::new()));
        assert_eq!(
            days(&["03/04/2018"], Some(DateForm::DayFirst)),
            (DatesRead::DayFirst, days_of(&["2018-04-03"]))
        );
        assert_eq!(days(&["15/03/2018", "03/15/2018"], None), (DatesRead::Mixed, Vec::new()));
        assert_eq!(days(&["03/15/2018"], Some(DateForm::DayFirst)), (DatesRead::Otherwise, Vec::new()));
        for unread in [DatesRead::Unclear, DatesRead::Mixed, DatesRead::Otherwise] {
            assert_eq!(require_dates(Some(unread)), Err(Refusal::Dates(unread)));
        }
    }

    proptest! {
        #[test]
        fn a_tax_is_rounded_half_away_from_zero_and_mirrors(micro in -10_i64.pow(14)..10_i64.pow(14)) {
            let exact = i128::from(micro);
            let amount = rounded(exact, Field::Tax).unwrap().to_minor();
            let distance = (i128::from(amount) * 1_000_000 - exact).abs();
            prop_assert!(distance <= 500_000);
            prop_assert!(distance < 500_000 || i128::from(amount).abs() * 1_000_000 > exact.abs());
            prop_assert_eq!(rounded(-exact, Field::Tax).unwrap().to_minor(), -amount);
        }

        // Without what could be taken for another separator than the comma.
        #[test]
        fn any_table_of_receipts_is_read_and_counted(
            cells in prop::collection::vec("[^\"\\x00\\t;|]{0,12}|[0-9]{1,3}|[0-9]{1,2}/[0-9]{1,2}/2018", 9..90),
        ) {
            let row = |row: &[String]| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
            let rows: Vec<String> = cells.chunks(9).map(row).collect();
            let report = report(&checked(&rows.join("\n")));
            prop_assert_eq!(report.rows, report.accepted + report.duplicates + report.rejected);
        }
    }
}
