//! Domain-free building blocks: they emit the markup that `style/` dresses, and none of them needs a script.
//! They know no rule, no page and no sentence: every word is handed in.
//!
//! | Block | In one line |
//! |---|---|
//! | [`Icon`] | `<Icon name=Glyph::Add />`, `<Icon name=Glyph::Edit label="Edited" />` |
//! | [`MarkIcon`], [`Status`] | `<Status mark=Mark::Partial><b>"Incomplete"</b></Status>` |
//! | [`Button`] | `<Button kind=Kind::Primary name="then" value="next">"Save"</Button>` |
//! | [`ButtonLink`] | `<ButtonLink href="/new" icon=Glyph::Add>"New offering"</ButtonLink>` |
//! | [`DisabledButton`] | `<DisabledButton id="publish" reason="Two conditions are missing.">"Publish"</DisabledButton>` |
//! | [`AddRow`] | `<AddRow intent="bullet:add" label="Add highlight" />` |
//! | [`RepeatRow`] | `<RepeatRow width=RowWidth::One remove="Remove row 1" intent="remove:0">{field}</RepeatRow>` |
//! | [`IconButton`], [`LinkButton`] | `<IconButton icon=Glyph::TrashCan label="Remove row 1" name="remove" value="1" />` |
//! | [`TextField`] | `<TextField label="Name" name="listing[display_name]" value=v limit=60 validity=Validity::Invalid>{findings}</TextField>` |
//! | [`PasswordField`] | `<PasswordField label="Password" name="password" autocomplete="current-password" />` |
//! | [`TextArea`] | `<TextArea label="Description" name="listing[long]" value=v rows=5 help="Markdown." />` |
//! | [`FileField`] | `<FileField label="File" id="catalog-file" name="file" accept=".json" help="At most 4 MiB." />` |
//! | [`Select`] | `<Select label="Category" name="c" options=vec![Choice::new("db", "Databases")] selected=v />` |
//! | [`RadioGroup`] | `<RadioGroup legend="Kind" name="k" choices=vec![Radio::new("free", "Free").note("€0")] selected=v />` |
//! | [`RadioButton`] | `<RadioButton id=id name="k" value="free" label="Free" checked=false disabled=false />`: for a group of one's own |
//! | [`Checkbox`] | `<Checkbox name="bindable" checked=true>"Bindable"</Checkbox>` |
//! | [`Field`] | `<Field label="Icon" id="icon">{control}</Field>`: the frame alone |
//! | [`Section`] | `<Section title="Name" id="name">{fields}</Section>` |
//! | [`Notice`], [`Banner`] | `<Notice tone=Tone::Good title="Saved." live=true>"…"</Notice>` |
//! | [`Tag`], [`Avatar`] | `<Tag hue=Hue::Green>"Lite"</Tag>`, `<Avatar initials="KW" />` |
//! | [`Tabs`] | `<Tabs label="Listing" tabs=vec![Tab::new("Page", "/a").current(true).errors(2, "errors")] />` |
//! | [`DataTable`], [`Cell`] | `<DataTable caption="Plans" columns=vec![Column::new("Plan")]><tr><Cell label="Kind">"Free"</Cell></tr></DataTable>` |
//! | [`Menu`], [`MenuItem`] | `<Menu label="Manage"><MenuItem label="Download" href="/d" note="catalog.json" /></Menu>` |
//! | [`Fold`], [`Confirm`] | `<Confirm label="Withdraw" danger=true>{form}</Confirm>` |
//! | [`ConfirmForm`] | `<ConfirmForm label="Revoke" sure="Nobody can use it then." now="Revoke it" action="/r">{hidden}</ConfirmForm>` |
//! | [`Dialog`], [`DialogActs`] | `<Dialog title="New resource">{form}</Dialog>` |
//! | [`Breadcrumbs`] | `<Breadcrumbs label="Breadcrumb" crumbs=vec![Crumb::new("Offerings", "/")] />` |
//! | [`PageHead`], [`Verdict`], [`Lead`] | `<PageHead title="Pricing" acts=\|\| view! { … }><Verdict mark=Mark::Done word="Complete">"…"</Verdict></PageHead>` |
//! | [`SaveBar`] | `<SaveBar state=\|\| "Saved 14:02 by you" more=\|\| "revision 18"><Button kind=Kind::Primary>"Save"</Button></SaveBar>` |
//! | [`SidePanel`] | `<SidePanel title="Estimate" id="estimate" stays=true>…</SidePanel>` |
//! | [`Empty`] | `<Empty title="No offerings" acts=\|\| view! { … }><p>"Because …"</p></Empty>` |
//! | [`RelativeTime`] | `<RelativeTime moment="2026-05-12T14:02:00Z" long="12 May 2026, 14:02 UTC" text="2 hours ago" />` |
//! | [`Secret`], [`Masked`] | `<Secret label="API key" id="api-key" value=key hint="Not kept." />`, `<Masked>"set today"</Masked>` |
//! | [`Track`], [`Pipeline`] | `<Pipeline label="Stages" steps=vec![Step { … }] />` |
//! | [`ProgressBar`] | `<ProgressBar value=24 max=53 label="Checklist" />` |
//! | [`Pager`] | `<Pager label="Pages" previous=None next=Some(Turn { … }) />` |
//! | [`SkipLink`], [`Masthead`], [`MastheadSearch`], [`AccountMenu`], [`ProfileMenu`] | the bar on top |
//! | [`SideNav`], [`SideNavHead`] | `<SideNav label="Pages" groups=vec![NavGroup { title: None, links: vec![NavLink::new("Pricing", "/p").status(Mark::Done, "Complete")] }] />` |
//! | [`PageFrame`], [`Page`], [`PageMain`] | `<PageFrame nav=\|\| view! { <SideNav … /> }><Page layout=Layout::Split>…</Page></PageFrame>` |
//!
//! Findings are a field's children and are drawn below it. Slots (`acts`, `crumbs`, …) take a closure that returns a view.

