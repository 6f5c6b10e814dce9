use super::*;
use crate::plan::PlanRecord;
use crate::sample;

fn moment(text: &str) -> Moment {
    Moment::of_input(text).unwrap()
}

/// What one change of the sample takes.
fn after(change: impl FnOnce(&mut Offering)) -> Vec<Trigger> {
    let live = sample::offering();
    let mut draft = live.clone();
    change(&mut draft);
    triggers(&live, &draft, moment("2026-05-12T14:02"))
}

fn classes(triggers: &[Trigger]) -> Vec<ChangeClass> {
    triggers.iter().map(|trigger| trigger.class).collect()
}

#[test]
fn nothing_triggers_nothing() {
    let triggers = after(|_| ());
    assert_eq!(triggers, []);
    let now = moment("2026-05-12T14:02");
    assert_eq!((approvals_of(&triggers), tests_of(&triggers)), (Vec::new(), FreshTests::None));
    assert_eq!(earliest(&triggers, now), Some(now));
}

/// §10 row by row.
#[test]
fn each_change_has_its_class() {
    type Change = fn(&mut Offering);
    let rows: [(&str, Change, ChangeClass); 20] = [
        ("display name", |of| of.listing.draft.display_name.push('!'), ChangeClass::Display),
        ("tags", |of| of.listing.draft.tags.push_str(", fast"), ChangeClass::Display),
        ("highlight", |of| of.listing.draft.bullets[0].description.push('!'), ChangeClass::Display),
        ("display name of a plan", |of| of.plans[1].draft.display_name.push('!'), ChangeClass::Display),
        ("support page", |of| of.listing.draft.support_url.push_str("/new"), ChangeClass::Support),
        ("contact", |of| of.summary.draft.contact_name.push('!'), ChangeClass::Support),
        ("user name of a broker", |of| of.brokers[0].draft.username.push('2'), ChangeClass::Credentials),
        ("address of a broker", |of| of.brokers[0].draft.url.push_str("/v2"), ChangeClass::Technical),
        ("broker that goes", |of| of.brokers.truncate(0), ChangeClass::Technical),
        ("deployment", |of| of.deployments.clear(), ChangeClass::Technical),
        ("redirect URIs", |of| of.access.draft.redirect_uris[0].push_str("/new"), ChangeClass::Technical),
        ("parameters", |of| of.settings.draft.parameters = "[{}]".to_owned(), ChangeClass::Technical),
        ("bindable", |of| of.settings.draft.bindable = "no".to_owned(), ChangeClass::Capability),
        ("plan changes", |of| of.settings.draft.plan_updateable = "no".to_owned(), ChangeClass::Capability),
        ("price", |of| of.plans[1].draft.amounts[0].price = "59.90".to_owned(), ChangeClass::Price),
        ("name of a plan", |of| of.plans[1].draft.name.push('2'), ChangeClass::Immutable),
        ("plan", |of| drop(of.plans.remove(1)), ChangeClass::PlanRemoval),
        ("end of a plan", |of| of.plans[1].draft.ends_on = "2027-03-01".to_owned(), ChangeClass::PlanRemoval),
        ("location that comes", |of| of.plans[1].draft.locations.push("eu-nl".to_owned()), ChangeClass::Technical),
        ("location that leaves", |of| of.plans[1].draft.locations.clear(), ChangeClass::PlanRemoval),
    ];
    for (what, change, class) in rows {
        assert_eq!(classes(&after(change)), [class], "{what}");
    }
}

/// Nobody pays more because a place is priced as another one without the billing desk and the notice.
#[test]
fn a_deployment_that_is_priced_as_another_place_is_a_price_too() {
    let region = after(|of| of.deployments[0].options.pricing_region = "us-south".to_owned());
    assert_eq!(classes(&region), [ChangeClass::Technical, ChangeClass::Price]);
    assert_eq!(approvals_of(&region), [Role::Reviewer, Role::Billing]);
    let form = after(|of| of.deployments[0].options.parameters = "[]".to_owned());
    assert_eq!(classes(&form), [ChangeClass::Technical]);
}

