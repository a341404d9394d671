//! The OpenAPI document is whole: programs that are written from it must be able to read it.

use serde_json::Value;

fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|field| references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

fn document() -> Value {
    serde_json::from_str(&crate::server::openapi()).unwrap()
}

/// Every operation of the document with its path.
fn operations(document: &Value) -> Vec<(&str, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| item.as_object().unwrap().values().map(move |one| (path.as_str(), one)))
        .collect()
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let document = document();
    let mut names = std::collections::BTreeSet::new();
    for (path, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name), "{path}: another operation is called {name}");
    }
}

#[test]
fn every_parameter_is_where_it_is_asked_for() {
    let document = document();
    for (path, operation) in operations(&document) {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let in_path = path.contains(&format!("{{{name}}}"));
            assert_eq!(parameter["in"] == "path", in_path, "{path}: {name}");
        }
    }
}

#[test]
fn every_schema_that_the_document_names_is_in_it() {
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 50, "the reader of references finds too few: {}", found.len());
    for reference in found {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}