pub mod avatar;
pub mod breadcrumbs;
pub mod button;
pub mod checkbox;
pub mod dialog;
pub mod empty;
pub mod field;
pub mod file_field;
pub mod frame;
pub mod icon;
pub mod lang;
pub mod mark;
pub mod masthead;
pub mod menu;
pub mod nav_link;
pub mod notice;
pub mod page_head;
pub mod pager;
pub mod progress_bar;
pub mod radio;
pub mod relative_time;
pub mod repeat;
pub mod save_bar;
pub mod secret;
pub mod section;
pub mod select;
pub mod side_nav;
pub mod side_panel;
pub mod table;
pub mod tabs;
pub mod tag;
pub mod text_field;
pub mod textarea;
pub mod track;

pub use avatar::Avatar;
pub use breadcrumbs::{Breadcrumbs, Crumb};
pub use button::{AddRow, Button, ButtonLink, DisabledButton, IconButton, Kind, LinkButton, Size};
pub use checkbox::Checkbox;
pub use dialog::{Dialog, DialogActs};
pub use empty::Empty;
pub use field::{Counter, Field, LabelPlace, Validity, field_id};
pub use file_field::FileField;
pub use frame::{Above, Layout, Page, PageFrame, PageMain};
pub use icon::{Glyph, Icon, chosen};
pub use lang::{Lang, lang_of};
pub use mark::{Mark, MarkIcon, Status};
pub use masthead::{AccountMenu, Masthead, MastheadSearch, ProfileMenu, SkipLink};
pub use menu::{Confirm, ConfirmForm, Fold, Menu, MenuItem};
pub use nav_link::NavLink;
pub use notice::{Banner, Notice, Tone};
pub use page_head::{HeadNote, Lead, PageHead, Verdict};
pub use pager::{Pager, Turn};
pub use progress_bar::ProgressBar;
pub use radio::{Radio, RadioButton, RadioGroup};
pub use relative_time::RelativeTime;
pub use repeat::{Moves, RepeatRow, RowWidth};
pub use save_bar::{SaveBar, SavedMark};
pub use secret::{Masked, Secret};
pub use section::Section;
pub use select::{Choice, Select};
pub use side_nav::{NavGroup, SideNav, SideNavHead};
pub use side_panel::SidePanel;
pub use table::{Cell, Column, DataTable, Order};
pub use tabs::{Tab, Tabs};
pub use tag::{Hue, Tag};
pub use text_field::{PasswordField, TextField};
pub use textarea::TextArea;
pub use track::{Pipeline, Progress, Step, Track};

#[cfg(test)]
mod tests;
