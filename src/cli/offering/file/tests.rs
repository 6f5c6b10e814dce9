use proptest::prelude::*;
use slipway_domain::definition::PlanEntry;
use slipway_domain::listing::{BulletDraft, ListingDraft};
use slipway_domain::plan::PlanDraft;

use super::*;

/// A file in which every text is the same.
fn saying(text: &str) -> DefinitionFile {
    let plan =
        PlanDraft { name: text.to_owned(), bullets: vec![text.to_owned(), String::new()], ..PlanDraft::default() };
    DefinitionFile {
        name: "northwind-vector".to_owned(),
        listing: Some(ListingDraft {
            display_name: text.to_owned(),
            long_description: text.to_owned(),
            bullets: vec![
                BulletDraft { title: text.to_owned(), description: String::new(), ..BulletDraft::default() },
                BulletDraft::default(),
            ],
            ..ListingDraft::default()
        }),
        plans: vec![PlanEntry { id: String::new(), plan }],
        ..DefinitionFile::default()
    }
}

const HEADER: &str = "api_version: slipway/v1\nkind: Offering\nname: northwind-vector\n";

#[test]
fn texts_that_look_like_something_else_stay_texts() {
    for text in [
        "",
        "no",
        "yes",
        "on",
        "off",
        "y",
        "n",
        "true",
        "False",
        "null",
        "~",
        "1.0",
        "0x1f",
        "0o17",
        "017",
        "1e3",
        "1_000",
        "12:30:45",
        "2026-06-01",
        ".inf",
        "- x",
        "? x",
        "a: b",
        "a #b",
        "# a",
        "[x]",
        "{x}",
        "*x",
        "&x",
        "!x",
        "|",
        ">",
        "%x",
        "@x",
        "`x`",
        "'",
        "\"",
        "\\",
        "---",
        "...",
        "<<",
        "=",
        " x",
        "x ",
        "x\t",
        "\tx",
        "a\nb",
        "a\nb\n",
        "a\nb\n\n",
        "\na",
        " a\nb",
        "a \nb \n",
        "a\n  b\n c",
        "\n",
        "a\r\nb",
        "a\u{85}b",
        "a\u{2028}b",
        "\u{feff}a",
        "\u{0}",
        "\u{1b}[31m",
        "Ærø — 日本語 🚢",
        "slipway/v1",
    ] {
        let file = saying(text);
        let yaml = yaml(&file).unwrap();
        assert_eq!(parse(&yaml).as_ref(), Ok(&file), "{yaml}");
    }
    let long = saying(&"word ".repeat(20_000));
    assert_eq!(parse(&yaml(&long).unwrap()), Ok(long));
}

#[test]
fn a_text_of_several_lines_is_a_block_and_a_long_one_stays_in_its_line() {
    let long = "word ".repeat(40) + "end";
    let mut file = saying("One.\nTwo.\n");
    file.listing.as_mut().unwrap().display_name.clone_from(&long);
    let text = yaml(&file).unwrap();
    assert!(text.contains("long_description: |\n    One.\n    Two.\n"), "{text}");
    assert!(text.contains(&format!("display_name: {long}\n")), "{text}");
    assert!(text.starts_with("# The schema of this file"), "{text}");
}

#[test]
fn json_is_read_as_well_with_its_own_escapes() {
    let file = saying("🚢 a/b");
    let json = json(&file).unwrap().replace('🚢', "\\ud83d\\udea2").replace('/', "\\/");
    assert_eq!(parse(&json), Ok(file));
}

#[test]
fn words_and_numbers_without_quotes_are_taken_as_they_are_typed() {
    let text = format!(
        "{HEADER}settings:\n  bindable: yes\nplans:\n- plan:\n    name: 1.0\n    amounts:\n    - price: 49.90\n"
    );
    let file = parse(&text).unwrap();
    assert_eq!(file.settings.unwrap().bindable, "yes");
    assert_eq!((file.plans[0].plan.name.as_str(), file.plans[0].plan.amounts[0].price.as_str()), ("1.0", "49.90"));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (rest, told) in [
        ("listing:\n  display_nam: x\n", "display_nam"),
        ("listing:\n  display_name: [a]\n", "line "),
        ("name: twice\n", "name"),
        ("listing: text\n", "line "),
        ("plans:\n  lite: {}\n", "line "),
        ("listing:\n\tdisplay_name: x\n", ""),
        ("listing: {\n", ""),
        ("listing:\n  display_name: \"\\q\"\n", ""),
        ("plan: []\n", "unknown field"),
    ] {
        let error = parse(&format!("{HEADER}{rest}")).unwrap_err();
        assert!(error.contains(told), "{told} in {error}");
    }
    assert!(parse(&HEADER.replace("v1", "v2")).unwrap_err().contains("slipway/v1"));
    assert!(parse("").is_err() && parse("\u{0}").is_err() && parse("- a\n").is_err());
    assert!(parse(&format!("{HEADER}---\n{HEADER}")).is_err(), "one document is one offering");
}

#[test]
fn a_file_that_grows_while_it_is_read_is_refused() {
    let mut bomb = format!("{HEADER}access:\n  service_roles: &a [x, x, x, x, x, x, x, x, x, x]\n");
    bomb.push_str("  custom_roles: [");
    bomb.push_str(&"*a, ".repeat(5_000));
    bomb.push_str("x]\n");
    assert!(parse(&bomb).is_err());
    let deep = format!("{HEADER}plans: {}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(parse(&deep).is_err());
    let nested = (0..500).map(|depth| " ".repeat(depth) + "a:\n").collect::<String>();
    assert!(parse(&nested).is_err());
}

proptest! {
    #[test]
    fn every_text_comes_back(text in any::<String>()) {
        let file = saying(&text);
        prop_assert_eq!(parse(&yaml(&file).unwrap()), Ok(file));
    }

    #[test]
    fn no_text_makes_reading_it_panic(text in ".{0,200}") {
        let _ = parse(&text);
        let _ = parse(&format!("{HEADER}{text}"));
    }
}
