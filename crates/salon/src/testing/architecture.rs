//! The rules of `docs/ARCHITECTURE.md` that can be read off the sources, run as tests.

use std::path::{Path, PathBuf};

const MECHANISMS: &[&str] = &["access", "store", "web", "sheet", "testing", "server", "check"];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files_below(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

/// The capabilities from bottom to top, as `lib.rs` lists them.
fn capabilities() -> Vec<String> {
    let text = std::fs::read_to_string(source().join("lib.rs")).unwrap();
    let modules = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    modules.filter(|module| !MECHANISMS.contains(module)).map(str::to_owned).collect()
}

/// Whether a file lies in a folder of this name, below the sources.
fn lies_in(path: &Path, folder: &str) -> bool {
    let inside = path.strip_prefix(source()).unwrap_or(path);
    inside.components().any(|part| part.as_os_str() == folder)
}

/// The part of a file that is not tests: those may look at anything.
fn product(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

#[test]
fn a_capability_calls_only_those_below_it() {
    let order = capabilities();
    for (index, name) in order.iter().enumerate() {
        for (path, text) in files_below(&source().join(name)) {
            if path.ends_with("tests.rs") || lies_in(&path, "tests") {
                continue;
            }
            for above in &order[index + 1..] {
                let names_it = product(&text).contains(&format!("crate::{above}"));
                assert!(!names_it, "{} names `{above}`, which stands above `{name}`", path.display());
            }
        }
    }
}

#[test]
fn the_mechanisms_know_no_capability() {
    for mechanism in ["access.rs", "store", "web", "sheet"] {
        let place = source().join(mechanism);
        let files = match place.is_dir() {
            true => files_below(&place),
            false if place.exists() => vec![(place.clone(), std::fs::read_to_string(&place).unwrap())],
            false => Vec::new(),
        };
        for (path, text) in files {
            for capability in capabilities() {
                let named = product(&text).contains(&format!("crate::{capability}"));
                assert!(!named || path.ends_with("tests.rs"), "{} names `{capability}`", path.display());
            }
        }
    }
}

#[test]
fn rules_and_models_are_pure() {
    for capability in capabilities() {
        for (path, text) in files_below(&source().join(&capability)) {
            let pure = path.ends_with("rules.rs")
                || path.ends_with("model.rs")
                || lies_in(&path, "rules")
                || lies_in(&path, "model");
            if !pure {
                continue;
            }
            for impure in ["async fn", "Tx<", "crate::web", "crate::store::", "getrandom", "SystemTime"] {
                assert!(!product(&text).contains(impure), "{} holds `{impure}`", path.display());
            }
        }
    }
}

#[test]
fn only_the_store_names_a_database_driver() {
    for (path, text) in files_below(&source()) {
        let of_store = path.starts_with(source().join("store"));
        let of_tests = path.starts_with(source().join("testing")) || path.ends_with("tests.rs");
        let names = ["rusqlite", "tokio_postgres", "deadpool"].iter().any(|driver| text.contains(driver));
        assert!(of_store || of_tests || !names, "{} names a driver", path.display());
    }
}

#[test]
fn commands_and_http_hold_no_sql() {
    for capability in capabilities() {
        for (path, text) in files_below(&source().join(&capability)) {
            let named = |part: &str| path.ends_with(format!("{part}.rs")) || lies_in(&path, part);
            if !(named("commands") || named("http") || named("rules") || named("model")) {
                continue;
            }
            for statement in ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM"] {
                assert!(!product(&text).contains(statement), "{} holds SQL", path.display());
            }
        }
    }
}

#[test]
fn commands_wait_for_nothing_but_their_transaction() {
    for capability in capabilities() {
        for (path, text) in files_below(&source().join(&capability)) {
            if !path.ends_with("commands.rs") && !lies_in(&path, "commands") {
                continue;
            }
            for slow in ["std::fs", "tokio::", "slowly(", "secret::hash", "reqwest", "std::net"] {
                assert!(!product(&text).contains(slow), "{} holds `{slow}`", path.display());
            }
        }
    }
}

/// Every SQL text of the product, with the file it stands in.
fn statements() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for (path, text) in files_below(&source()) {
        if path.starts_with(source().join("testing")) || path.ends_with("tests.rs") || lies_in(&path, "tests")
        {
            continue;
        }
        for literal in product(&text).split('"').skip(1).step_by(2) {
            let starts = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH "];
            if starts.iter().any(|start| literal.starts_with(start)) {
                found.push((path.clone(), literal.split_whitespace().collect::<Vec<_>>().join(" ")));
            }
        }
    }
    assert!(found.len() > 40, "the reader of statements finds too few: {}", found.len());
    found
}

