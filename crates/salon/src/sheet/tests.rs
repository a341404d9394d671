//! Files as people have them, and files as attackers make them.

use super::*;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::Write;
use zip::write::SimpleFileOptions;

fn texts(rows: &[Row]) -> Vec<(u32, Vec<String>)> {
    rows.iter()
        .map(|row| (row.number, row.cells.iter().map(|cell| cell.to_text().into_owned()).collect()))
        .collect()
}

fn csv_rows(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
    texts(&read(bytes).unwrap()[0].rows)
}

fn row(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
    (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
}

/// A file of one part, as a zip archive.
fn archive(part: &str, content: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file(part, SimpleFileOptions::default()).unwrap();
    for piece in content {
        writer.write_all(&piece).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn the_encoding_is_found() {
    let (gb, ..) = encoding_rs::GB18030.encode("姓名,手机\n王丽,138\n");
    let utf16: Vec<u8> =
        "\u{feff}姓名\t手机\n王丽\t138\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let expected = [row(1, &["姓名", "手机"]), row(2, &["王丽", "138"])];
    assert_eq!(csv_rows("姓名,手机\n王丽,138\n".as_bytes()), expected);
    assert_eq!(csv_rows("\u{feff}姓名,手机\r\n王丽,138".as_bytes()), expected);
    assert_eq!(csv_rows(&gb), expected);
    assert_eq!(csv_rows(&utf16), expected);
    assert_eq!(read(b"name,\xff\xff\xff\n"), Err(SheetFault::Encoding));
}

#[test]
fn the_separator_is_found() {
    assert_eq!(csv_rows("姓名;次卡\n王丽;\"造型*1;烫发*2\"\n".as_bytes())[1].1, ["王丽", "造型*1;烫发*2"]);
    assert_eq!(csv_rows("a,b,c\n造型*1;烫发*2;x*3;y*4,1,2\n".as_bytes())[1].1.len(), 3);
    assert_eq!(csv_rows("a,v\n王丽,x*1;y*2\n王芳,x*1;y*2\n".as_bytes())[1].1, ["王丽", "x*1;y*2"]);
    assert_eq!(csv_rows(b"Members, 2026\na\tb\n1,2\t3\n4\t5\n")[2].1, ["1,2", "3"]);
    assert_eq!(csv_rows(b"sep=|\na|b,c\n"), [row(2, &["a", "b,c"])]);
}

#[test]
fn rows_keep_the_numbers_that_a_spreadsheet_shows() {
    let text = "a,b\n\n\"two\nlines\",2\n\r\n ,\nc,d";
    assert_eq!(
        csv_rows(text.as_bytes()),
        [row(1, &["a", "b"]), row(3, &["two\nlines", "2"]), row(6, &["c", "d"])]
    );
}

#[test]
fn digits_kept_as_text_by_a_trick_are_read() {
    assert_eq!(csv_rows(b"=\"0138\",\t13812341234\n")[0].1, ["0138", "\t13812341234"]);
}

#[test]
fn a_workbook_keeps_types_row_numbers_and_hidden_sheets() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    sheet.write_string(1, 0, "姓名").unwrap();
    sheet.write_number(4, 0, 1647.04).unwrap();
    sheet.write_number(4, 1, 17_326_018_159.0).unwrap();
    sheet.write_datetime(4, 2, ExcelDateTime::parse_from_str("1995-07-02 13:30:00").unwrap()).unwrap();
    sheet
        .write_datetime_with_format(4, 3, ExcelDateTime::parse_from_str("1995-07-02 13:30:00").unwrap(), &day)
        .unwrap();
    sheet.write_formula(4, 4, Formula::new("=A5*2").set_result("7")).unwrap();
    sheet.write_blank(9, 9, &day).unwrap();
    workbook.add_worksheet().set_name("说明").unwrap().set_hidden(true);
    let sheets = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!((sheets.len(), sheets[0].visible, sheets[1].visible), (2, true, false));
    let rows = &sheets[0].rows;
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 5]);
    let day = Day::new(1995, 7, 2).unwrap();
    assert_eq!(rows[1].cells[0], Cell::Number("1647.04".into()));
    assert_eq!(rows[1].cells[1], Cell::Number("17326018159".into()));
    assert_eq!(rows[1].cells[3], Cell::Date(day));
    assert_eq!(rows[1].cells[4].to_text(), "7");
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_read() {
    let zeros = || std::iter::repeat_n(vec![b'0'; 1024 * 1024], 64);
    assert_eq!(read(&archive("xl/workbook.xml", zeros())), Err(SheetFault::Unfolds));
    let mut lying = archive("xl/workbook.xml", zeros());
    // The size that the file declares is made small; what it unfolds to stays.
    let declared = u32::try_from(64 * 1024 * 1024).unwrap().to_le_bytes();
    while let Some(at) = lying.windows(4).position(|window| window == declared) {
        lying[at..at + 4].copy_from_slice(&7_u32.to_le_bytes());
    }
    assert!(matches!(read(&lying), Err(SheetFault::Unfolds | SheetFault::Broken(_))));
}

#[test]
fn two_cells_far_apart_cost_two_cells() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "a").unwrap();
    sheet.write_string(1_048_575, 1, "b").unwrap();
    let sheets = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(texts(&sheets[0].rows), [row(1, &["a"]), row(1_048_576, &["", "b"])]);
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_string(0, 16_383, "far").unwrap();
    assert_eq!(read(&workbook.save_to_buffer().unwrap()), Err(SheetFault::TooManyColumns));
}

