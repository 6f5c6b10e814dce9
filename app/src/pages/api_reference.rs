//! What the interface for programs can do, for people who write them: every operation with its parameters, what it takes
//! and answers, and a call to begin with. All of it comes from the document that programs read.

mod code;

use leptos::prelude::*;

use crate::api::offering::whoami;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::paths::Path;
use crate::text::api_reference as words;
use crate::ui::{Cell, Column, DataTable, Hue, Lead, Page, PageHead, PageMain, Tag};
use code::inline;

/// The interface in readable form. The root hands it over as context; it is empty elsewhere.
#[derive(Debug, Clone, Default)]
pub struct ApiReference {
    /// By what they are about.
    pub groups: Vec<ApiGroup>,
    /// What is sent and answered, by name.
    pub schemas: Vec<ApiSchema>,
}

#[derive(Debug, Clone)]
pub struct ApiGroup {
    pub title: String,
    pub operations: Vec<ApiOperation>,
}

/// One thing that can be asked for.
#[derive(Debug, Clone)]
pub struct ApiOperation {
    /// `getOffering`, which is its anchor as well.
    pub id: String,
    pub method: String,
    /// With its parameters in braces.
    pub path: String,
    pub summary: String,
    /// Empty: there is nothing more to say.
    pub description: String,
    pub parameters: Vec<ApiMember>,
    /// The type that it takes; empty: none.
    pub takes: String,
    /// The members of what it takes.
    pub body: Vec<ApiMember>,
    /// The status and the type that it answers; the type is empty where the answer is.
    pub answers: (String, String),
    /// The statuses of its refusals, in their order.
    pub refusals: Vec<String>,
    /// A call by curl.
    pub example: String,
    /// What such a call may be answered; empty: nothing.
    pub example_answer: String,
}

/// What is sent or answered.
#[derive(Debug, Clone)]
pub struct ApiSchema {
    pub name: String,
    pub description: String,
    pub members: Vec<ApiMember>,
}

/// A member of a schema, or a parameter.
#[derive(Debug, Clone)]
pub struct ApiMember {
    pub name: String,
    /// `text`, `list of Plan`, `query, number`, …
    pub kind: String,
    /// It cannot be left out.
    pub is_required: bool,
    pub description: String,
}

#[component]
pub fn ApiReferencePage() -> impl IntoView {
    let reference = use_context::<ApiReference>().unwrap_or_default();
    load(whoami(), move |person| {
        let ApiReference { groups, schemas } = reference;
        let (side, fold) = (contents(&groups), contents(&groups));
        let groups = groups.into_iter().map(group).collect_view();
        let schemas = schemas.into_iter().map(schema).collect_view();
        view! {
            <Frame person area=Area::Nowhere title=words::TITLE>
                <Page>
                    <PageHead title=words::TITLE>
                        <Lead>{words::LEAD}</Lead>
                    </PageHead>
                    <PageMain>
                        <div class="reference">
                            <nav class="reference__side" aria-label=words::PARTS>
                                {side}
                            </nav>
                            <details class="reference__fold">
                                <summary>{words::PARTS}</summary>
                                {fold}
                            </details>
                            <div class="reference__body">
                                {beginning()} {groups} <section class="reference__group" id=anchor(words::SCHEMAS)>
                                    <h2>{words::SCHEMAS}</h2>
                                    {schemas}
                                </section> {problems()}
                            </div>
                        </div>
                    </PageMain>
                </Page>
            </Frame>
        }
    })
}

/// Letters and digits alone: `group-plans`.
fn anchor(title: &str) -> String {
    let letters = title.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    format!("group-{letters}")
}

fn link(href: String, title: String) -> impl IntoView {
    view! {
        <li>
            <a href=href>{title}</a>
        </li>
    }
}

/// Where everything is, by what it is about.
fn contents(groups: &[ApiGroup]) -> AnyView {
    let groups = groups.iter().map(|group| {
        let (href, title) = (format!("#{}", anchor(&group.title)), group.title.clone());
        let operations = group.operations.iter();
        let operations = operations.map(|one| link(format!("#{}", one.id), one.summary.clone())).collect_view();
        view! {
            <li>
                <a href=href>{title}</a>
                <ul>{operations}</ul>
            </li>
        }
    });
    let groups: Vec<_> = groups.collect();
    let rest = [words::SCHEMAS, words::PROBLEMS].map(|title| link(format!("#{}", anchor(title)), title.to_owned()));
    let rest = rest.into_iter().collect_view();
    view! { <ul class="reference__contents">{groups} {rest}</ul> }.into_any()
}

fn beginning() -> impl IntoView {
    view! {
        <section class="reference__group">
            <p>{words::TOKEN}</p>
            <p>{words::REVISIONS}</p>
            <p>{words::PAGES}</p>
            <p>
                <a href=words::DOCUMENT_PATH>{words::DOCUMENT}</a>
            </p>
        </section>
    }
}

