use super::*;
use crate::import::model::{Fault, Member, Options, Refusal};
use crate::sheet;
use kernel::text::PhoneFault;
use kernel::{Day, Money};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn reading() -> Reading {
    Reading { today: Day::new(2026, 11, 21).unwrap(), decimals: 2, options: Options::default() }
}

fn no_columns() -> BTreeMap<String, String> {
    BTreeMap::new()
}

fn check_with(text: &str, given: &[(&str, &str)]) -> Result<Vec<Checked>, Refusal> {
    let given = given.iter().map(|(field, header)| ((*field).to_owned(), (*header).to_owned())).collect();
    let sheets = sheet::read(text.as_bytes()).unwrap();
    let layout = layout(Kind::Customers, &sheets, &given)?;
    Ok(first_come(read_rows(&sheets[layout.sheet], &layout, &reading()), &Known::default()))
}

fn check(text: &str) -> Vec<Checked> {
    check_with(text, &[]).unwrap()
}

fn accepted(checked: &[Checked]) -> Vec<&Member> {
    let members = checked.iter().filter_map(|row| match &row.verdict {
        Verdict::Accepted(Record::Member(member)) => Some(&**member),
        _ => None,
    });
    members.collect()
}

/// Checks one row under the columns name, phone, and one more.
fn one(header: &str, value: &str) -> Checked {
    check(&format!("姓名,手机,{header}\n王丽,13812341234,\"{value}\"\n")).remove(0)
}

fn fault(header: &str, value: &str) -> Fault {
    match one(header, value).verdict {
        Verdict::Rejected(fault) => fault,
        other => panic!("{header} {value}: {other:?}"),
    }
}

fn columns_of(headers: &str) -> BTreeMap<&'static str, String> {
    let sheets = sheet::read(headers.as_bytes()).unwrap();
    let layout = layout(Kind::Customers, &sheets, &no_columns()).unwrap();
    layout.columns.iter().map(|(field, column)| (field.code(), layout.headers[*column].clone())).collect()
}

#[test]
fn a_row_is_read_into_its_fields() {
    let checked = check(
        "会员资料导出\n\n会员卡号,姓名,手机号,性别,生日,会员等级,储值余额,赠送余额,积分,次卡剩余,开卡日期,推荐人手机,备注,邮箱\n\
         VIP1, 王丽 ,138-1234-1234,女,1991年8月16日,金卡,\"¥3,000.00\",9.70元,\"6,819\",造型×11；烫发*2,2025.5.5,+8613912341234,=1+1,a@b.cn\n",
    );
    assert_eq!(checked[0].row, 4);
    let members = accepted(&checked);
    let member = members[0];
    assert_eq!(member.card_number.as_deref(), Some("VIP1"));
    assert_eq!((member.name.as_str(), member.phone.as_ref().unwrap().as_str()), ("王丽", "13812341234"));
    assert_eq!(
        (member.principal, member.bonus, member.points),
        (Money::minor(300_000), Money::minor(970), 6_819)
    );
    assert_eq!(member.visits, BTreeMap::from([("烫发".to_owned(), 2), ("造型".to_owned(), 11)]));
    assert_eq!(member.opened_on, Day::new(2025, 5, 5));
    assert_eq!(member.referrer_phone.as_ref().unwrap().as_str(), "13912341234");
    assert_eq!(member.tier.as_ref().unwrap().as_str(), "金卡");
    assert_eq!((member.notes.as_str(), member.email.as_str()), ("=1+1", "a@b.cn"));
    assert_eq!(member.birthday.unwrap().year, Some(1991));
}