#[test]
fn what_is_no_table_is_refused_by_name() {
    assert_eq!(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Err(SheetFault::OldExcel));
    assert_eq!(read(b"<html><table></table>"), Err(SheetFault::NotASheet));
    assert_eq!(read(b"GIF89a\0\0\0"), Err(SheetFault::NotASheet));
    assert_eq!(read(b""), Err(SheetFault::Empty));
    assert_eq!(read(b" \n,,\n"), Err(SheetFault::Empty));
    assert!(matches!(read(b"PK\x03\x04 not really"), Err(SheetFault::Broken(_))));
    assert!(matches!(read(&archive("word/document.xml", std::iter::empty())), Err(SheetFault::Broken(_))));
}

#[test]
fn each_limit_refuses_with_its_own_code() {
    let code = |bytes: &[u8]| kernel::Problem::from(read(bytes).unwrap_err()).code;
    assert_eq!(code(&vec![b'a'; Limits::FILE + 1]), "sheet.too_large");
    assert_eq!(code("a,b\n".repeat(Limits::ROWS + 1).as_bytes()), "sheet.too_many_rows");
    assert_eq!(code(",a".repeat(Limits::COLUMNS).as_bytes()), "sheet.too_many_columns");
    assert_eq!(code(",".repeat(100_000).as_bytes()), "sheet.too_many_columns");
    assert_eq!(code("长".repeat(Limits::CELL + 1).as_bytes()), "sheet.cell_too_long");
    let wide = format!("{}x\n", "1,".repeat(Limits::COLUMNS - 1));
    assert_eq!(code(wide.repeat(Limits::CELLS / Limits::COLUMNS + 1).as_bytes()), "sheet.too_many_cells");
}

#[test]
fn what_a_spreadsheet_would_run_is_written_as_text() {
    for text in ["=1+1", "+1 同行", "-2", "@老客", "\t=1", "\r=1", "  =1", "＝1"] {
        assert_eq!(write::inert(text), format!("'{text}"));
    }
    assert_eq!(write::inert("王=丽"), "王=丽");
    let cells =
        [Cell::Text("=HYPERLINK(\"x\")".into()), Cell::Number("-12.50".into()), Cell::Text("a,b".into())];
    let file = write::csv([cells.as_slice()]).unwrap();
    assert_eq!(std::str::from_utf8(&file).unwrap(), "\u{feff}\"'=HYPERLINK(\"\"x\"\")\",-12.50,\"a,b\"\n");
}

