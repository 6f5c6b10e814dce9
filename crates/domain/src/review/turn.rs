//! Whether somebody is the one who is waited for (DEC-55): whoever may do what is waited for. Every page that says so asks
//! here.

use super::{TurnOf, may_decide};
use crate::caller::Person;
use crate::policy::{self, Context, Object, Verb};
use crate::stage::{Move, PublishActor, Turn};

impl TurnOf {
    /// Whether it is the turn of `person`. A provider's is that of everybody who belongs to its account, the operator's
    /// that of those who may decide about what `ctx` tells of, the four-eyes rule included (§2).
    pub fn is_of(&self, person: &Person, ctx: Context<'_>) -> bool {
        match self.turn {
            Turn::Provider => person.membership(ctx.owner).is_some(),
            Turn::Reviewer => may_decide(person, None, ctx).is_ok(),
            Turn::Billing => policy::may(person, Verb::Approve, Object::PaidPlan, ctx).is_ok(),
            Turn::Admin => policy::may_move(person, Move::Release, ctx, PublishActor::default()).is_ok(),
            Turn::Nobody => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caller::Role;
    use crate::review::Waiting;
    use crate::sample::{self, GLOBEX, NORTHWIND, at};

    fn waits_for(turn: Turn) -> TurnOf {
        TurnOf { turn, waiting: Waiting::Nothing, since: at(0) }
    }

    /// Turn × role, about something of Northwind's.
    #[test]
    fn it_is_the_turn_of_whoever_may_do_what_is_waited_for() {
        for turn in Turn::ALL {
            let theirs = Role::ALL.into_iter().filter(|role| {
                let person = sample::person(*role);
                waits_for(turn).is_of(&person, Context::of(NORTHWIND))
            });
            let theirs: Vec<Role> = theirs.collect();
            match turn {
                Turn::Provider => {
                    let members: Vec<Role> = Role::ALL.into_iter().filter(|role| !role.is_operator()).collect();
                    assert_eq!(theirs, members);
                }
                Turn::Reviewer => assert_eq!(theirs, [Role::Reviewer]),
                Turn::Billing => assert_eq!(theirs, [Role::Billing]),
                Turn::Admin => assert_eq!(theirs, [Role::Admin]),
                Turn::Nobody => assert!(theirs.is_empty()),
            }
        }
        assert!(!waits_for(Turn::Provider).is_of(&sample::person(Role::ProviderEditor), Context::of(GLOBEX)));
    }

    #[test]
    fn nobody_is_waited_for_who_handed_it_in_wrote_some_of_it_or_belongs_to_the_account() {
        let rita = sample::person(Role::Reviewer);
        let (now, ctx, authors) = (waits_for(Turn::Reviewer), Context::of(NORTHWIND), [rita.id]);
        assert!(now.is_of(&rita, ctx));
        assert!(!now.is_of(&rita, ctx.submitted_by(rita.id)));
        assert!(!now.is_of(&rita, ctx.written_by(&authors)));
        let mut member = sample::person(Role::ProviderViewer);
        member.operator.push(Role::Reviewer);
        assert!(!now.is_of(&member, ctx));
        member.operator = vec![Role::Billing];
        assert!(!waits_for(Turn::Billing).is_of(&member, ctx));
    }
}