#[test]
fn each_fault_refuses_its_row_with_its_own_code() {
    let long = "长".repeat(201);
    for (header, value, code, text) in [
        ("余额", "欠205.0", "import.balance_not_an_amount", "balance is not an amount"),
        ("余额", "123.456", "import.amount_decimals", "amount has more than two decimals"),
        ("余额", "-1", "import.balance_negative", "negative balance"),
        ("余额", "9999999999", "import.too_large", "principal is larger than can be kept"),
        ("赠金", "一百", "import.bonus_not_an_amount", "bonus is not an amount"),
        ("赠金", "-1", "import.bonus_negative", "negative bonus"),
        ("积分", "1.5", "import.points_not_whole", "points are not a whole number"),
        ("积分", "-5", "import.points_negative", "negative points"),
        ("剩余次数", "洗剪吹×-3", "import.visits_negative", "negative visits"),
        ("剩余次数", "洗剪吹", "import.visits_unreadable", "visits cannot be read"),
        ("剩余次数", "5", "import.visits_without_service", "visits name no service"),
        ("生日", "1990-02-30", "import.birthday_no_date", "birthday is no date"),
        ("生日", "2027-01-01", "import.birthday_in_future", "birthday is in the future"),
        ("开卡日期", "2027-01-01", "import.opened_in_future", "opened in the future"),
        ("开卡日期", "8月5日", "import.opened_no_date", "opening date is no date"),
        ("地址", &long, "import.text_too_long", "address is too long"),
    ] {
        let fault = fault(header, value);
        assert_eq!((fault.code(), fault.to_string().as_str()), (code, text), "{header} {value}");
    }
    let checked = check(
        "姓名,手机,卡号\n,13812341234,\n王一,1381234123,\n王二,1.38E+10,\n王三,010-1234-5678,\n王四,12012341234,\n\
         王五,13812341234/13912341234,\n王六,微信,\n王七,,\n",
    );
    let codes: Vec<String> = checked.iter().map(|row| row.problem().unwrap().code).collect();
    let expected = [
        "no_name",
        "phone_digits",
        "phone_scientific",
        "phone_landline",
        "phone_not_mobile",
        "phone_several",
        "phone_not_a_number",
        "no_phone_no_card",
    ];
    assert_eq!(codes, expected.map(|code| format!("import.{code}")));
    assert_eq!(checked[1].problem().unwrap().params["digits"], 10);
    assert_eq!(checked[1].verdict, Verdict::Rejected(Fault::Phone(PhoneFault::Digits(10))));
}

#[test]
fn what_is_unreadable_and_optional_is_just_empty() {
    let checked = check(
        "姓名,手机,性别,生日,余额,邮箱,推荐人,等级,开卡日期\n王丽,13812341234,?,保密,无,none,李姐,-,无\n",
    );
    let members = accepted(&checked);
    let member = members[0];
    assert_eq!((member.birthday, member.principal, member.email.as_str()), (None, Money::ZERO, ""));
    assert!(member.referrer_phone.is_none() && member.tier.is_none() && member.opened_on.is_none());
}

#[test]
fn first_come_stays_and_a_refused_row_keeps_nobody_out() {
    let checked = check(
        "姓名,手机,卡号,余额\n王一,13812341234,A1,-1\n王二,138 1234 1234,A1,1\n王三,13812341234,A2,1\n\
         王四,13912341234,ａ１,1\n王五,13912341234,A3,1\n",
    );
    let problems: Vec<_> = checked.iter().filter_map(Checked::problem).collect();
    let found: Vec<_> =
        problems.iter().map(|p| (p.row, p.code.as_str(), p.params.get("row").copied())).collect();
    assert_eq!(
        found,
        [
            (2, "import.balance_negative", None),
            (4, "import.phone_twice", Some(3)),
            (5, "import.card_number_twice", Some(3)),
        ]
    );
    assert_eq!(accepted(&checked).len(), 2);
}

#[test]
fn who_is_on_file_is_a_duplicate() {
    let sheets = sheet::read("姓名,手机,卡号\n王一,13812341234,\n王二,,A1\n王三,,A2\n".as_bytes()).unwrap();
    let layout = layout(Kind::Customers, &sheets, &no_columns()).unwrap();
    let rows = read_rows(&sheets[0], &layout, &reading());
    let phone = Key::new(Identity::Phone, "13812341234");
    let known =
        Known { keys: [phone, Key::new(Identity::CardNumber, card_key("a1"))].into(), ..Known::default() };
    let report = report(&first_come(rows, &known));
    let codes: Vec<&str> = report.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["import.phone_on_file", "import.card_number_on_file"]);
    assert_eq!((report.rows, report.accepted, report.duplicates, report.rejected), (3, 1, 2, 0));
}

#[test]
fn titles_totals_blank_rows_and_repeated_headings_are_no_members() {
    let checked = check(
        "美丽人生 会员资料\n导出日期,2026-11-01\n姓名,手机,余额\n王丽,13812341234,1\n,,\n姓名,手机,余额\n\
         王芳,13912341234,2\n合计,,3\n5,,3\n,,合计：3\n制表人：小李\n",
    );
    assert_eq!(checked.iter().map(|row| row.row).collect::<Vec<_>>(), [4, 7, 9]);
    assert_eq!(checked[2].problem().unwrap().code, "import.no_phone_no_card");
}