proptest! {
    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let _ = read(&[b"PK\x03\x04".as_slice(), &bytes].concat());
    }

    #[test]
    fn what_is_written_is_read_again_and_begins_no_formula(
        cells in prop::collection::vec("[^\u{0}\r\n\u{feff}]{0,12}", 1..5),
    ) {
        let row: Vec<Cell> = cells.iter().map(|text| Cell::text(text)).collect();
        prop_assume!(row.iter().any(|cell| !cell.is_empty()));
        prop_assume!(!cells[0].trim_start().starts_with('<'));
        // Many columns keep the separator beyond doubt.
        let row = [row, vec![Cell::Text("end".into()); 60]].concat();
        let sheets = read(&write::csv([row.as_slice()]).unwrap()).unwrap();
        for (written, found) in row.iter().zip(&sheets[0].rows[0].cells) {
            let found = found.to_text();
            prop_assert!(!found.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t']));
            let written = written.to_text();
            prop_assert_eq!(found, write::inert(&written));
        }
    }
}

mod what_cells_say {
    use super::super::values::*;
    use super::*;
    use kernel::Money;

    fn fen(text: &str) -> Result<Option<i64>, AmountFault> {
        amount(&Cell::text(text), 2).map(|amount| amount.map(Money::to_minor))
    }

    #[test]
    fn numbers_come_as_the_decimals_that_are_shown() {
        for (number, text) in [
            (1647.04, "1647.04"),
            ("1647.0400000000002".parse().unwrap(), "1647.04"),
            (0.1 + 0.2, "0.3"),
            (17_326_018_159.0, "17326018159"),
            (978_126.97, "978126.97"),
            (-0.5, "-0.5"),
            (0.0, "0"),
            (-0.0, "0"),
            (0.001, "0.001"),
            (1e16, "10000000000000000"),
            (123.456, "123.456"),
        ] {
            assert_eq!(decimal(number).as_deref(), Some(text));
        }
        assert_eq!(decimal(f64::NAN), None);
    }

