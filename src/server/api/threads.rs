//! What is discussed about values: opening a thread, answering in it, resolving it and opening it again.

use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use slipway_backend::Acting;
use slipway_domain::compare::compare;
use slipway_domain::ids::ThreadId;

use super::asked::{Asked, PageDto, Path, Query};
use super::body;
use super::caller::Caller;
use super::dto::{NewRemarkDto, NewThreadDto, ThreadDto};
use super::operation::Operation;
use super::precondition::created;
use super::problem::Problem;

const THREADS: &str = "Threads";
const ALL: &str = "/offerings/{name}/threads";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get(ALL, "listThreads", "What is discussed about values", list)
            .under(THREADS)
            .describing("Oldest first.")
            .paged::<ThreadDto>("A page of threads"),
        Operation::post(ALL, "openThread", "Open a thread", open)
            .under(THREADS)
            .describing("About one value, named as anchor of a comparison names it.")
            .repeatable()
            .takes::<NewThreadDto>()
            .answers::<ThreadDto>(StatusCode::CREATED, "The thread")
            .located(),
        Operation::get("/offerings/{name}/threads/{thread}", "getThread", "A thread", one)
            .under(THREADS)
            .answers::<ThreadDto>(StatusCode::OK, "The thread"),
        Operation::post("/offerings/{name}/threads/{thread}/remarks", "answerThread", "Answer in a thread", answer)
            .under(THREADS)
            .describing("Replies, resolves or reopens. What blocks is resolved by those who may block.")
            .repeatable()
            .takes::<NewRemarkDto>()
            .answers::<ThreadDto>(StatusCode::OK, "The thread as it stands now"),
    ]
}

async fn list(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<ThreadDto>>, Problem> {
    let view = caller.acting.threads(&name).await?;
    let (present, remarks) = (compare(None, &view.view.offering), view.remarks);
    let page = asked.page("threads", view.view.threads, |thread| thread.id.to_string())?;
    Ok(Json(page.map(|thread| {
        let own = remarks.iter().filter(|(id, _)| *id == thread.id).map(|(_, remark)| remark);
        ThreadDto::of(&thread, own, &present)
    })))
}

async fn open(
    Caller(caller): Caller,
    Path(name): Path<String>,
    body::Json(new): body::Json<NewThreadDto>,
) -> Result<Response, Problem> {
    let thread = caller.acting.open_thread(&name, &new.content_sha256, &(&new).into()).await?;
    let told = told(&caller.acting, &name, thread).await?;
    Ok(created(&format!("/offerings/{name}/threads/{thread}"), &told))
}

async fn one(
    Caller(caller): Caller,
    Path((name, thread)): Path<(String, ThreadId)>,
) -> Result<Json<ThreadDto>, Problem> {
    told(&caller.acting, &name, thread).await.map(Json)
}

async fn answer(
    Caller(caller): Caller,
    Path((name, thread)): Path<(String, ThreadId)>,
    body::Json(remark): body::Json<NewRemarkDto>,
) -> Result<Json<ThreadDto>, Problem> {
    caller.acting.answer_thread(&name, thread, remark.act, &(&remark).into()).await?;
    told(&caller.acting, &name, thread).await.map(Json)
}

async fn told(acting: &Acting, name: &str, id: ThreadId) -> Result<ThreadDto, Problem> {
    let view = acting.threads(name).await?;
    let thread = view.view.threads.iter().find(|thread| thread.id == id).ok_or_else(Problem::not_found)?;
    let own = view.remarks.iter().filter(|(of, _)| *of == id).map(|(_, remark)| remark);
    Ok(ThreadDto::of(thread, own, &compare(None, &view.view.offering)))
}