#[test]
fn columns_are_known_by_many_names() {
    assert_eq!(
        columns_of("顾客姓名,联系电话,会员卡号,卡内余额（元）,赠金,剩余积分,卡类型,办卡日期,出生日期\n"),
        BTreeMap::from([
            ("name", "顾客姓名".into()),
            ("phone", "联系电话".into()),
            ("card_number", "会员卡号".into()),
            ("principal", "卡内余额(元)".into()),
            ("bonus", "赠金".into()),
            ("points", "剩余积分".into()),
            ("tier", "卡类型".into()),
            ("opened_on", "办卡日期".into()),
            ("birthday", "出生日期".into()),
        ])
    );
    let english = columns_of(
        "First Name,Last Name,Mobile Phone,E-mail,Date of Birth,Card No.,Balance,Bonus,Member since,Notes\n",
    );
    let fields: Vec<&str> = english.into_keys().collect();
    assert_eq!(
        fields,
        [
            "birthday",
            "bonus",
            "card_number",
            "email",
            "family_name",
            "given_name",
            "notes",
            "opened_on",
            "phone",
            "principal"
        ]
    );
    assert_eq!(columns_of("會員姓名,手機號碼,儲值餘額,贈送餘額,積分,備註\n").len(), 6);
}

#[test]
fn the_surest_name_wins_and_sums_of_the_past_mean_nothing() {
    let columns = columns_of(
        "姓名,手机号,余额,本金余额,余额（赠送）,累计积分,累计消费金额,推荐人手机号,紧急联系电话\n",
    );
    assert_eq!(columns["principal"], "本金余额");
    assert_eq!(columns["bonus"], "余额(赠送)");
    assert_eq!((columns["phone"].as_str(), columns["referrer_phone"].as_str()), ("手机号", "推荐人手机号"));
    assert!(!columns.contains_key("points"));
    let guessed = columns_of("客户本人姓名,本人手机号码,卡内剩余本金,现有赠送余额,入会登记日期\n");
    assert_eq!(guessed.len(), 5);
}

#[test]
fn a_sum_of_principal_and_bonus_counts_no_bonus_twice() {
    let principal = |text: &str| accepted(&check(text))[0].principal.to_minor();
    assert_eq!(principal("姓名,手机,总余额,赠金\n王丽,13812341234,1200,200\n"), 100_000);
    assert_eq!(principal("姓名,手机,总余额,赠金,本金\n王丽,13812341234,1200,200,900\n"), 90_000);
    let checked = check("姓名,手机,总余额,赠金\n王丽,13812341234,100,200\n");
    assert_eq!(checked[0].problem().unwrap().code, "import.balance_negative");
}

#[test]
fn dates_that_end_with_their_year_are_read_where_the_column_tells_their_order() {
    let text = "name,phone,birthday\nAnna,+4915123456789,2/1/1990\nBen,+4915123456788,16/8/1991\n";
    let checked = check(text);
    assert_eq!(accepted(&checked)[0].birthday.unwrap().month, 1);
    let checked = check("name,phone,birthday\nAnna,+4915123456789,2/1/1990\n");
    assert_eq!(checked[0].problem().unwrap().code, "import.birthday_no_date");
}

#[test]
fn columns_given_by_hand_win() {
    let text = "A,B,C\n王丽,13812341234,5\n";
    let checked = check_with(text, &[("name", "A"), ("phone", "B"), ("principal", " Ｃ ")]).unwrap();
    assert_eq!(accepted(&checked)[0].principal, Money::minor(500));
    let checked = check_with("姓名,手机,余额\n王丽,13812341234,5\n", &[("principal", "")]).unwrap();
    assert_eq!(accepted(&checked)[0].principal, Money::ZERO);
    let refused = |given: &[(&str, &str)]| kernel::Problem::from(check_with(text, given).unwrap_err()).code;
    assert_eq!(refused(&[("nome", "A")]), "import.unknown_field");
    assert_eq!(refused(&[("name", "D")]), "import.unknown_header");
    assert_eq!(refused(&[("name", "A"), ("phone", "A")]), "import.header_twice");
}

