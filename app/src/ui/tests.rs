//! Renders every block with hostile text and parses the result as a browser would.

use super::*;
use leptos::prelude::*;
use scraper::{ElementRef, Html, Selector};
use slipway_domain::field::Field;

const HOSTILE: &str = "\"'></textarea></title></option><script>alert(1)</script><img src=x onerror=alert(1)>&amp;<!--";

fn hostile() -> String {
    HOSTILE.to_owned()
}

fn parse(view: impl IntoView) -> Html {
    Html::parse_fragment(&view.to_html())
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn one<'a>(page: &'a Html, selector: &str) -> ElementRef<'a> {
    let found = all(page, selector);
    assert_eq!(found.len(), 1, "{selector} in {}", page.html());
    found[0]
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

fn fields() -> Vec<AnyView> {
    let x = hostile;
    let choices = || vec![Choice::new(x(), x()), Choice::new("b", "B")];
    let radios = || vec![Radio::new(x(), x()).note(x()), Radio::new("b", "B").disabled(x())];
    vec![
        view! {
            <TextField label=x() name=x() value=x() id=x() help=x() optional=x() prefix=x() placeholder=x() limit=3>
                {x()}
            </TextField>
        }
        .into_any(),
        view! { <PasswordField label=x() name=x() autocomplete="new-password" help=x() /> }.into_any(),
        view! { <TextArea label=x() name=x() value=x() id=x() help=x() optional=x() placeholder=x() /> }.into_any(),
        view! { <Select label=x() name=x() options=choices() selected=x() help=x() /> }.into_any(),
        view! { <RadioGroup legend=x() name=x() choices=radios() selected=x() help=x() /> }.into_any(),
        view! { <Checkbox name=x() value=x() help=x()>{x()}</Checkbox> }.into_any(),
        view! { <FileField label=HOSTILE id=HOSTILE name=HOSTILE accept=HOSTILE help=HOSTILE /> }.into_any(),
        view! { <Section title=x() id=x() lead=x() live=hostile>{x()}</Section> }.into_any(),
    ]
}

fn blocks() -> Vec<AnyView> {
    let x = hostile;
    let tabs = || vec![Tab::new(x(), x()).count(1).errors(2, x())];
    let columns = || vec![Column::new(x()).sort(x(), Some(Order::Ascending)), Column::hidden(x()), Column::num(x())];
    let steps = || vec![Step { name: x(), spoken: x(), note: Some(x()), progress: Progress::Now }];
    let turn = || Some(Turn { label: x(), href: x() });
    let links = || vec![NavLink::new(x(), x()).status(Mark::Done, x()).count(3)];
    let group = || NavGroup { title: Some(x()), links: links() };
    vec![
        view! { <Icon name=Glyph::Add label=x() /> }.into_any(),
        view! { <Status mark=Mark::Done>{x()}</Status> }.into_any(),
        view! { <Button name=x() value=x() action=x() form=x() id=x()>{x()}</Button> }.into_any(),
        view! { <ButtonLink href=x() download=x()>{x()}</ButtonLink> }.into_any(),
        view! { <DisabledButton id=x() reason=x()>{x()}</DisabledButton> }.into_any(),
        view! { <IconButton icon=Glyph::Add label=x() name=x() value=x() /> }.into_any(),
        view! { <LinkButton name=x() value=x()>{x()}</LinkButton> }.into_any(),
        view! { <Notice title=x() id=x()>{x()}</Notice> }.into_any(),
        view! { <Banner label=x()>{x()}</Banner> }.into_any(),
        view! { <Tag>{x()}</Tag> }.into_any(),
        view! { <Avatar initials=x() /> }.into_any(),
        view! { <Tabs label=x() tabs=tabs() aside=hostile /> }.into_any(),
        view! {
            <DataTable caption=x() sub=x() columns=columns() scrolls=true>
                <tr>
                    <Cell label=x()>{x()}</Cell>
                </tr>
            </DataTable>
        }
        .into_any(),
        view! {
            <Menu label=x()>
                <MenuItem label=x() href=x() note=x() download=x() />
            </Menu>
        }
        .into_any(),
        view! { <Fold title=x() summary=x() id=x()>{x()}</Fold> }.into_any(),
        view! { <Confirm label=x()>{x()}</Confirm> }.into_any(),
        view! { <ConfirmForm label=x() sure=x() now=x() action=HOSTILE>{x()}</ConfirmForm> }.into_any(),
        view! { <Dialog title=x() lead=x()>{x()}</Dialog> }.into_any(),
        view! { <Breadcrumbs label=x() crumbs=vec![Crumb::new(x(), x())] /> }.into_any(),
        view! { <PageHead title=x() sub=hostile icon=x()>{x()}</PageHead> }.into_any(),
        view! { <Verdict mark=Mark::Partial word=x()>{x()}</Verdict> }.into_any(),
        view! { <SaveBar state=hostile more=hostile>{x()}</SaveBar> }.into_any(),
        view! { <SidePanel title=x() id=x() beside=hostile>{x()}</SidePanel> }.into_any(),
        view! { <Empty title=x() steps=vec![(x(), x())]>{x()}</Empty> }.into_any(),
        view! { <RelativeTime moment=x() long=x() text=x() /> }.into_any(),
        view! { <Secret label=x() value=x() id=x() hint=x() /> }.into_any(),
        view! { <Masked>{x()}</Masked> }.into_any(),
        view! { <Track label=x() steps=steps()>{x()}</Track> }.into_any(),
        view! { <Pipeline label=x() steps=steps() /> }.into_any(),
        view! { <ProgressBar value=1 max=2 label=x() /> }.into_any(),
        view! { <Pager label=x() previous=turn() next=turn() summary=x() /> }.into_any(),
        view! { <Masthead home=x() name=x() areas_label=x() areas=links() menu=x() tools=hostile /> }.into_any(),
        view! { <MastheadSearch action=x() label=x() placeholder=x() button=x() value=x() /> }.into_any(),
        view! { <AccountMenu name=x() kind=x()>{x()}</AccountMenu> }.into_any(),
        view! { <ProfileMenu label=x() initials=x()>{x()}</ProfileMenu> }.into_any(),
        view! { <SideNav label=x() groups=vec![group()] areas=group()>{x()}</SideNav> }.into_any(),
        view! { <SideNavHead name=x() icon=x() id=x() note=x()>{x()}</SideNavHead> }.into_any(),
    ]
}

