use core::fmt::Write as _;

use uuid::Uuid;

use super::*;
use crate::caller::Role;
use crate::policy;

fn draft() -> TokenDraft {
    TokenDraft { name: "Deployment".to_owned(), scope: "write".to_owned(), lifetime: "90".to_owned() }
}

#[test]
fn a_token_has_a_name_a_scope_and_an_end_within_a_year() {
    let wish = TokenDraft { name: " Deployment ".to_owned(), ..draft() }.read().unwrap();
    assert_eq!(
        wish,
        TokenWish { name: "Deployment".to_owned(), scope: TokenScope::Write, lifetime: KeyLifetime::Days90 }
    );
    let days: Vec<u16> = lifetimes().filter_map(KeyLifetime::days).collect();
    assert_eq!(days, [30, 90, 180, 365]);
    for endless in ["", "0", "366", "forever"] {
        let refused = TokenDraft { lifetime: endless.to_owned(), ..draft() }.read().unwrap_err();
        assert_eq!(refused.at(Field::TokenLifetime).count(), 1, "{endless}");
    }
}

#[test]
fn what_is_wrong_with_a_token_is_told_at_its_field() {
    let fields = |draft: TokenDraft| draft.read().unwrap_err().iter().map(|found| found.field).collect::<Vec<_>>();
    assert_eq!(fields(TokenDraft { name: " ".to_owned(), ..draft() }), [Field::TokenName]);
    assert_eq!(fields(TokenDraft { name: "x".repeat(LONGEST_NAME + 1), ..draft() }), [Field::TokenName]);
    assert_eq!(fields(TokenDraft { scope: "admin".to_owned(), ..draft() }), [Field::TokenScope]);
    let nothing = TokenDraft::default().check();
    let missing: Vec<_> = nothing.iter().filter(|found| found.is_missing()).map(|found| found.field).collect();
    assert_eq!(missing, [Field::TokenName, Field::TokenScope]);
    assert!(TokenDraft { name: "x".repeat(LONGEST_NAME), ..draft() }.read().is_ok());
}

#[test]
fn a_scope_is_read_as_it_is_written() {
    for scope in TokenScope::ALL {
        assert_eq!(TokenScope::parse(scope.name()), Some(scope));
        assert_eq!(serde_json::to_value(scope).unwrap(), scope.name());
    }
    assert_eq!((TokenScope::parse(""), TokenScope::parse("Write")), (None, None));
}

#[test]
fn a_token_is_over_at_its_end_and_not_before() {
    let end = Moment::from_millis(10_000_000_000);
    let token = PersonalToken {
        id: TokenId::new(Uuid::from_u128(1)),
        name: "Deployment".to_owned(),
        prefix: "slp_0123456789ab".to_owned(),
        scope: TokenScope::Read,
        account_name: None,
        created_at: Moment::from_millis(0),
        expires_at: end,
        last_used_at: None,
    };
    let before = end.minus(Duration::from_millis(1));
    assert_eq!((token.life(before), token.life(end)), (KeyLife::Ending, KeyLife::Ended));
}

/// Everything that the API key of a service id may do.
#[test]
fn the_reach_of_a_service_key() {
    let mut table = String::new();
    for object in Object::ALL {
        let allowed = Verb::ALL.into_iter().filter(|verb| Reach::ServiceKey.allows(*verb, object));
        let verbs: Vec<&str> = allowed.map(Verb::name).collect();
        if !verbs.is_empty() {
            let _ = writeln!(table, "{}: {}", object.name(), verbs.join(", "));
        }
    }
    let golden = "\
documentation: view
announcement: view
listing: create, edit, view
access_registration: edit, view
free_plan: create, edit, view
paid_plan: create, edit, view
broker: create, edit, view
deployment: create, edit, view
allowlist: view
test_run: view
review: view
offering: view
definitions: view, execute
thread: view
checklist: view
";
    assert_eq!(table, golden);
}

#[test]
fn a_service_key_decides_hands_in_and_reveals_nothing() {
    for object in Object::ALL {
        for verb in [Verb::Submit, Verb::Approve, Verb::Revoke] {
            assert!(!Reach::ServiceKey.allows(verb, object), "{verb:?} {object:?}");
        }
    }
    for object in [Object::Secrets, Object::Members, Object::Billing, Object::People, Object::Registration] {
        assert!(Verb::ALL.iter().all(|verb| !Reach::ServiceKey.allows(*verb, object)), "{object:?}");
    }
    assert!(!Reach::ServiceKey.moves());
}

#[test]
fn a_reading_token_views_and_leaves_no_line_but_that_of_a_download() {
    for object in Object::ALL {
        for verb in Verb::ALL {
            let reads = verb == Verb::View || (object == Object::Definitions && verb == Verb::Execute);
            assert_eq!(Reach::Reading.allows(verb, object), reads, "{verb:?} {object:?}");
        }
    }
    let left: Vec<_> = EventKind::ALL.iter().filter(|kind| Reach::Reading.may_leave(**kind)).collect();
    assert_eq!(left, [&EventKind::DefinitionsDownloaded]);
    assert!(!Reach::Reading.moves());
}

#[test]
fn no_token_makes_a_secret() {
    for reach in Reach::ALL.into_iter().filter(|reach| !reach.is_in_person()) {
        // Nobody views one by any role.
        let mut verbs = Verb::ALL.into_iter().filter(|verb| *verb != Verb::View);
        assert!(verbs.all(|verb| !reach.allows(verb, Object::Secrets)), "{reach:?}");
        // Enabling access makes the first key.
        assert!(!reach.allows(Verb::Create, Object::AccessRegistration), "{reach:?}");
    }
}

#[test]
fn what_a_service_key_may_an_editor_may_by_their_role() {
    for (object, verbs) in SERVICE_KEY {
        for verb in Verb::ALL.into_iter().filter(|verb| verbs.contains(verb.letter())) {
            assert!(policy::cell(*object, Role::ProviderEditor, verb), "{verb:?} {object:?}");
        }
    }
}