#[test]
fn a_sheet_that_names_nobody_is_refused() {
    let layout_of =
        |text: &str| layout(Kind::Customers, &sheet::read(text.as_bytes()).unwrap(), &no_columns());
    assert_eq!(layout_of("only one column\n1\n"), Err(Refusal::NoHeader));
    assert_eq!(
        layout_of("余额,积分\n1,2\n").unwrap().require_columns(),
        Err(Refusal::ColumnsMissing(Kind::Customers))
    );
    assert_eq!(
        layout_of("A,B\n1,2\n").unwrap().require_columns(),
        Err(Refusal::ColumnsMissing(Kind::Customers))
    );
    assert_eq!(layout_of("姓名,卡号\n1,2\n").unwrap().require_columns(), Ok(()));
}

#[test]
fn the_first_visible_sheet_with_known_columns_is_read() {
    let sheet = |name: &str, visible, text: &str| sheet::Sheet {
        name: name.into(),
        visible,
        ..sheet::read(text.as_bytes()).unwrap().remove(0)
    };
    let sheets = [
        sheet("hidden", false, "姓名,手机\n"),
        sheet("about", true, "made by,a program\n"),
        sheet("members", true, "姓名,手机\n"),
    ];
    assert_eq!(layout(Kind::Customers, &sheets, &no_columns()).unwrap().sheet, 2);
}

#[test]
fn names_in_two_columns_are_put_together_in_their_own_order() {
    let checked = check("last name,first name,phone\nLöwe,Anna,+4915123456789\n王,丽,13812341234\n");
    let names: Vec<&str> = accepted(&checked).iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["Anna Löwe", "王丽"]);
}

/// The sample sheet is not part of the product; its folder is named by `TRESS_SAMPLES`.
#[test]
fn a_real_programs_sheet_comes_to_the_expected_figures() {
    let Some(folder) = std::env::var_os("TRESS_SAMPLES") else {
        println!("skipped: TRESS_SAMPLES is not set");
        return;
    };
    let folder = std::path::PathBuf::from(folder).join("member-sheet");
    let expected = std::fs::read(folder.join("members-a.expected.json")).unwrap();
    let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
    let sheets = sheet::read(&std::fs::read(folder.join("members-a.xlsx")).unwrap()).unwrap();
    let layout = layout(Kind::Customers, &sheets, &no_columns()).unwrap();
    let checked = first_come(read_rows(&sheets[layout.sheet], &layout, &reading()), &Known::default());
    let report = report(&checked);
    let mut reasons: BTreeMap<String, u32> = BTreeMap::new();
    for problem in &report.problems {
        *reasons.entry(problem.text.clone()).or_default() += 1;
    }
    let members = accepted(&checked);
    let found = serde_json::json!({
        "rows": report.rows,
        "accepted": report.accepted,
        "duplicates": report.duplicates,
        "rejected": report.rejected,
        "reasons": reasons,
        "principal_fen": report.sums.principal,
        "bonus_fen": report.sums.bonus,
        "points": report.sums.points,
        "visits": report.sums.visits,
        "with_birthday": members.iter().filter(|member| member.birthday.is_some()).count(),
        "with_referrer": members.iter().filter(|member| member.referrer_phone.is_some()).count(),
    });
    assert_eq!(found, expected);
}

/// Checks a sheet of goods against what is on file.
fn check_goods(kind: Kind, text: &str, known: &Known) -> Vec<Checked> {
    let sheets = sheet::read(text.as_bytes()).unwrap();
    let layout = layout(kind, &sheets, &no_columns()).unwrap();
    layout.require_columns().unwrap();
    first_come(read_rows(&sheets[layout.sheet], &layout, &reading()), known)
}

fn codes_of(checked: &[Checked]) -> Vec<(u32, String)> {
    checked.iter().filter_map(Checked::problem).map(|problem| (problem.row, problem.code)).collect()
}

