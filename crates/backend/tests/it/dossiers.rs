//! Dossiers: what is in them and what is not, who may, and that another console makes the same offering of one.

use sha2::{Digest as _, Sha256};
use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Dossier, EmbeddedIssuer, ImportedFile, Ruling};
use slipway_domain::caller::Role;
use slipway_domain::dossier::{
    self, AUDIT, AuditFile, CATALOG, DEFINITION, Definition, HISTORY, MANIFEST, MOST_MEMBERS, Member, ORIGIN, Problem,
    REVIEWS, ReviewsFile, SIGNATURE, THREADS, WrittenLanguage, assemble, manifest, picture_path, problem, verify,
};
use slipway_domain::event::EventKind;
use slipway_domain::field::Field;
use slipway_domain::language::Language;
use slipway_domain::listing::{BulletDraft, MediaDraft};
use slipway_domain::metric::MetricDraft;
use slipway_domain::plan::PlanApproval;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::stage::Stage;
use slipway_domain::translation::Translated;
use slipway_domain::{icon, picture};
use slipway_oidc::detached;
use slipway_oidc::verify::VerifyingKeys;

use crate::revisions::edit;
use crate::support::{CLARA, FINN, GUS, House, KIM, RITA, VERA, approval, rejection};
use crate::usage::new_key;

const CONSOLE: &str = "https://console.example";
/// Stands for the archive, which is not read here.
const ARCHIVE: &[u8] = b"PK the archive as it came";

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn text<'a>(dossier: &'a Dossier, path: &str) -> &'a str {
    let member = dossier.members.iter().find(|member| member.path == path);
    core::str::from_utf8(&member.unwrap_or_else(|| panic!("{path} is missing")).bytes).unwrap()
}

fn definition(dossier: &Dossier) -> Definition {
    serde_json::from_str(text(dossier, DEFINITION)).unwrap()
}

/// As the form sends it.
fn file<'a>(members: &'a [Member], archive: &'a [u8]) -> ImportedFile<'a> {
    ImportedFile { members, archive, is_as_written: true, is_by_owner: false }
}

async fn imported(acting: &Acting, name: &str, members: &[Member]) -> Result<String, slipway_backend::Error> {
    acting.import_dossier(name, file(members, ARCHIVE)).await
}

/// Approved, with a picture, a note that only reviewers read, and an API key, which it gives.
async fn approved(house: &House) -> String {
    let kim = house.acting(KIM).await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>";
    kim.upload_picture(OFFERING, svg.to_vec()).await.unwrap();
    house.publish_limited().await;
    let key = new_key(house).await;
    house.request_review().await;
    let rita = house.acting(RITA).await;
    let open = rita.reviews().await.unwrap().remove(0).submission;
    let ruling = Ruling { internal_note: "Between us: the terms are thin.", ..approval(&open.content_sha256) };
    rita.decide_review(open.id, ruling).await.unwrap();
    key
}

#[tokio::test]
async fn a_dossier_is_whole_tells_the_approval_and_is_the_same_twice() {
    let house = House::open().await;
    approved(&house).await;
    let kim = house.acting(KIM).await;
    let before = house.events().await.len();
    let dossier = kim.dossier(OFFERING, CONSOLE).await.unwrap();
    let events = house.events().await;
    assert_eq!((events[0].kind, events.len()), (EventKind::DossierExported, before + 1));

    let lines = verify(&dossier.members, sha256);
    assert_eq!(problem(&lines), None, "{lines:#?}");
    let paths: Vec<&str> = dossier.members.iter().map(|member| member.path.as_str()).collect();
    for path in [MANIFEST, DEFINITION, CATALOG, THREADS, REVIEWS, HISTORY, AUDIT, "evidence/test-run-00001.json"] {
        assert!(paths.contains(&path), "{path} is not among {paths:?}");
    }
    assert!(paths.iter().any(|path| path.starts_with("media/pictures/")), "{paths:?}");
    assert!(paths.iter().any(|path| path.starts_with("evidence/tick-")), "{paths:?}");
    let reviews: ReviewsFile = serde_json::from_str(text(&dossier, REVIEWS)).unwrap();
    let request = &reviews.requests[0];
    assert!(paths.contains(&dossier::snapshot_path(&request.content_sha256).as_str()), "{paths:?}");
    assert_eq!(
        request.decision.as_ref().map(|decision| decision.by.as_str()),
        Some(house.person(RITA).await.name.as_str())
    );
    let chain: AuditFile = serde_json::from_str(text(&dossier, AUDIT)).unwrap();
    assert_eq!(chain.lines.last().map(|line| &line.sha256), Some(&chain.head));

    let again = kim.dossier(OFFERING, CONSOLE).await.unwrap();
    assert_eq!(again, dossier, "that somebody looked changes nothing of what is there");
    let vera = house.acting(VERA).await.dossier(OFFERING, CONSOLE).await.unwrap();
    let state = |dossier: &Dossier| manifest(&dossier.members).unwrap().state_sha256;
    assert_eq!(state(&vera), state(&dossier), "nor does who it was");
    assert_ne!(vera, dossier);
    let owner = house.backend.dossier_of(OFFERING, CONSOLE, false).await.unwrap();
    assert_eq!(state(&owner), state(&dossier), "and the command line gathers the same");
}