#[test]
fn every_statement_names_its_organisation_and_every_join_repeats_it() {
    for (path, sql) in statements() {
        // The store's own directory reads and outbox sweep cross organisations by design; a backup
        // reads every table whole, and the schema's own tables know no organisation.
        let global = [
            "FROM store_meta",
            "FROM store_migration",
            "INTO store_migration",
            "INTO store_meta",
            "FROM store_outbox",
            "pg_database",
            "sqlite_master",
            "pg_class",
            "FROM {table}",
            "INTO {name}",
            "DELETE FROM {}",
            "FROM branch_organisation ORDER",
            "FROM setup_done",
        ];
        if global.iter().any(|part| sql.contains(part)) {
            continue;
        }
        assert!(sql.contains("org_id"), "{}: no organisation in: {sql}", path.display());
        if !sql.starts_with("INSERT") {
            assert!(sql.contains("org_id = $1"), "{}: no `org_id = $1` in: {sql}", path.display());
        }
        let joins = sql.matches(" JOIN ").count();
        let repeated = sql.matches(".org_id = ").count();
        assert!(repeated >= joins, "{}: a join without its organisation: {sql}", path.display());
    }
}

#[test]
fn ids_and_times_come_from_the_application() {
    for (path, sql) in statements() {
        let lower = sql.to_lowercase();
        for made_there in [
            "now()",
            "current_timestamp",
            "random()",
            "nextval",
            "gen_random_uuid",
            "select *",
            "for update",
            "pg_advisory",
            "as uuid",
        ] {
            assert!(!lower.contains(made_there), "{}: `{made_there}` in: {sql}", path.display());
        }
    }
}

#[test]
fn tables_are_named_after_their_capability_and_keyed_by_organisation() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut owners = capabilities();
    owners.push("store".to_owned());
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for table in text.split("CREATE TABLE ").skip(1) {
            let name = table.split_whitespace().next().unwrap();
            let owned = owners.iter().any(|owner| name == owner || name.starts_with(&format!("{owner}_")));
            assert!(owned, "the table {name} belongs to no capability");
            let whole = ["store_meta", "setup_done", "branch_organisation"];
            let keyed = table.contains("PRIMARY KEY (org_id") || whole.contains(&name);
            assert!(keyed, "the key of {name} does not begin with the organisation");
        }
    }
}

#[test]
fn statements_are_written_only_by_the_owner_of_their_tables() {
    let owners = capabilities();
    for (path, sql) in statements() {
        let place = path.strip_prefix(source()).unwrap().components().next().unwrap();
        let folder = place.as_os_str().to_string_lossy().into_owned();
        if !owners.contains(&folder) {
            continue;
        }
        let words: Vec<&str> = sql.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
        for (place, pair) in words.windows(2).enumerate() {
            let deletes = place > 0 && words[place - 1] == "DELETE";
            let writes = ["INTO", "UPDATE"].contains(&pair[0]) || deletes && pair[0] == "FROM";
            // Reports read everybody's tables, and write their own.
            let reads = folder != "report" && ["FROM", "JOIN"].contains(&pair[0]);
            if (writes || reads) && pair[1] != "SET" {
                let own = pair[1] == folder || pair[1].starts_with(&format!("{folder}_"));
                assert!(own, "{} reaches into {}", path.display(), pair[1]);
            }
        }
    }
}

#[test]
fn every_refusal_is_provoked_by_a_test() {
    for capability in capabilities() {
        let files = files_below(&source().join(&capability));
        let is_test = |path: &Path| path.ends_with("tests.rs") || lies_in(path, "tests");
        let tests: String =
            files.iter().filter(|(path, _)| is_test(path)).map(|(_, text)| text.as_str()).collect();
        for (path, text) in files.iter().filter(|(path, _)| !is_test(path)) {
            let (code, inside) = text.split_once("#[cfg(test)]\nmod tests {").unwrap_or((text, ""));
            for literal in code.split('"').skip(1).step_by(2) {
                let Some((owner, rest)) = literal.split_once('.') else { continue };
                let coded = owner == capability
                    && !rest.is_empty()
                    && rest.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                let raised = coded && raises(code, literal);
                let provoked = tests.contains(&format!("\"{literal}\"")) || inside.contains(literal);
                assert!(!raised || provoked, "no test provokes {literal} of {}", path.display());
            }
        }
    }
}

/// Whether a literal stands where a problem is made, rather than as a command's or topic's name.
fn raises(code: &str, literal: &str) -> bool {
    let quoted = format!("\"{literal}\"");
    code.lines().zip(std::iter::once("").chain(code.lines())).any(|(line, before)| {
        let made = |text: &str| text.contains("Problem::") || text.contains("Kind::");
        line.contains(&quoted) && (made(line) || made(before)) && !line.contains("const NAME")
    })
}