#[test]
fn each_class_takes_what_its_row_says() {
    let now = moment("2026-05-12T14:02");
    let (notified, paid) = (moment("2026-06-01T00:00"), moment("2026-07-01T00:00"));
    let same = sample::offering();
    for class in ChangeClass::ALL {
        let begins = effective(class, Sides { live: &same, draft: &same }, &[], now);
        let (roles, fresh) = (approvals(class, true), tests(class));
        match class {
            ChangeClass::Display | ChangeClass::Support => {
                assert_eq!((roles, fresh, begins), (vec![Role::Reviewer], FreshTests::None, Effective::OnPublish));
            }
            ChangeClass::Credentials => {
                assert_eq!((roles, fresh, begins), (Vec::new(), FreshTests::None, Effective::OnPublish));
            }
            ChangeClass::Technical => {
                let expected = (vec![Role::Reviewer], FreshTests::Affected, Effective::OnPublish);
                assert_eq!((roles, fresh, begins), expected);
            }
            ChangeClass::Capability => {
                let expected = (vec![Role::Reviewer], FreshTests::WithParity, Effective::OnPublish);
                assert_eq!((roles, fresh, begins), expected);
            }
            ChangeClass::NewPlan => {
                let expected = (vec![Role::Billing], FreshTests::Affected, Effective::OnPublish);
                assert_eq!((roles, fresh, begins), expected);
                assert_eq!(approvals(class, false), [Role::Reviewer], "a free plan costs nobody anything");
            }
            ChangeClass::Price => {
                let begins_at = Effective::FirstOfMonth { notified, effective: paid };
                assert_eq!((roles, fresh, begins), (vec![Role::Billing], FreshTests::None, begins_at));
            }
            ChangeClass::PlanRemoval => {
                let expected = (vec![Role::Reviewer], FreshTests::None, Effective::Announced { on: None });
                assert_eq!((roles, fresh, begins), expected);
            }
            ChangeClass::Immutable => {
                assert_eq!((roles, fresh, begins), (Vec::new(), FreshTests::None, Effective::Never));
            }
        }
    }
}

/// A plan like that of the sample, which nobody has yet.
fn with_plan_like(of: &mut Offering, from: usize) -> PlanId {
    let like = of.plans[from].clone();
    let draft = crate::plan::PlanDraft { name: "extra".to_owned(), ..like.draft.clone() };
    let id = PlanId::new(uuid::Uuid::from_u128(0xe));
    of.plans.push(PlanRecord { id, draft, ..like });
    id
}

fn with_deployment_of(of: &mut Offering, plan: PlanId) {
    let like = of.deployments[0].clone();
    let id = crate::ids::DeploymentId::new(uuid::Uuid::from_u128(0xd));
    of.deployments.push(crate::deployment::DeploymentRecord { id, plan, location: "eu-nl".to_owned(), ..like });
}

fn begins(triggers: &[Trigger]) -> Vec<Effective> {
    triggers.iter().map(|trigger| trigger.effective).collect()
}

/// §10: "new deployment starts limited", and nothing else does.
#[test]
fn only_what_is_of_a_deployment_that_is_new_is_for_invited_accounts_first() {
    type Change = fn(&mut Offering);
    let rows: [(&str, Change); 7] = [
        ("parameters", |of| of.settings.draft.parameters = "[{}]".to_owned()),
        ("redirect URIs", |of| of.access.draft.redirect_uris[0].push_str("/new")),
        ("address of a broker", |of| of.brokers[0].draft.url.push_str("/v2")),
        ("location that comes", |of| of.plans[1].draft.locations.push("eu-nl".to_owned())),
        ("options of a deployment", |of| of.deployments[0].options.parameters = "[]".to_owned()),
        ("deployment that goes", |of| of.deployments.clear()),
        ("plan that is deployed nowhere", |of| {
            with_plan_like(of, 0);
        }),
    ];
    for (what, change) in rows {
        assert_eq!(begins(&after(change)), [Effective::OnPublish], "{what}");
    }
    let deployed = after(|of| {
        let plan = of.plans[1].id;
        with_deployment_of(of, plan);
    });
    assert_eq!((classes(&deployed), begins(&deployed)), (vec![ChangeClass::Technical], vec![Effective::LimitedFirst]));
    let both = after(|of| {
        let plan = with_plan_like(of, 0);
        with_deployment_of(of, plan);
    });
    assert_eq!(classes(&both), [ChangeClass::Technical, ChangeClass::NewPlan]);
    assert_eq!(begins(&both), [Effective::LimitedFirst; 2]);
}

