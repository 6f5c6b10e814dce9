//! The frame around every control: label, counter, help, and the findings that hang on it.
//! Ties them together for assistive technology; knows neither rules nor their wording.

use super::lang::lang_of;
use leptos::prelude::*;

/// Whether findings hang on a field, and how bad the worst of them is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Validity {
    /// Nothing to say.
    #[default]
    Fine,
    /// Only warnings.
    Warned,
    /// At least one error.
    Invalid,
}

impl Validity {
    /// The value of `aria-invalid`, where there is one.
    pub fn aria(self) -> Option<&'static str> {
        (self == Validity::Invalid).then_some("true")
    }

    /// Carbon's class of a control plus the modifier of this state, e.g. `cds--text-input cds--text-input--invalid`.
    pub fn class(self, block: &str) -> String {
        match self {
            Validity::Fine => block.to_owned(),
            Validity::Warned => format!("{block} {block}--warn"),
            Validity::Invalid => format!("{block} {block}--invalid"),
        }
    }
}

/// Where the label of a field is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelPlace {
    #[default]
    Above,
    /// The head of the table shows it; the field only says it.
    TableHead,
}

/// How much of a limit is used. It is shown, never enforced by cutting off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Characters typed.
    pub used: usize,
    /// Characters allowed.
    pub limit: u32,
}

impl Counter {
    /// Counts the characters (Unicode scalar values) of `value` against `limit`.
    pub fn of(value: &str, limit: u32) -> Self {
        Self { used: value.chars().count(), limit }
    }

    fn is_over(self) -> bool {
        u32::try_from(self.used).map_or(true, |used| used > self.limit)
    }
}

/// The element id that a control gets from its form name: `listing[display_name]` becomes `listing-display-name`. Rows of
/// a repeated group stay distinct, and links to a field find it.
pub fn field_id(name: &str) -> String {
    name.replace(['[', '_', '.'], "-").replace(']', "")
}

/// The frame for a control of one's own; the ready-made fields use it too.
///
/// `id` is the control's; help gets `{id}-help`, findings get `{id}-findings`.
/// `optional` is the word that marks the field as optional.
#[component]
pub fn Field(
    #[prop(into)] label: String,
    #[prop(into)] id: String,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] optional: Option<String>,
    #[prop(optional)] counter: Option<Counter>,
    #[prop(optional, into)] findings: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let findings = findings.map(ViewFnOnce::run);
    Frame { label, label_place: LabelPlace::Above, id, help, optional, counter, findings }.around(children())
}

/// What stands around a control; the plain form of [`Field`] for the other fields of this module tree.
pub(super) struct Frame {
    pub(super) label: String,
    pub(super) label_place: LabelPlace,
    pub(super) id: String,
    pub(super) help: Option<String>,
    pub(super) optional: Option<String>,
    pub(super) counter: Option<Counter>,
    pub(super) findings: Option<AnyView>,
}

impl Frame {
    /// The frame of most fields: the label is above, nothing is optional or counted, and a help without a word is none.
    pub(super) fn of(label: String, id: &str, help: Option<String>, findings: Option<Children>) -> Self {
        Self {
            label,
            label_place: LabelPlace::Above,
            id: id.to_owned(),
            help: help.filter(|text| !text.is_empty()),
            optional: None,
            counter: None,
            findings: findings.map(|findings| findings()),
        }
    }

    /// The ids that `aria-describedby` of the control must name.
    pub(super) fn described_by(&self) -> Option<String> {
        let help = self.help.as_ref().map(|_| format!("{}-help", self.id));
        let findings = self.findings.as_ref().map(|_| format!("{}-findings", self.id));
        match (help, findings) {
            (Some(help), Some(findings)) => Some(format!("{help} {findings}")),
            (help, findings) => help.or(findings),
        }
    }

    /// Puts label, counter, help and findings around `control`.
    pub(super) fn around(self, control: impl IntoAny) -> impl IntoView {
        let Self { label, label_place, id, help, optional, counter, findings } = self;
        let label_class = match label_place {
            LabelPlace::Above => "cds--label",
            LabelPlace::TableHead => "visually-hidden",
        };
        let (findings_id, lang) = (format!("{id}-findings"), lang_of(&label));
        let help = help.map(|text| {
            let lang = lang_of(&text);
            view! {
                <p class="cds--form__helper-text" id=format!("{id}-help") lang=lang>
                    {text}
                </p>
            }
        });
        view! {
            <div class="cds--form-item field">
                <div class="field__label">
                    <label class=label_class for=id lang=lang>
                        {label}
                        {optional.map(|word| view! { " "<span class="field__optional">{word}</span> })}
                    </label>
                    {counter.map(count)}
                </div>
                {control.into_any()}
                {help}
                {findings
                    .map(|list| {
                        view! {
                            <div class="field__findings" id=findings_id>
                                {list}
                            </div>
                        }
                    })}
            </div>
        }
    }
}

fn count(counter: Counter) -> impl IntoView {
    let class = if counter.is_over() { "field__count field__count--over" } else { "field__count" };
    view! {
        <span class=class data-limit=counter.limit>
            {format!("{} / {}", counter.used, counter.limit)}
        </span>
    }
}
