//! What the interface for programs can do, for people who write them: every operation with its parameters, what it takes
//! and answers, and a call to begin with. All of it comes from the document that programs read.

use leptos::prelude::*;

use crate::api::offering::whoami;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::text::api_reference as words;
use crate::ui::{Cell, Column, DataTable, Lead, Page, PageHead, PageMain};

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
    /// The status and the type that it answers; the type is empty where the answer is.
    pub answers: (String, String),
    /// A call by curl.
    pub example: String,
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
    pub description: String,
}

#[component]
pub fn ApiReferencePage() -> impl IntoView {
    let reference = use_context::<ApiReference>().unwrap_or_default();
    load(whoami(), move |person| {
        let ApiReference { groups, schemas } = reference;
        let links = groups.iter().map(|group| link(&group.title)).collect_view();
        let groups = groups.into_iter().map(group).collect_view();
        let schemas = schemas.into_iter().map(schema).collect_view();
        view! {
            <Frame person area=Area::Nowhere title=words::TITLE>
                <Page>
                    <PageHead title=words::TITLE>
                        <Lead>{words::LEAD}</Lead>
                        <div class="list-bar">
                            <nav class="jump" aria-label=words::PARTS>
                                <ul>{links} {link(words::SCHEMAS)} {link(words::PROBLEMS)}</ul>
                            </nav>
                        </div>
                    </PageHead>
                    <PageMain>
                        <section class="block">
                            <p>{words::TOKEN}</p>
                            <p>{words::REVISIONS}</p>
                            <p>{words::PAGES}</p>
                            <p>
                                <a href=words::DOCUMENT_PATH>{words::DOCUMENT}</a>
                            </p>
                        </section>
                        {groups}
                        <section class="block" id=anchor(words::SCHEMAS)>
                            <h2>{words::SCHEMAS}</h2>
                            {schemas}
                        </section>
                        {problems()}
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

fn link(title: &str) -> impl IntoView + use<> {
    let (href, title) = (format!("#{}", anchor(title)), title.to_owned());
    view! {
        <li>
            <a href=href>{title}</a>
        </li>
    }
}

fn group(group: ApiGroup) -> impl IntoView {
    let operations = group.operations.into_iter().map(operation).collect_view();
    let id = anchor(&group.title);
    view! {
        <section class="block" id=id>
            <h2>{group.title}</h2>
            {operations}
        </section>
    }
}

fn operation(operation: ApiOperation) -> impl IntoView {
    let ApiOperation { id, method, path, summary, description, parameters, takes, answers, example } = operation;
    let about = (!description.is_empty()).then(|| view! { <p>{description}</p> });
    let takes = (!takes.is_empty()).then(|| view! { <p>{words::TAKES} <code>{takes}</code></p> });
    let (status, told) = answers;
    let told = if told.is_empty() { words::NOTHING.to_owned() } else { told };
    let caption = words::parameters(&summary);
    let parameters = (!parameters.is_empty()).then(|| members(caption, parameters));
    view! {
        <h3 id=id>{summary}</h3>
        <p>
            <code>{method} " " {path}</code>
        </p>
        {about}
        {parameters}
        {takes}
        <p>{words::ANSWERS} <code>{status}</code> " " <code>{told}</code></p>
        <pre class="code" tabindex="0">
            {example}
        </pre>
    }
}

fn schema(schema: ApiSchema) -> impl IntoView {
    let about = (!schema.description.is_empty()).then(|| view! { <p>{schema.description}</p> });
    let caption = words::members(&schema.name);
    let members = (!schema.members.is_empty()).then(|| members(caption, schema.members));
    view! {
        <h3 id=format!("schema-{}", schema.name)>{schema.name.clone()}</h3>
        {about}
        {members}
    }
}

fn members(caption: String, members: Vec<ApiMember>) -> impl IntoView {
    let columns = [words::NAME, words::KIND, words::WHAT].map(Column::new).to_vec();
    let rows = members.into_iter().map(|member| {
        view! {
            <tr>
                <th scope="row">
                    <code>{member.name}</code>
                </th>
                <Cell label=words::KIND>{member.kind}</Cell>
                <Cell label=words::WHAT>{member.description}</Cell>
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
        <section class="block" id=anchor(words::PROBLEMS)>
            <DataTable caption=words::PROBLEMS columns=columns>
                {rows}
            </DataTable>
        </section>
    }
}
