//! Changing instances (§6.9 BRK-UPD).

use super::{Check, must, should};

pub(crate) const CHECKS: &[Check] = &[
    must(
        "BRK-UPD-01",
        "plan_updateable, and a second plan.",
        [
            "Change the plan and change it back; fetch the instance after each change if the catalog says that one can.",
            "200, or 202 and then `succeeded`; the instance has the new plan.",
            "The customer is billed for the plan that the platform recorded.",
            "Apply plan_id of the update, and answer only when it took effect.",
        ],
    ),
    must(
        "BRK-UPD-02",
        "BRK-PRV-01.",
        [
            "Update parameters without a plan_id.",
            "200, 202 or 422; the plan stays.",
            "A missing plan_id means: leave the plan.",
            "Take the plan that the instance has where the update names none.",
        ],
    ),
    should(
        "BRK-UPD-03",
        "plan_updateable is false, and there is a second plan.",
        [
            "Ask for another plan.",
            "422 with a description.",
            "What the catalog rules out must not happen by itself.",
            "Answer 422 when plan_id is not the plan that the instance has.",
        ],
    ),
    should(
        "BRK-UPD-04",
        "BRK-PRV-01.",
        [
            "Update with the values that the instance has already.",
            "200.",
            "A repeated update must do no harm.",
            "Answer 200 with {} when nothing changes.",
        ],
    ),
];
