//! What only the operator can bring to an end, of every offering: what was asked of which broker, since when, and what it
//! answered last; and the mails that could not be sent. What a broker or a mail server said is shown as text.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::moment::Moment;
use slipway_domain::page::Page as OfferingPage;
use slipway_domain::view::{DeadLetter, DeadLettersView, FailedMail};

use crate::api::instance::{GiveUp, read_dead_letters};
use crate::api::mail::RetryMail;
use crate::parts::crn::crn;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::parts::moment::Ago;
use crate::paths::Path;
use crate::text;
use crate::text::dead_letters as words;
use crate::text::instance;
use crate::ui::{
    Button, Cell, Column, Confirm, DataTable, Empty, Glyph, Icon, Kind, Lead, LinkButton, Mark, Page, PageHead,
    PageMain, TextField, Verdict, field_id,
};

#[component]
pub fn DeadLettersPage() -> impl IntoView {
    load(read_dead_letters(), |view| {
        let DeadLettersView { person, letters, mails, now } = view;
        let main = if letters.is_empty() && mails.is_empty() {
            nothing().into_any()
        } else {
            letters.iter().map(|letter| card(letter, now)).collect_view().into_any()
        };
        let mails = (!mails.is_empty()).then(|| failed_mails(&mails, now));
        let count = letters.len();
        let waiting = (count > 0).then(|| view! { <Verdict mark=Mark::Warning word=words::waiting(count) /> });
        view! {
            <Frame person=Some(person) area=Area::DeadLetters title=text::DEAD_LETTERS>
                <Page>
                    <PageHead title=text::DEAD_LETTERS band=true>
                        {waiting}
                        <Lead>{words::LEAD}</Lead>
                    </PageHead>
                    <PageMain>{main} {mails}</PageMain>
                </Page>
            </Frame>
        }
    })
}

fn nothing() -> impl IntoView {
    view! {
        <Empty title=words::NONE icon=Glyph::CheckmarkFilled>
            <p>{words::NONE_WHY}</p>
        </Empty>
    }
}

fn card(letter: &DeadLetter, now: Moment) -> impl IntoView + use<> {
    let (heading, labelled_by) = (format!("letter-{}", letter.id), format!("letter-{}", letter.id));
    let (what, called) = (instance::what(letter.kind, &letter.about), letter.instance.clone());
    let (facts, give_up) = (facts(letter, now), give_up(letter));
    view! {
        <section class="broker block letter" aria-labelledby=labelled_by>
            <div class="broker__head">
                <Icon name=Glyph::Connect size=20 class="broker__mark" />
                <div>
                    <h2 id=heading>{what}</h2>
                    <p>{called}</p>
                </div>
            </div>
            {facts}
            {give_up}
        </section>
    }
}

fn facts(letter: &DeadLetter, now: Moment) -> impl IntoView + use<> {
    let DeadLetter { offering, consumer, resource, broker, broker_url, asked_at: at, asked_by, attempts, .. } =
        letter.clone();
    let href = Path::Offering(offering.clone(), OfferingPage::Deployments).to_string();
    let reason = instance::said(&letter.description);
    let answer = if letter.answer.is_empty() {
        words::NO_ANSWER.into_any()
    } else {
        view! {
            <pre class="code wire" tabindex="0">
                {letter.answer.clone()}
            </pre>
        }
        .into_any()
    };
    let by = (!asked_by.is_empty()).then(|| format!(" {}", text::by(&asked_by)));
    view! {
        <dl class="facts facts--two">
            <div>
                <dt>{words::OFFERING}</dt>
                <dd>
                    <a href=href>{offering}</a>
                </dd>
            </div>
            <div>
                <dt>{words::ACCOUNT}</dt>
                <dd>{consumer}</dd>
            </div>
            <div>
                <dt>{words::BROKER}</dt>
                <dd>{broker} " " <code>{broker_url}</code></dd>
            </div>
            <div>
                <dt>{words::ASKED}</dt>
                <dd>
                    <Ago at now />
                    {by}
                </dd>
            </div>
            <div>
                <dt>{words::ATTEMPTS}</dt>
                <dd>{attempts}</dd>
            </div>
            <div>
                <dt>{words::REASON}</dt>
                <dd>{reason}</dd>
            </div>
            <div class="facts__all">
                <dt>{words::CRN}</dt>
                <dd>{crn(&resource)}</dd>
            </div>
            <div class="facts__all">
                <dt>{words::ANSWER}</dt>
                <dd>{answer}</dd>
            </div>
        </dl>
    }
}

fn give_up(letter: &DeadLetter) -> impl IntoView + use<> {
    let (offering, operation) = (letter.offering.clone(), letter.id.to_string());
    let label = instance::type_the_name(&letter.instance);
    let id = field_id(&format!("confirmation-{operation}"));
    view! {
        <Confirm label=words::GIVE_UP danger=true>
            <p>{words::GIVE_UP_SURE}</p>
            <form class="form" method="post" action=GiveUp::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="operation" value=operation />
                <TextField label=label name=Field::Confirmation.input_name() id=id required=true />
                <Button kind=Kind::Danger>{words::GIVE_UP_NOW}</Button>
            </form>
        </Confirm>
    }
}

fn failed_mails(mails: &[FailedMail], now: Moment) -> impl IntoView + use<> {
    let columns = vec![
        Column::new(words::MAIL),
        Column::new(words::MAIL_TO),
        Column::new(words::MAIL_AT),
        Column::num(words::MAIL_ATTEMPTS),
        Column::new(words::MAIL_ERROR),
        Column::hidden(words::MAIL_ACTIONS),
    ];
    let rows: Vec<_> = mails.iter().map(|mail| failed_mail(mail, now)).collect();
    view! {
        <div class="block">
            <DataTable caption=words::MAILS sub=words::MAILS_SUB columns>
                {rows}
            </DataTable>
        </div>
    }
}

fn failed_mail(mail: &FailedMail, now: Moment) -> impl IntoView + use<> {
    let FailedMail { id, recipient, subject, at, attempts, error, .. } = mail.clone();
    view! {
        <tr>
            <th scope="row">{subject}</th>
            <Cell label=words::MAIL_TO>{recipient}</Cell>
            <Cell label=words::MAIL_AT>
                <Ago at now />
            </Cell>
            <Cell label=words::MAIL_ATTEMPTS num=true>
                {attempts}
            </Cell>
            <Cell label=words::MAIL_ERROR>{error}</Cell>
            <td class="table__acts">
                <form class="row-form" method="post" action=RetryMail::url()>
                    <input type="hidden" name="id" value=id.to_string() />
                    <LinkButton>{words::TRY_AGAIN}</LinkButton>
                </form>
            </td>
        </tr>
    }
}