/// Each save adds one line to the history, so that lines and saves differ by the same number in every dossier.
#[tokio::test]
async fn a_dossier_is_of_one_moment_whoever_saves_meanwhile() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    edit(&house, "0").await;
    let saving = async {
        for saves in 1..=30 {
            edit(&house, &saves.to_string()).await;
        }
    };
    let making = async {
        let mut made = Vec::new();
        for _ in 0..10 {
            made.push(kim.dossier(OFFERING, CONSOLE).await.unwrap());
        }
        made
    };
    let ((), made) = tokio::join!(saving, making);
    let ahead = |dossier: &Dossier| {
        let chain: AuditFile = serde_json::from_str(text(dossier, AUDIT)).unwrap();
        chain.lines.len() - definition(dossier).listing.long_description.parse::<usize>().unwrap()
    };
    let ahead: Vec<usize> = made.iter().map(ahead).collect();
    assert!(ahead.iter().all(|lines| *lines == ahead[0]), "{ahead:?}");
}

#[tokio::test]
async fn another_console_makes_the_same_documents_of_it_under_ids_of_its_own() {
    let (here, there) = (House::open().await, House::open().await);
    approved(&here).await;
    let dossier = here.acting(KIM).await.dossier(OFFERING, CONSOLE).await.unwrap();
    let kim = there.acting(KIM).await;
    let before = there.events().await.len();
    let name = imported(&kim, "northwind-again", &dossier.members).await.unwrap();
    assert_eq!(name, "northwind-again");
    let events = there.events().await;
    assert_eq!((events[0].kind, events.len()), (EventKind::OfferingImported, before + 1));
    assert_eq!(events[0].detail.subject.as_deref(), Some("northwind-vector of https://console.example"));

    let view = kim.offering(&name).await.unwrap();
    let (was, is) = (definition(&dossier), Definition::of(&view.offering));
    assert_eq!(view.offering.stage, Stage::Defining);
    assert_ne!(is.service_id, was.service_id);
    let ids = |definition: &Definition| definition.plans.iter().map(|plan| plan.id.to_string()).collect::<Vec<_>>();
    assert!(ids(&is).iter().all(|id| !ids(&was).contains(id)), "no id is taken over");
    let names: Vec<_> = ids(&was).into_iter().zip(ids(&is)).collect();
    let was = was.renamed(&names).unwrap();
    assert_eq!((&is.summary, &is.listing), (&was.summary, &was.listing));
    assert_eq!((&is.settings, &is.access), (&was.settings, &was.access));
    assert_eq!((&is.plans, &is.translations), (&was.plans, &was.translations));

    assert!(is.brokers.is_empty() && is.deployments.is_empty());
    assert!(view.submissions.is_empty() && view.attestations.is_empty() && view.offering.test_runs.is_empty());
    assert!(view.offering.plans.iter().all(|plan| plan.approval == PlanApproval::Draft));
    let facts = &view.offering.access_facts;
    assert!(facts.registered_at.is_none() && facts.service_id.is_none() && facts.api_keys.is_empty());
}

#[tokio::test]
async fn a_picture_that_the_listing_shows_is_written_anew_and_shown_from_there() {
    let (here, there) = (House::open().await, House::open().await);
    let kim = here.acting(KIM).await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>".to_vec();
    let shown = kim.upload_picture(OFFERING, svg.clone()).await.unwrap();
    let mark = kim.upload_icon(OFFERING, svg).await.unwrap();
    let view = kim.offering(OFFERING).await.unwrap();
    let mut listing = view.offering.listing.draft.clone();
    listing.icon.clone_from(&mark);
    listing.media = vec![MediaDraft {
        kind: "image".to_owned(),
        url: shown.clone(),
        caption: "A square".to_owned(),
        ..MediaDraft::default()
    }];
    let attempt = slipway_backend::Attempt { revision: view.offering.listing.revision, operation: "" };
    kim.save_listing(OFFERING, attempt, &listing).await.unwrap();
    let dossier = kim.dossier(OFFERING, CONSOLE).await.unwrap();

    let other = there.acting(KIM).await;
    imported(&other, "northwind-again", &dossier.members).await.unwrap();
    let listing = other.offering("northwind-again").await.unwrap().offering.listing.draft;
    let kept = there.backend.picture(picture::name(&listing.media[0].url).unwrap()).await.unwrap();
    assert!(kept.bytes.starts_with(b"\x89PNG"));
    assert_ne!(listing.icon, mark, "an icon has a name of this console");
    assert!(there.backend.icon(icon::name(&listing.icon).unwrap()).await.is_ok());

    // A file that is no picture is none, whatever it is called.
    let path = picture_path(picture::name(&shown).unwrap(), true);
    let about = manifest(&dossier.members).unwrap().about;
    let mut members: Vec<Member> = dossier.members.into_iter().filter(|member| member.path != MANIFEST).collect();
    members.iter_mut().find(|member| member.path == path).unwrap().bytes = b"<script>a7()</script>".to_vec();
    let members = assemble(about, members, sha256).1;
    let refused = rejection(imported(&other, "northwind-third", &members).await);
    assert!(matches!(refused, Rejection::Invalid(_)), "{refused:?}");
}

