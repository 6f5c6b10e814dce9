use core::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::caller::Role;
use crate::gate::Gate;
use crate::policy::{self, Context, Object, Verb};
use crate::sample;

#[test]
fn the_stage_machine_and_who_drives_it() {
    let mut table = format!("{:<13} {:<17} {:<13} {:<12}", "from", "move", "to", "gate");
    for role in Role::ALL {
        let _ = write!(table, "{:<3}", role.code());
    }
    table.push_str("SYS\n");
    for from in Stage::ALL {
        for act in Move::ALL {
            let publishers: &[PublishActor] = match act {
                Move::Release => &[PublishActor::Operator, PublishActor::Provider],
                _ => &[PublishActor::Operator],
            };
            for publisher in publishers {
                let name = match publisher {
                    PublishActor::Operator => act.name().to_owned(),
                    PublishActor::Provider => format!("{} (provider)", act.name()),
                };
                let _ = writeln!(table, "{}", line(from, act, *publisher, &name).trim_end());
            }
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table);
}

fn line(from: Stage, act: Move, publisher: PublishActor, name: &str) -> String {
    let Ok(to) = next(from, act) else { return format!("{:<13} {name:<17} –", from.name()) };
    let gates = act.gates().iter().map(|gate| Gate::code(*gate)).collect::<Vec<_>>().join(" ");
    let mut line = format!("{:<13} {name:<17} {:<13} {gates:<12}", from.name(), to.name());
    for role in Role::ALL {
        // The operator decides about an account that it does not belong to, members act in their own.
        let allowed = policy::may_move(&sample::person(role), act, Context::of(sample::NORTHWIND), publisher).is_ok();
        line.push_str(if allowed { "●  " } else { "·  " });
    }
    line.push(if act.is_automatic() { '●' } else { '·' });
    line
}

#[test]
fn stages_as_people_see_them() {
    let mut table = String::new();
    for stage in Stage::ALL {
        let track = stage.track().map_or("–", Track::name);
        let _ = writeln!(
            table,
            "{:<13} {track:<8} {:<9} {}{}{}{}{}{}",
            stage.name(),
            stage.turn().name(),
            if stage.takes_drafts() { "drafts " } else { "" },
            if stage.is_editable() { "editable " } else { "" },
            if stage.takes_deployments() { "deployments " } else { "" },
            if stage.takes_revisions() { "revisions " } else { "" },
            if stage.is_published() { "published " } else { "" },
            if stage.is_public() { "public" } else { "" },
        );
    }
    insta::assert_snapshot!(table, @r"
    defining      draft    provider  drafts editable deployments 
    limited       limited  provider  drafts editable deployments published 
    ga_requested  review   reviewer  drafts published 
    ga_changes    review   provider  drafts editable deployments published 
    ga_approved   review   admin     drafts published 
    ga            public   nobody    drafts deployments revisions published public
    suspended     public   provider  drafts published public
    deprecated    public   nobody    published public
    retired       –        nobody    
    withdrawn     –        nobody
    ");
}

/// In which stages something is saved, by whatever way.
#[test]
fn drafts_go_on_where_what_is_in_force_at_once_stands_still() {
    let taken = |object, verb| {
        let stages = Stage::ALL.into_iter().filter(|stage| stage.takes(object, verb));
        stages.map(Stage::name).collect::<Vec<_>>().join(" ")
    };
    let drafts = [
        (Object::Listing, Verb::Edit),
        (Object::FreePlan, Verb::Create),
        (Object::PaidPlan, Verb::Edit),
        (Object::AccessRegistration, Verb::Edit),
    ];
    for (object, verb) in drafts {
        let stages = "defining limited ga_requested ga_changes ga_approved ga suspended";
        assert_eq!(taken(object, verb), stages, "{object:?}");
    }
    for object in [Object::Broker, Object::Deployment] {
        for verb in [Verb::Create, Verb::Edit] {
            assert_eq!(taken(object, verb), "defining limited ga_changes ga", "{object:?}");
        }
    }
    assert_eq!(taken(Object::AccessRegistration, Verb::Create), "defining limited ga_changes");
}

#[test]
fn others_go_by_the_draft_until_something_is_handed_in_and_by_what_is_public_from_then_on() {
    let on = |basis: Basis| Stage::ALL.into_iter().filter(move |stage| stage.basis() == basis).collect::<Vec<_>>();
    assert_eq!(on(Basis::Draft), [Stage::Defining, Stage::Limited, Stage::Retired, Stage::Withdrawn]);
    assert_eq!(on(Basis::HandedIn), [Stage::GaRequested, Stage::GaChanges, Stage::GaApproved]);
    assert!(on(Basis::Published).into_iter().eq(Stage::ALL.into_iter().filter(|stage| stage.is_public())));
}

#[test]
fn every_row_of_the_table_is_there_once() {
    for (index, row) in TRANSITIONS.iter().enumerate() {
        assert!(TRANSITIONS[..index].iter().all(|before| (before.from, before.act) != (row.from, row.act)), "{row:?}");
    }
}

#[test]
fn every_stage_can_be_reached_and_every_move_be_made() {
    for stage in Stage::ALL {
        assert!(stage == Stage::Defining || TRANSITIONS.iter().any(|row| row.to == stage), "{stage:?}");
    }
    for act in Move::ALL {
        assert!(TRANSITIONS.iter().any(|row| row.act == act), "{act:?}");
    }
}

#[test]
fn a_returned_request_is_with_the_provider_at_once() {
    let returned = next(Stage::GaRequested, Move::Return).unwrap();
    assert_eq!(returned, Stage::GaChanges);
    assert_eq!(next(returned, returned.automatic().unwrap()), Ok(Stage::Limited));
}

#[test]
fn what_does_not_exist_is_refused_with_where_from_and_what() {
    assert_eq!(
        next(Stage::Defining, Move::Release),
        Err(Refusal::NoSuchMove { from: Stage::Defining, attempted: Move::Release })
    );
}

#[test]
fn the_documentation_shows_every_row() {
    let page = stage_markdown();
    for row in TRANSITIONS {
        let shown = format!("| {} | {} | {} | {} |", row.source, row.from.name(), row.act.name(), row.to.name());
        assert!(page.contains(&shown), "{shown}");
    }
}

proptest! {
    #[test]
    fn names_lead_back(stage in select(&Stage::ALL[..]), act in select(&Move::ALL[..])) {
        prop_assert_eq!(Stage::parse(stage.name()), Some(stage));
        prop_assert_eq!(Move::parse(act.name()), Some(act));
        prop_assert_eq!(serde_json::to_value(stage).unwrap(), stage.name());
        prop_assert_eq!(serde_json::to_value(act).unwrap(), act.name());
    }

    #[test]
    fn nothing_leads_out_of_an_end(act in select(&Move::ALL[..])) {
        prop_assert!(next(Stage::Retired, act).is_err());
        prop_assert!(next(Stage::Withdrawn, act).is_err());
    }

    /// No sequence of moves makes an offering public that was not approved since it was last asked for.
    #[test]
    fn nothing_becomes_public_unapproved(acts in prop::collection::vec(select(&Move::ALL[..]), 0..40)) {
        let (mut stage, mut approved) = (Stage::Defining, false);
        for act in acts {
            let Ok(to) = next(stage, act) else { continue };
            match act {
                Move::Approve => approved = true,
                Move::RequestReview | Move::WithdrawApproval => approved = false,
                _ => {}
            }
            prop_assert!(!to.is_public() || approved, "{:?} by {:?}", to, act);
            stage = to;
        }
    }

    #[test]
    fn a_published_offering_never_becomes_a_draft_again(acts in prop::collection::vec(select(&Move::ALL[..]), 0..40)) {
        let (mut stage, mut published) = (Stage::Defining, false);
        for act in acts {
            if let Ok(to) = next(stage, act) {
                stage = to;
            }
            published |= stage.is_published();
            prop_assert!(!published || stage != Stage::Defining);
        }
    }
}