/// The earliest day is that of the last end; what is published does not wait for it, as customers read of it until then.
#[test]
fn the_end_of_a_plan_holds_on_its_day_and_is_published_before() {
    let now = moment("2026-05-12T14:02");
    let ends = after(|of| {
        of.plans[0].draft.ends_on = "2027-02-01".to_owned();
        of.plans[1].draft.ends_on = "2027-03-01".to_owned();
    });
    let last = moment("2027-03-01T00:00");
    assert_eq!(begins(&ends), [Effective::Announced { on: Some(last) }]);
    assert_eq!((earliest(&ends, now), published_from(&ends, now)), (Some(last), Some(now)));
    let dearer = after(|of| {
        of.plans[1].draft.ends_on = "2027-03-01".to_owned();
        of.plans[1].draft.amounts[0].price = "59.90".to_owned();
    });
    assert_eq!((earliest(&dearer, now), published_from(&dearer, now)), (Some(last), Some(moment("2026-07-01T00:00"))));
    for gone in [after(|of| drop(of.plans.remove(1))), after(|of| of.plans[1].draft.locations.clear())] {
        assert_eq!(begins(&gone), [Effective::Announced { on: None }], "it goes with the publication");
        assert_eq!(earliest(&gone, now), Some(now));
    }
}

#[test]
fn a_new_plan_is_agreed_to_by_the_billing_desk_only_if_it_is_paid() {
    let with = |from: usize| {
        after(|of| {
            with_plan_like(of, from);
        })
    };
    let (free, paid) = (with(0), with(1));
    assert_eq!((classes(&free), classes(&paid)), (vec![ChangeClass::NewPlan], vec![ChangeClass::NewPlan]));
    assert_eq!((approvals_of(&free), approvals_of(&paid)), (vec![Role::Reviewer], vec![Role::Billing]));
    assert_eq!(tracks_of(&free), [ReviewTrack::Pricing], "it is handed in like every other plan");
}

/// Notices go out on a 1st, and the price holds from a 1st at least 30 days later.
#[test]
fn a_price_is_told_on_a_first_and_paid_from_a_following_one() {
    for (agreed, told, paid) in [
        ("2026-11-27T10:00", "2026-12-01T00:00", "2027-01-01T00:00"),
        ("2026-12-01T00:00", "2026-12-01T00:00", "2027-01-01T00:00"),
        ("2026-12-01T00:01", "2027-01-01T00:00", "2027-02-01T00:00"),
        ("2026-12-31T23:59", "2027-01-01T00:00", "2027-02-01T00:00"),
        // 30 days are 30 days.
        ("2026-03-20T00:00", "2026-04-01T00:00", "2026-05-01T00:00"),
        // February is too short, with its 29th too.
        ("2027-01-15T12:00", "2027-02-01T00:00", "2027-04-01T00:00"),
        ("2028-01-31T12:00", "2028-02-01T00:00", "2028-04-01T00:00"),
        ("2028-02-29T12:00", "2028-03-01T00:00", "2028-04-01T00:00"),
        ("2100-01-02T00:00", "2100-02-01T00:00", "2100-04-01T00:00"),
    ] {
        assert_eq!(price_dates(moment(agreed)), (moment(told), moment(paid)), "{agreed}");
    }
}

#[test]
fn all_changes_together_wait_for_the_one_that_takes_longest() {
    let now = moment("2026-05-12T14:02");
    let both = after(|of| {
        of.listing.draft.display_name.push('!');
        of.settings.draft.bindable = "no".to_owned();
        of.plans[1].draft.amounts[0].price = "59.90".to_owned();
    });
    assert_eq!(classes(&both), [ChangeClass::Display, ChangeClass::Capability, ChangeClass::Price]);
    assert_eq!(approvals_of(&both), [Role::Reviewer, Role::Billing]);
    assert_eq!(tests_of(&both), FreshTests::WithParity);
    assert_eq!(tracks_of(&both), [ReviewTrack::Content, ReviewTrack::Pricing]);
    assert_eq!(earliest(&both, now), Some(moment("2026-07-01T00:00")));
    let rotated = after(|of| of.brokers[0].draft.username.push('2'));
    assert_eq!(tracks_of(&rotated), [], "nobody has to agree to it");
    let never = after(|of| of.plans[1].draft.name.push('2'));
    assert_eq!(earliest(&never, now), None);
}