#[tokio::test]
async fn nothing_that_opens_anything_is_in_it_and_notes_of_operators_only_if_one_of_them_asks() {
    let house = House::open().await;
    let key = approved(&house).await;
    let kim = house.acting(KIM).await.dossier(OFFERING, CONSOLE).await.unwrap();
    let rita = house.acting(RITA).await.dossier(OFFERING, CONSOLE).await.unwrap();
    let holds = |dossier: &Dossier, secret: &str| {
        dossier.members.iter().any(|member| member.bytes.windows(secret.len()).any(|part| part == secret.as_bytes()))
    };
    for dossier in [&kim, &rita] {
        assert!(!holds(dossier, "broker-password") && !holds(dossier, &key));
        assert!(!holds(dossier, &sha256(key.as_bytes())), "nor what a key is told by");
        assert_eq!(problem(&verify(&dossier.members, sha256)), None);
    }
    let note = "Between us";
    assert!(holds(&rita, note) && !holds(&kim, note));
    assert!(manifest(&rita.members).unwrap().about.with_internal_notes);
    for path in [HISTORY, REVIEWS, THREADS] {
        assert!(!text(&kim, path).contains("@northwind.example"), "{path}: people are called by their names");
    }
}

#[tokio::test]
async fn whoever_may_not_look_makes_none_and_whoever_may_not_add_imports_none() {
    let house = House::open().await;
    let dossier = house.acting(KIM).await.dossier(OFFERING, CONSOLE).await.unwrap();
    let before = house.events().await.len();
    for stranger in [GUS, CLARA, FINN] {
        let refused = rejection(house.acting(stranger).await.dossier(OFFERING, CONSOLE).await);
        assert_eq!(refused, Rejection::NotFound(Kind::Offering), "{stranger}");
    }
    // Support sees offerings, and not what is said about them.
    let support = house.acting_since_left(RITA, &[Role::Support]).await;
    assert!(support.offering(OFFERING).await.is_ok());
    let refused = rejection(support.dossier(OFFERING, CONSOLE).await);
    assert!(matches!(refused, Rejection::Denied(Denial::RoleMissing { .. })), "{refused:?}");
    assert_eq!(rejection(house.nobody().dossier(OFFERING, CONSOLE).await), Rejection::Unauthenticated);
    let nowhere = rejection(house.backend.dossier_of("nowhere", CONSOLE, true).await);
    assert_eq!(nowhere, Rejection::NotFound(Kind::Offering));
    for person in [VERA, GUS, CLARA, RITA] {
        let refused = rejection(imported(&house.acting(person).await, "northwind-again", &dossier.members).await);
        let is_refused = matches!(
            refused,
            Rejection::Denied(_) | Rejection::Refused(Refusal::AccountNotApproved) | Rejection::NotFound(Kind::Account)
        );
        assert!(is_refused, "{person}: {refused:?}");
    }
    assert_eq!(rejection(imported(&house.nobody(), "a", &dossier.members).await), Rejection::Unauthenticated);
    assert_eq!(house.events().await.len(), before);
}