fn goods_of(row: &Checked) -> &Goods {
    match &row.verdict {
        Verdict::Accepted(Record::Goods(goods)) => goods,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_price_list_says_services_and_products() {
    let checked = check_goods(
        Kind::Catalogue,
        "价目表\n类型,编号,项目名称,分类,售价,时长,条码,进价,单位,状态\n项目,A01,女士剪发,剪发,¥98.00,42分钟,,,,启用\n\
         商品,,玫瑰洗发水,洗护,88,,6921234567890,40.5,瓶,停用\n合计,,,,186\n",
        &Known::default(),
    );
    let Goods::Service(cut) = goods_of(&checked[0]) else { panic!() };
    assert_eq!((cut.name.as_str(), cut.code.as_str(), cut.category.as_str()), ("女士剪发", "A01", "剪发"));
    assert_eq!((cut.price, cut.blocks.minutes(), cut.active), (Money::minor(9_800), 45, true));
    let Goods::Product(shampoo) = goods_of(&checked[1]) else { panic!() };
    assert_eq!((shampoo.barcode.as_str(), shampoo.unit.as_str()), ("6921234567890", "瓶"));
    assert_eq!((shampoo.cost, shampoo.active, shampoo.stocked), (Money::minor(4_050), false, true));
    assert_eq!(checked.len(), 2, "a total is nothing to sell");
}

#[test]
fn each_fault_of_goods_refuses_its_row_with_its_own_code() {
    let (long_code, long_name) = ("1".repeat(21), "长".repeat(61));
    for (header, value, code) in [
        ("名称", "", "import.no_name"),
        ("名称", &long_name, "import.text_too_long"),
        ("价格", "", "import.no_price"),
        ("价格", "面议", "import.price_not_an_amount"),
        ("价格", "-1", "import.price_negative"),
        ("价格", "1.234", "import.amount_decimals"),
        ("编码", &long_code, "import.text_too_long"),
        ("条码", "6.92E+12", "import.barcode_unreadable"),
        ("条码", "瓶装", "import.barcode_unreadable"),
        ("进价", "便宜", "import.cost_not_an_amount"),
        ("进价", "-1", "import.cost_negative"),
        ("单位", "一二三四五六七八九十一", "import.text_too_long"),
    ] {
        let mut row = vec![("名称", "洗发水"), ("价格", "88"), ("条码", "")];
        row.retain(|(name, _)| *name != header);
        row.push((header, value));
        let line =
            |pick: fn(&(&'static str, &str)) -> String| row.iter().map(pick).collect::<Vec<_>>().join(",");
        let text = format!("{}\n{}\n", line(|cell| cell.0.to_owned()), line(|cell| cell.1.to_owned()));
        let found = codes_of(&check_goods(Kind::Catalogue, &text, &Known::default()));
        assert_eq!(found, [(2, code.to_owned())], "{header} {value}");
    }
    let endless = "名称,价格,时长\n剪发,1,1441\n剪发,1,一会儿\n";
    let found = codes_of(&check_goods(Kind::Catalogue, endless, &Known::default()));
    assert_eq!(found[0].1, "import.duration_unreadable");
}

#[test]
fn goods_that_are_there_already_are_duplicates() {
    let keys = [
        Key::new(Identity::ServiceName, "剪发"),
        Key::new(Identity::ProductName, "烫发"),
        Key::new(Identity::ServiceCode, "B1"),
    ];
    let known = Known { keys: keys.into(), ..Known::default() };
    let text = "编码,名称,价格\nA1,剪发,1\nA2,染发,1\nA2,洗发,1\nA3,染发,1\n,烫发,1\nB1,护理,1\n";
    let found = codes_of(&check_goods(Kind::Catalogue, text, &known));
    let code = |row, code: &str| (row, format!("import.{code}"));
    assert_eq!(
        found,
        [code(2, "name_on_file"), code(4, "code_twice"), code(5, "name_twice"), code(7, "code_on_file")]
    );
    let bottles = Known { keys: [Key::new(Identity::Barcode, "692")].into(), ..Known::default() };
    let text = "条码,名称,价格\n692,洗发水,1\n693,护发素,1\n693,发膜,1\n";
    let found = codes_of(&check_goods(Kind::Catalogue, text, &bottles));
    assert_eq!(found, [code(2, "barcode_on_file"), code(4, "barcode_twice")]);
}

#[test]
fn what_lies_on_the_shelves_is_found_in_the_catalogue() {
    let id = |number: u128| kernel::ProductId::from_uuid(uuid::Uuid::from_u128(number));
    let products = [
        (Key::new(Identity::Barcode, "692"), (id(1), true)),
        (Key::new(Identity::ProductName, "洗发水"), (id(1), true)),
        (Key::new(Identity::ProductCode, "A2"), (id(2), true)),
        (Key::new(Identity::ProductName, "礼盒"), (id(3), false)),
        (Key::new(Identity::ProductName, "发膜"), (id(4), true)),
    ];
    let shelf = Key::new(Identity::Shelf, id(4).uuid().to_string());
    let known = Known { keys: [shelf].into(), products: Some(products.into()), ..Known::default() };
    let checked = check_goods(
        Kind::Stock,
        "条码,编码,品名,库存数量,成本价,库存金额\n692,,,3,30,\n,,洗发水,1,,\n,A2,,2,,61.5\n,,礼盒,1,,\n,,发膜,1,,\n,,别的,1,,\n\
         ,,,1,,\n692,,,1.5,,\n692,,,,,\n692,,,-1,,\n692,,,1000001,,\n692,,,1,贵,\n6.92E+12,,,1,,\n",
        &known,
    );
    let code = |row, code: &str| (row, format!("import.{code}"));
    assert_eq!(
        codes_of(&checked),
        [
            code(3, "product_twice"),
            code(5, "not_stocked"),
            code(6, "stock_on_file"),
            code(7, "product_unknown"),
            code(8, "no_product"),
            code(9, "quantity_not_whole"),
            code(10, "quantity_not_whole"),
            code(11, "quantity_negative"),
            code(12, "too_large"),
            code(13, "cost_not_an_amount"),
            code(14, "barcode_unreadable"),
        ]
    );
    let sums = report(&checked).sums;
    assert_eq!((sums.units, sums.value), (5, Money::minor(15_150)));
}

#[test]
fn a_sheet_of_goods_without_its_columns_is_refused() {
    let missing = |kind: Kind, text: &str| {
        let sheets = sheet::read(text.as_bytes()).unwrap();
        let refused = layout(kind, &sheets, &no_columns()).unwrap().require_columns().unwrap_err();
        kernel::Problem::from(refused).code
    };
    assert_eq!(missing(Kind::Catalogue, "名称,分类\n剪发,1\n"), "import.catalogue_columns_missing");
    assert_eq!(missing(Kind::Stock, "名称,成本\n洗发水,1\n"), "import.stock_columns_missing");
}

/// The sample sheets are not part of the product; their folder is named by `TRESS_SAMPLES`.
#[test]
fn real_programs_sheets_of_goods_are_recognised() {
    let Some(folder) = std::env::var_os("TRESS_SAMPLES") else {
        println!("skipped: TRESS_SAMPLES is not set");
        return;
    };
    let folder = std::path::PathBuf::from(folder).join("real-salon");
    let read = |name: &str| String::from_utf8(std::fs::read(folder.join(name)).unwrap()).unwrap();
    let services = report(&check_goods(Kind::Catalogue, &read("Service Listing0.csv"), &Known::default()));
    assert_eq!((services.rows, services.sums.services, services.sums.products), (33, 33, 0));
    let retail = read("Product Listing (Retail)0.csv");
    let codes =
        |report: &Report| report.problems.iter().map(|problem| problem.code.clone()).collect::<Vec<_>>();
    let products = report(&check_goods(Kind::Catalogue, &retail, &Known::default()));
    assert_eq!((products.rows, products.sums.products, products.sums.services), (101, 100, 0));
    assert_eq!(codes(&products), ["import.amount_decimals"]);
    let shelves = report(&check_goods(Kind::Stock, &retail, &Known::default()));
    assert_eq!((shelves.rows, shelves.accepted), (101, 97));
    let negative = "import.quantity_negative";
    assert_eq!(codes(&shelves), [negative, "import.amount_decimals", negative, negative]);
}

proptest! {
    #[test]
    fn any_table_is_checked_and_counted(cells in prop::collection::vec("[^\"\\x00\\t;|]{0,20}", 6..60)) {
        let row = |row: &[String]| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
        let rows: Vec<String> = cells.chunks(6).map(row).collect();
        let text = format!("姓名,手机,卡号,余额,生日,剩余次数\n{}\n", rows.join("\n"));
        let report = report(&check(&text));
        prop_assert_eq!(report.rows, report.accepted + report.duplicates + report.rejected);
        prop_assert_eq!(report.problems.len(), (report.duplicates + report.rejected) as usize);
    }
}
