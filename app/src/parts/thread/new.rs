//! The form that opens a thread.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::compare::Line;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::thread::{Anchor, ThreadDraft, opening_verb, rules_for};

use super::Talk;
use crate::api::thread::OpenThread;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::load::query;
use crate::parts::operation::OperationField;
use crate::parts::written::WRITTEN_LIMIT;
use crate::paths::NEW_THREAD;
use crate::text::{self, review, thread as words};
use crate::ui::{Button, Checkbox, Choice, Select, TextArea, TextField};

/// What was typed, and whether it came back because of what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Begun {
    pub draft: ThreadDraft,
    pub is_refused: bool,
    /// What is typed into the decision beside it, by the names of its inputs: it goes along.
    pub decision: Vec<(&'static str, String)>,
}

impl Begun {
    /// As the address tells it: by a link to the form of one value, or with everything that was typed.
    pub fn asked_for() -> Self {
        let draft = ThreadDraft {
            anchor: query("about"),
            text: query("text"),
            rule: query("rule"),
            blocking: query("blocking"),
        };
        Self { draft, is_refused: query("refused") == NEW_THREAD, decision: Vec::new() }
    }

    fn findings(&self, lines: &[Line]) -> Findings {
        if self.is_refused { self.draft.check(lines).err().unwrap_or_default() } else { Findings::new() }
    }
}

/// Opens a thread about the value at `anchor`, or about one that is chosen of `lines`. `content` is the hash of what is
/// read here; empty: the offering as it is now. Nothing is drawn for whoever may not.
pub fn form(
    talk: &Talk,
    begun: &Begun,
    lines: &[Line],
    anchor: Option<&Anchor>,
    content: &str,
) -> Option<impl IntoView + use<>> {
    if !talk.may(opening_verb(false)) {
        return None;
    }
    let findings = begun.findings(lines);
    let draft = begun.draft.clone();
    let about = about(&draft, lines, anchor, &findings);
    let rule = rule(&draft, anchor, &findings);
    let checked = draft.is_blocking();
    let blocking = talk.may(opening_verb(true)).then(|| {
        view! {
            <Checkbox name=Field::ThreadBlocking.input_name() value=words::YES checked=checked>
                {words::BLOCKS}
            </Checkbox>
        }
    });
    let (offering, submission) = (talk.view.offering.name.clone(), talk.submission.clone());
    let content = content.to_owned();
    let decision = begun.decision.iter().cloned();
    let decision = decision.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    let validity = validity(&findings, Field::ThreadText);
    Some(view! {
        <form class="thread thread--new" method="post" action=OpenThread::url() id=NEW_THREAD>
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="submission" value=submission />
            <input type="hidden" name="content" value=content />
            {decision}
            <OperationField />
            {about}
            <TextArea
                label=words::COMMENT
                name=Field::ThreadText.input_name()
                help=words::COMMENT_HELP
                rows=3
                limit=WRITTEN_LIMIT
                value=draft.text
                validity=validity
            >
                <FindingsAt findings field=Field::ThreadText />
            </TextArea>
            {rule}
            {blocking}
            <Button>{words::START}</Button>
        </form>
    })
}

fn about(draft: &ThreadDraft, lines: &[Line], anchor: Option<&Anchor>, findings: &Findings) -> AnyView {
    let name = Field::ThreadAnchor.input_name();
    if let Some(anchor) = anchor {
        return view! { <input type="hidden" name=name value=anchor.to_string() /> }.into_any();
    }
    let mut options = vec![Choice::new("", "")];
    for line in lines.iter().filter(|line| !line.now.is_empty()) {
        let Some(anchor) = Anchor::of(line) else { continue };
        let label = format!("{}: {}", text::page(line.page), labelled(line));
        options.push(Choice::new(anchor.to_string(), label));
    }
    let (findings, state) = (findings.clone(), validity(findings, Field::ThreadAnchor));
    let selected = draft.anchor.clone();
    view! {
        <Select label=words::VALUE name options selected validity=state required=true>
            <FindingsAt findings field=Field::ThreadAnchor />
        </Select>
    }
    .into_any()
}

/// A value by its name; members of one list by what they say as well.
fn labelled(line: &Line) -> String {
    let subject = review::subject(&line.subject);
    if line.member.is_empty() || subject.contains(line.member.as_str()) {
        return subject;
    }
    format!("{subject} ({})", line.member)
}

/// A choice where the form of the value is known; elsewhere the id is typed.
fn rule(draft: &ThreadDraft, anchor: Option<&Anchor>, findings: &Findings) -> AnyView {
    let name = Field::ThreadRule.input_name();
    let (findings, state) = (findings.clone(), validity(findings, Field::ThreadRule));
    let typed = draft.rule.clone();
    match anchor {
        Some(anchor) => {
            let rules = rules_for(anchor.field.form());
            let rules = rules.map(|rule| Choice::new(rule.as_str(), named(rule)));
            let options = core::iter::once(Choice::new("", words::NO_RULE)).chain(rules).collect::<Vec<_>>();
            view! {
                <Select label=words::RULE name options selected=typed validity=state optional=text::OPTIONAL>
                    <FindingsAt findings field=Field::ThreadRule />
                </Select>
            }
            .into_any()
        }
        None => view! {
            <TextField
                label=words::RULE
                name
                value=typed
                help=words::RULE_HELP
                validity=state
                optional=text::OPTIONAL
            >
                <FindingsAt findings field=Field::ThreadRule />
            </TextField>
        }
        .into_any(),
    }
}

/// `LST-NAM-03: The name contains your company name, “…”.`
pub fn named(rule: slipway_domain::rule::RuleId) -> String {
    format!("{rule}: {}", slipway_domain::text::in_general(rule.rule().what))
}