#[test]
fn no_block_lets_text_become_markup_or_an_inline_style() {
    for view in fields().into_iter().chain(blocks()) {
        let html = view.to_html();
        let page = Html::parse_fragment(&html);
        assert!(all(&page, "script").is_empty(), "{html}");
        for element in all(&page, "*") {
            for (name, _) in element.value().attrs() {
                assert!(name != "style" && !name.starts_with("on"), "{name} in {html}");
            }
            let source = element.value().attr("src");
            assert!(source != Some("x"), "{html}");
        }
    }
}

#[test]
fn what_was_typed_comes_back_unchanged() {
    for value in
        [HOSTILE, "\nfirst line empty", "\r\nas browsers send it", "a\n\nb", "&lt;already&gt;", "", "ünïcode 🛳"]
    {
        let page = parse(view! { <TextArea label="L" name="f[a]" value=value /> });
        assert_eq!(text(one(&page, "textarea")), value.replace("\r\n", "\n"));
        let page = parse(view! { <TextField label="L" name="f[a]" value=value.replace(['\n', '\r'], "") /> });
        assert_eq!(one(&page, "input").attr("value"), Some(&*value.replace(['\n', '\r'], "")));
    }
}

#[test]
fn a_field_names_its_help_and_its_findings() {
    let page = parse(view! {
        <TextField label="Name" name="listing[display_name]" help="Short." validity=Validity::Invalid>
            "Too long."
        </TextField>
    });
    let input = one(&page, "input");
    assert_eq!(input.attr("id"), Some("listing-display-name"));
    assert_eq!(input.attr("aria-invalid"), Some("true"));
    assert_eq!(input.attr("aria-describedby"), Some("listing-display-name-help listing-display-name-findings"));
    assert_eq!(text(one(&page, "#listing-display-name-help")), "Short.");
    assert_eq!(text(one(&page, "#listing-display-name-findings")), "Too long.");
    assert_eq!(one(&page, "label").attr("for"), Some("listing-display-name"));
}

#[test]
fn a_field_without_findings_points_at_nothing_that_is_missing() {
    let page = parse(view! { <TextField label="Name" name="name" /> });
    assert_eq!(one(&page, "input").attr("aria-describedby"), None);
    assert_eq!(one(&page, "input").attr("aria-invalid"), None);
}

#[test]
fn ids_of_repeated_rows_stay_distinct() {
    assert_eq!(field_id("listing[highlights][1][title]"), "listing-highlights-1-title");
    assert_eq!(field_id("listing[display_name]"), "listing-display-name");
    assert_eq!(field_id("name"), "name");
    // Links are made of fields, which know nothing of controls.
    for field in [Field::DisplayName, Field::BulletTitle(3), Field::MetricPrice(0, 1, 2), Field::RedirectUri(0)] {
        assert_eq!(field_id(&field.input_name()), field.id());
    }
}

#[test]
fn a_counter_counts_characters_and_never_cuts_off() {
    let page = parse(view! { <TextField label="Name" name="name" value="äöü€" limit=3 /> });
    let count = one(&page, ".field__count--over");
    assert_eq!(text(count), "4 / 3");
    assert_eq!(one(&page, "input").attr("maxlength"), None);
    let page = parse(view! { <TextField label="Name" name="name" value="äöü" limit=3 /> });
    assert!(all(&page, ".field__count--over").is_empty());
}