fn group(group: ApiGroup) -> impl IntoView {
    let operations = group.operations.into_iter().map(operation).collect_view();
    let id = anchor(&group.title);
    view! {
        <section class="reference__group" id=id>
            <h2>{group.title}</h2>
            {operations}
        </section>
    }
}

fn operation(operation: ApiOperation) -> impl IntoView {
    let about = (!operation.description.is_empty()).then(|| view! { <p>{inline(&operation.description)}</p> });
    let hue = match operation.method.as_str() {
        "GET" => Hue::Blue,
        "POST" => Hue::Green,
        "PUT" => Hue::Purple,
        _ => Hue::Gray,
    };
    let caption = words::parameters(&operation.summary);
    let parameters = (!operation.parameters.is_empty()).then(|| members(caption, operation.parameters));
    let takes = (!operation.takes.is_empty()).then(|| view! { <p>{words::TAKES} {type_of(operation.takes)}</p> });
    let caption = words::body(&operation.summary);
    let body = (!operation.body.is_empty()).then(|| members(caption, operation.body));
    let (status, told) = operation.answers;
    let told = if told.is_empty() { words::NOTHING.into_any() } else { type_of(told) };
    let answer = (!operation.example_answer.is_empty()).then(|| example_answer(operation.example_answer));
    let href = format!("#{}", operation.id);
    view! {
        <article class="operation" id=operation.id>
            <h3>
                <a href=href>{operation.summary}</a>
            </h3>
            <p class="operation__address">
                <Tag hue=hue>{operation.method}</Tag>
                <code>{operation.path}</code>
            </p>
            {about}
            {parameters}
            {takes}
            {body}
            <p>{words::ANSWERS} <code>{status}</code> " " {told}</p>
            {refusals(&operation.refusals)}
            <pre class="code" tabindex="0">
                {operation.example}
            </pre>
            {answer}
        </article>
    }
}

/// A type, which leads to its members where it has a name of its own.
fn type_of(name: String) -> AnyView {
    let is_one_word = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_one_word && name.starts_with(|c: char| c.is_ascii_uppercase()) {
        let href = format!("#schema-{name}");
        return view! { <a href=href><code>{name}</code></a> }.into_any();
    }
    view! { <code>{name}</code> }.into_any()
}

fn refusals(statuses: &[String]) -> impl IntoView + use<> {
    let statuses = statuses.join(", ");
    let problems = format!("#{}", anchor(words::PROBLEMS));
    view! {
        <p>
            {words::REFUSALS} {statuses} ". " <a href=problems>{words::PROBLEMS_LINK}</a> " "
            <a href=Path::Rules.to_string()>{words::RULES_LINK}</a>
        </p>
    }
}

fn example_answer(answer: String) -> impl IntoView {
    view! {
        <details>
            <summary>{words::EXAMPLE_ANSWER}</summary>
            <pre class="code" tabindex="0">
                {answer}
            </pre>
        </details>
    }
}

fn schema(schema: ApiSchema) -> impl IntoView {
    let about = (!schema.description.is_empty()).then(|| view! { <p>{inline(&schema.description)}</p> });
    let caption = words::members(&schema.name);
    let members = (!schema.members.is_empty()).then(|| members(caption, schema.members));
    view! {
        <article class="operation" id=format!("schema-{}", schema.name)>
            <h3>{schema.name.clone()}</h3>
            {about}
            {members}
        </article>
    }
}

fn members(caption: String, members: Vec<ApiMember>) -> impl IntoView {
    let columns = [words::NAME, words::KIND, words::REQUIRED, words::WHAT].map(Column::new).to_vec();
    let rows = members.into_iter().map(|member| {
        let required = if member.is_required { words::YES } else { words::NO };
        view! {
            <tr>
                <th scope="row">
                    <code>{member.name}</code>
                </th>
                <Cell label=words::KIND>{member.kind}</Cell>
                <Cell label=words::REQUIRED>{required}</Cell>
                <Cell label=words::WHAT>{inline(&member.description)}</Cell>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <DataTable caption=caption columns=columns>
            {rows}
        </DataTable>
    }
}

/// Every kind of problem, with the anchor that its `type` leads to.
fn problems() -> impl IntoView {
    let columns = [words::NAME, words::WHAT].map(Column::new).to_vec();
    let rows = words::KINDS.iter().map(|(kind, what)| {
        view! {
            <tr id=*kind>
                <th scope="row">
                    <code>{*kind}</code>
                </th>
                <Cell label=words::WHAT>{*what}</Cell>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <section class="reference__group" id=anchor(words::PROBLEMS)>
            <DataTable caption=words::PROBLEMS columns=columns>
                {rows}
            </DataTable>
        </section>
    }
}