    #[test]
    fn amounts_are_read_to_the_fen() {
        for (text, minor) in [
            ("¥3,000.00", 300_000),
            (" 3,336.79 ", 333_679),
            ("9.70元", 970),
            ("￥１，２３４．５", 123_450),
            ("RMB 12", 1_200),
            ("人民币12元整", 1_200),
            ("+5", 500),
            ("-0.00", 0),
            (".5", 50),
            ("1,234,567.89", 123_456_789),
        ] {
            assert_eq!(fen(text), Ok(Some(minor)), "{text}");
        }
        for text in ["", " ", "-", "无", "——", "N/A", "null"] {
            assert_eq!(fen(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in
            ["欠205.0", "abc", "1,23", "12,50", "1.2.3", "12.", "1e5", "1 000", "三千", "¥", "3万", "1,2345"]
        {
            assert_eq!(fen(text), Err(AmountFault::NotAnAmount), "{text}");
        }
        for text in ["123.456", "12.500"] {
            assert_eq!(fen(text), Err(AmountFault::TooManyDecimals), "{text}");
        }
        for text in ["-1", "¥-3.00", "-¥3", "(5.00)", "−1"] {
            assert_eq!(fen(text), Err(AmountFault::Negative), "{text}");
        }
        assert_eq!(fen("1000000000.01"), Err(AmountFault::TooLarge));
        assert_eq!(fen(&"9".repeat(400)), Err(AmountFault::TooLarge));
        assert_eq!(amount(&Cell::Date(Day::new(2020, 1, 1).unwrap()), 2), Err(AmountFault::NotAnAmount));
        assert_eq!(amount(&Cell::Number("500".into()), 0), Ok(Some(Money::minor(500))));
    }

    #[test]
    fn whole_numbers_may_be_grouped_and_not_broken() {
        for (text, number) in [("6,819", 6_819), ("0", 0), ("12.00", 12), ("１２", 12), ("300分", 300)] {
            assert_eq!(whole(&Cell::text(text)), Ok(Some(number)), "{text}");
        }
        assert_eq!(whole(&Cell::text("12.5")), Err(WholeFault::NotWhole));
        assert_eq!(whole(&Cell::text("-3")), Err(WholeFault::Negative));
        assert_eq!(whole(&Cell::text("9999999999999")), Err(WholeFault::TooLarge));
        assert_eq!(whole(&Cell::text("无")), Ok(None));
    }

    #[test]
    fn a_day_is_read_however_it_is_written() {
        let expected = Day::new(1991, 8, 6);
        for text in [
            "1991.8.6",
            "1991/8/6",
            "1991-08-06",
            "1991年8月6日",
            "1991 年 8 月 6 日",
            "１９９１．８．６",
            "19910806",
            "33456",
            "1991-08-06 12:30:00",
            "1991-08-06T12:30:00Z",
            "1991年8月6日12:30",
            "6 Aug 1991",
            "August 6, 1991",
            "06-AUG-1991",
            " 1991-8-6 ",
        ] {
            assert_eq!(day(&Cell::text(text), DateOrder::Unsaid), Ok(expected), "{text}");
        }
        assert_eq!(day(&Cell::Number("33456.5".into()), DateOrder::Unsaid), Ok(expected));
        assert_eq!(day(&Cell::Number("38365".into()), DateOrder::Unsaid), Ok(Day::new(2005, 1, 13)));
    }

    #[test]
    fn a_column_tells_whether_its_days_or_its_months_come_first() {
        let column =
            |texts: &[&str]| date_order(&texts.iter().map(|text| Cell::text(text)).collect::<Vec<_>>());
        assert_eq!(column(&["1/2/1990", "16/8/1991 12:30", ""]), DateOrder::DayFirst);
        assert_eq!(column(&["1/2/1990", "8/16/1991"]), DateOrder::MonthFirst);
        assert_eq!(column(&["16/8/1991", "8/16/1991"]), DateOrder::Unsaid);
        assert_eq!(column(&["1/2/1990", "1991-08-16"]), DateOrder::Unsaid);
        let second_of_january = Ok(Day::new(1990, 1, 2));
        assert_eq!(day(&Cell::text("2/1/1990"), DateOrder::DayFirst), second_of_january);
        assert_eq!(day(&Cell::text("1/2/1990"), DateOrder::MonthFirst), second_of_january);
        assert_eq!(day(&Cell::text("1/2/1990"), DateOrder::Unsaid), Err(NoDate));
        assert_eq!(day(&Cell::text("3/3/1990"), DateOrder::Unsaid), Ok(Day::new(1990, 3, 3)));
    }

    #[test]
    fn junk_that_looks_like_a_date_is_refused_and_words_are_nothing() {
        for text in [
            "1991-02-30",
            "1991.13.1",
            "91.8.6",
            "8/6/1991",
            "1991",
            "1991-08",
            "99999",
            "8月16日",
            "2024年",
            "12:30",
        ] {
            assert_eq!(day(&Cell::text(text), DateOrder::Unsaid), Err(NoDate), "{text}");
        }
        for text in ["", "无", "保密", "unknown", "-"] {
            assert_eq!(day(&Cell::text(text), DateOrder::Unsaid), Ok(None), "{text}");
        }
        let no_year = DateNumbers { year: None, month: 8, day: 16 };
        assert_eq!(date_numbers(&Cell::text("8月16日"), DateOrder::Unsaid), Ok(Some(no_year)));
    }

    proptest! {
        #[test]
        fn any_text_has_an_amount_or_a_reason(text in any::<String>()) {
            let cell = Cell::text(&text);
            let _ = (amount(&cell, 2), whole(&cell), day(&cell, DateOrder::Unsaid));
        }

        #[test]
        fn an_amount_written_is_the_amount_read(minor in 0..Money::MAX) {
            let (yuan, rest) = (minor / 100, minor % 100);
            prop_assert_eq!(fen(&format!("¥{yuan}.{rest:02}")), Ok(Some(minor)));
        }
    }
}

#[test]
fn what_is_written_is_read_again() {
    let rows = vec![
        vec![Cell::text("名称"), Cell::text("金额"), Cell::text("日期"), Cell::text("编号")],
        vec![
            Cell::text("=1+1"),
            Cell::Number("-1647.04".into()),
            Cell::Date(Day::new(2026, 3, 2).unwrap()),
            Cell::Number("1234567890123456789".into()),
        ],
    ];
    for format in [write::Format::Csv, write::Format::Xlsx] {
        let sheets = read(&write::file(format, &rows).unwrap()).unwrap();
        let texts = |row: usize| {
            sheets[0].rows[row].cells.iter().map(|cell| cell.to_text().into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(texts(0), ["名称", "金额", "日期", "编号"]);
        let first = if format == write::Format::Csv { "'=1+1" } else { "=1+1" };
        assert_eq!(texts(1), [first, "-1647.04", "2026-03-02", "1234567890123456789"]);
    }
}