#[test]
fn what_is_locked_shows_a_lock() {
    let options = || vec![Choice::new("db", "Databases")];
    let page = parse(view! { <Select label="C" name="c" options=options() selected="db" locked=true /> });
    one(&page, ".field__lock");
    assert!(all(&page, ".cds--select__arrow").is_empty());
    let page = parse(view! { <TextArea label="T" name="t" value="typed" locked=true /> });
    one(&page, ".field__lock");
    let radios = || vec![Radio::new("yes", "Yes")];
    let page = parse(view! { <RadioGroup legend="R" name="r" choices=radios() selected="yes" locked=true /> });
    one(&page, "legend .choice__lock");
    let page = parse(view! { <RadioGroup legend="R" name="r" choices=radios() selected="yes" /> });
    assert!(all(&page, ".choice__lock").is_empty());
}

#[test]
fn a_locked_select_offers_no_other_entry() {
    let options = || vec![Choice::new("", "None"), Choice::new("ai", "AI"), Choice::new("db", "Databases")];
    let offered = |selected: &'static str, locked: bool| {
        let page = parse(view! { <Select label="C" name="c" options=options() selected=selected locked=locked /> });
        let entry = |option: ElementRef<'_>| (option.attr("value").unwrap_or_default().to_owned(), text(option));
        all(&page, "option").into_iter().map(entry).collect::<Vec<_>>()
    };
    assert_eq!(offered("db", true), [("db".to_owned(), "Databases".to_owned())]);
    assert_eq!(offered("", true), [(String::new(), "None".to_owned())]);
    assert_eq!(offered("nonsense", true), [("nonsense".to_owned(), "nonsense".to_owned())]);
    assert_eq!(offered("db", false).len(), 3);
}

#[test]
fn a_select_keeps_a_value_that_is_not_on_its_list() {
    let options = || vec![Choice::new("", "Choose"), Choice::new("db", "Databases")];
    let page = parse(view! { <Select label="C" name="c" options=options() selected="nonsense" /> });
    assert_eq!(one(&page, "option[selected]").attr("value"), Some("nonsense"));
    let page = parse(view! { <Select label="C" name="c" options=options() selected="db" /> });
    assert_eq!(one(&page, "option[selected]").attr("value"), Some("db"));
    assert_eq!(all(&page, "option").len(), 2);
}

#[test]
fn a_disabled_button_says_why_and_does_nothing() {
    let page =
        parse(view! { <DisabledButton id="publish" reason="Two conditions are missing.">"Publish"</DisabledButton> });
    let button = one(&page, "button");
    assert_eq!((button.attr("type"), button.attr("aria-disabled")), (Some("button"), Some("true")));
    assert_eq!(button.attr("aria-describedby"), Some("publish-why"));
    assert_eq!(text(one(&page, "#publish-why")), "Two conditions are missing.");
}

#[test]
fn an_impossible_choice_says_why() {
    let choices =
        vec![Radio::new("approve", "Approve").disabled("One thread is open."), Radio::new("return", "Return")];
    let page = parse(view! { <RadioGroup legend="Decision" name="decision" choices=choices selected="return" /> });
    let approve = one(&page, "#decision-approve");
    assert!(approve.attr("disabled").is_some());
    assert_eq!(text(one(&page, &format!("#{}", approve.attr("aria-describedby").unwrap()))), "One thread is open.");
    assert!(one(&page, "#decision-return").attr("checked").is_some());
}

#[test]
fn a_table_cell_carries_the_label_of_its_column() {
    let page = parse(view! {
        <DataTable caption="Plans" columns=vec![Column::new("Kind"), Column::num("Price")]>
            <tr>
                <Cell label="Kind">"Free"</Cell>
                <Cell label="Price" num=true>"€0"</Cell>
            </tr>
        </DataTable>
    });
    assert_eq!(one(&page, "td.num").attr("data-label"), Some("Price"));
    assert_eq!(all(&page, "tbody").len(), 1);
}

/// The style sheet leaves out what is `:empty`, and a blank would not be.
#[test]
fn a_table_cell_without_a_value_is_empty() {
    let page = parse(view! {
        <table>
            <tr>
                <Cell label="Quantity" num=true>
                    {None::<String>}
                </Cell>
            </tr>
        </table>
    });
    assert_eq!(text(one(&page, "td")), "");
}

#[test]
fn glyphs_and_sprite_are_the_same_list() {
    let sprite = include_str!("../../../public/icons.svg");
    let drawn: std::collections::BTreeSet<&str> =
        sprite.split("<symbol id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let named: std::collections::BTreeSet<&str> = Glyph::ALL.iter().map(|glyph| glyph.id()).collect();
    assert_eq!(drawn, named);
    for icon in slipway_domain::listing::BULLET_ICONS {
        assert!(named.contains(format!("i-{icon}").as_str()), "{icon}, which a highlight may have, is drawn");
    }
    assert!(Glyph::ALL.iter().all(|glyph| glyph.href() == format!("/icons.svg#{}", glyph.id())));
}

#[test]
fn every_meaning_has_its_own_look() {
    let looks: std::collections::BTreeSet<_> = Mark::ALL.iter().map(|mark| (mark.glyph().id(), mark.class())).collect();
    assert_eq!(looks.len(), Mark::ALL.len());
}