#[tokio::test]
async fn what_is_broken_too_large_or_called_like_another_changes_nothing() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let whole = kim.dossier(OFFERING, CONSOLE).await.unwrap();
    let digests = house.backend.store().digests().await.unwrap();
    let broken = |about: &str, problem| Rejection::Refused(Refusal::DossierBroken { about: about.to_owned(), problem });

    let mut altered = whole.members.clone();
    altered.iter_mut().find(|member| member.path == THREADS).unwrap().bytes.push(b' ');
    let refused = rejection(imported(&kim, "northwind-again", &altered).await);
    assert_eq!(refused, broken(THREADS, Problem::Altered));

    let other = ImportedFile { is_as_written: false, ..file(&whole.members, ARCHIVE) };
    let refused = rejection(kim.import_dossier("northwind-again", other).await);
    assert_eq!(refused, broken(MANIFEST, Problem::NotAnArchive));

    let many: Vec<_> = (0..=MOST_MEMBERS).map(|number| Member::new(number.to_string(), Vec::new())).collect();
    assert_eq!(rejection(imported(&kim, "northwind-again", &many).await), broken(MANIFEST, Problem::TooMuch));

    let about = manifest(&whole.members).unwrap().about;
    let with = |change: &dyn Fn(&mut Definition)| {
        let mut members: Vec<Member> = whole.members.iter().filter(|member| member.path != MANIFEST).cloned().collect();
        let mut definition = definition(&whole);
        change(&mut definition);
        let place = members.iter_mut().find(|member| member.path == DEFINITION).unwrap();
        place.bytes = dossier::text(&definition);
        assemble(about.clone(), members, sha256).1
    };
    let large = with(&|definition: &mut Definition| definition.listing.long_description = "x".repeat(3 * 1024 * 1024));
    assert_eq!(rejection(imported(&kim, "northwind-again", &large).await), broken(DEFINITION, Problem::TooMuch));
    let plans = with(&|definition: &mut Definition| definition.plans = vec![definition.plans[0].clone(); 201]);
    assert_eq!(rejection(imported(&kim, "northwind-again", &plans).await), broken(DEFINITION, Problem::TooMuch));
    let rows = with(&|definition: &mut Definition| definition.listing.bullets = vec![BulletDraft::default(); 501]);
    assert_eq!(rejection(imported(&kim, "northwind-again", &rows).await), broken(DEFINITION, Problem::TooMuch));
    let of_language = |definition: &mut Definition| {
        let text = Translated { text: "x".to_owned(), source: String::new() };
        let texts = (0..10_001).map(|number| (format!("a{number}"), text.clone())).collect();
        definition.translations = vec![WrittenLanguage { language: Language::German, texts }];
    };
    let texts = with(&of_language);
    assert_eq!(rejection(imported(&kim, "northwind-again", &texts).await), broken(DEFINITION, Problem::TooMuch));
    let prices = with(&|definition: &mut Definition| definition.plans[0].draft.metrics = vec![MetricDraft::new(); 21]);
    assert_eq!(rejection(imported(&kim, "northwind-again", &prices).await), broken(DEFINITION, Problem::TooMuch));
    let twice = with(&|definition: &mut Definition| definition.plans = vec![definition.plans[0].clone(); 2]);
    assert_eq!(rejection(imported(&kim, "northwind-again", &twice).await), broken(DEFINITION, Problem::Twice));

    for name in ["", OFFERING, "northwind-tool"] {
        let refused = rejection(imported(&kim, name, &whole.members).await);
        assert_eq!(refused, Rejection::Taken(Field::ResourceName), "{name}");
    }
    let refused = rejection(imported(&kim, "No Name", &whole.members).await);
    assert!(matches!(refused, Rejection::Invalid(_)), "{refused:?}");
    assert_eq!(house.backend.store().digests().await.unwrap(), digests, "nothing of it was written");
}

#[tokio::test]
async fn what_it_came_from_goes_on_with_it() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let dossier = kim.dossier(OFFERING, CONSOLE).await.unwrap();
    imported(&kim, "northwind-again", &dossier.members).await.unwrap();
    let again = kim.dossier("northwind-again", CONSOLE).await.unwrap();
    assert_eq!(problem(&verify(&again.members, sha256)), None);
    assert_eq!(text(&again, ORIGIN).as_bytes(), ARCHIVE);
}

#[tokio::test]
async fn a_console_with_keys_signs_what_it_makes() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let unsigned = kim.dossier(OFFERING, CONSOLE).await.unwrap();
    assert!(unsigned.members.iter().all(|member| member.path != SIGNATURE), "there are no keys yet");
    let callback = format!("{CONSOLE}/login/callback");
    let issuer = EmbeddedIssuer::open(house.backend.clone(), CONSOLE, &callback, Vec::new()).await.unwrap();
    let signed = kim.dossier(OFFERING, CONSOLE).await.unwrap();
    assert_eq!(signed.members[1].path, SIGNATURE);
    assert_eq!(problem(&verify(&signed.members, sha256)), None);
    let keys = VerifyingKeys::new(&issuer.jwks().await);
    let hash = manifest(&signed.members).unwrap().sha256;
    assert_eq!(detached::verify(&keys, text(&signed, SIGNATURE), &hash), Ok(()));
    assert!(detached::verify(&keys, text(&signed, SIGNATURE), &sha256(b"another")).is_err());
}
