//! Credentials of an instance. The page says what they are; what is in them stands on it only in the answer to the button
//! that asks for it, and nobody keeps that.

use core::fmt;

use leptos::prelude::*;
use serde_json::{Map, Value};
use slipway_domain::caller::Person;
use slipway_domain::ids::{BindingId, InstanceId};
use slipway_domain::rejection::Kind as Missing;

use crate::api::instance::{read_binding, read_instance};
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, missing, param};
use crate::parts::problem::ProblemPage;
use crate::paths::Path;
use crate::text;
use crate::text::instance as words;
use crate::ui::{
    Breadcrumbs, Button, ButtonLink, Crumb, Fold, Kind, Lead, Notice, Page, PageHead, PageMain, Secret, Tone,
};

/// What the service answered, as JSON: the route that shows it provides it.
#[derive(Clone)]
pub struct ShownCredentials(pub String);

impl fmt::Debug for ShownCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownCredentials")
    }
}

#[component]
pub fn CredentialsPage() -> impl IntoView {
    let ids = (InstanceId::parse(&param("instance")), BindingId::parse(&param("binding")));
    let (Ok(instance), Ok(binding)) = ids else {
        let error = missing(Missing::Binding);
        return view! { <ProblemPage error /> }.into_any();
    };
    let (name, shown) = (param("name"), use_context::<ShownCredentials>());
    let read = async move {
        let binding = read_binding(name.clone(), instance, binding).await?;
        Ok((binding, read_instance(name, instance).await?))
    };
    load(read, move |(binding, of)| {
        let back = Path::Instance(of.place.offering.clone(), of.id);
        let action = Path::Credentials(of.place.offering, of.id, binding.id).to_string();
        let body = match shown {
            Some(ShownCredentials(json)) => secrets(&json).into_any(),
            None => hidden(action).into_any(),
        };
        let (title, person) = (words::credentials_of(&binding.name), of.person);
        framed(title, of.name, back, person, body)
    })
    .into_any()
}

fn framed(title: String, instance: String, back: Path, person: Person, body: AnyView) -> impl IntoView {
    let crumbs = vec![Crumb::new(text::INSTANCES, Path::Instances.to_string()), Crumb::new(instance, back.to_string())];
    let heading = title.clone();
    let back = back.to_string();
    view! {
        <Frame person=Some(person) area=Area::Instances title>
            <Page>
                <PageHead
                    title=heading
                    band=true
                    crumbs=move || view! { <Breadcrumbs label=text::BREADCRUMB crumbs /> }
                />
                <PageMain class="once">
                    {body}
                    <div class="once__acts">
                        <ButtonLink href=back>{words::BACK}</ButtonLink>
                    </div>
                </PageMain>
            </Page>
        </Frame>
    }
}

fn hidden(action: String) -> impl IntoView {
    view! {
        <Lead>{words::HIDDEN_TEXT}</Lead>
        <form method="post" action=action>
            <Button kind=Kind::Primary>{words::SHOW_NOW}</Button>
        </form>
    }
}

/// Each of the credentials by its name, then the whole answer.
fn secrets(json: &str) -> impl IntoView + use<> {
    let answer: Map<String, Value> = serde_json::from_str(json).unwrap_or_default();
    let credentials = answer.get("credentials").and_then(Value::as_object).cloned().unwrap_or_default();
    let shown = credentials
        .into_iter()
        .enumerate()
        .map(|(at, (name, value))| {
            let value = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
            view! { <Secret label=name value=value id=format!("credential-{at}") /> }
        })
        .collect_view();
    let whole = serde_json::to_string_pretty(&answer).unwrap_or_default();
    view! {
        <Notice tone=Tone::Warn title=words::SHOWN_LEAD live=true />
        {shown}
        <Fold title=words::EVERYTHING>
            <pre class="code wire" tabindex="0">
                {whole}
            </pre>
        </Fold>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_credential_has_its_name_and_stays_text() {
        let json = r#"{"credentials":{"user":"kim","<b>":{"deep":["</pre><script>"]}},"endpoints":[]}"#;
        let html = secrets(json).to_html();
        for told in ["user", "kim", "deep", "endpoints"] {
            assert!(html.contains(told), "{told} in {html}");
        }
        assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
    }

    #[test]
    fn an_answer_that_is_no_object_shows_nothing() {
        assert!(!secrets("[1]").to_html().contains("credential-0"));
    }
}
