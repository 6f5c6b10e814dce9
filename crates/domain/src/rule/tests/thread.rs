use super::{case, prove};
use crate::compare::compare;
use crate::findings::Findings;
use crate::rule::thread as rule;
use crate::sample;
use crate::thread::ThreadDraft;

pub(super) fn found() -> Findings {
    let lines = compare(None, &sample::offering());
    let good = ThreadDraft {
        anchor: "section/listing[terms_url]/".to_owned(),
        text: "Link one of this offering.".to_owned(),
        ..ThreadDraft::default()
    };
    let check = |draft: &ThreadDraft| draft.check(&lines).err().unwrap_or_default();
    let cases = [
        case::<ThreadDraft>(
            rule::ANCHOR_MISSING,
            |draft| draft.anchor.clear(),
            |draft| "section/listing[tags]/".clone_into(&mut draft.anchor),
        ),
        case(
            rule::ANCHOR_GONE,
            |draft| "section/access[redirect_uris]/https://gone.example".clone_into(&mut draft.anchor),
            |draft| "section/listing[bullets]/Fast".clone_into(&mut draft.anchor),
        ),
        case(rule::TEXT_MISSING, |draft| "\n ".clone_into(&mut draft.text), |draft| "?".clone_into(&mut draft.text)),
        case(
            rule::RULE_UNKNOWN,
            |draft| "SUM-DSC-01".clone_into(&mut draft.rule),
            |draft| "LST-TRM-04".clone_into(&mut draft.rule),
        ),
    ];
    prove(&good, check, &cases)
}
