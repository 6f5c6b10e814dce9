//! Rules of the metric editor.

super::rules! {
    METRICS_MISSING = "PRC-MET-01" Metric missing,
        "The metered plan has no metric.",
        "Add one: what is measured, how a month is counted, and what it costs.",
        "ApiCalls", "§4.9, G-PRICE";
    METRICS_UNUSED = "PRC-MET-02" Metric warning,
        "The plan is not metered, but it has {0:metric}.",
        "They stay as they are typed and charge nothing; remove them, or make the plan metered.",
        "metered", "§4.9";
    TOO_MANY_METRICS = "PRC-MET-03" Metric error,
        "The plan has {0:metric}; 20 is the most.",
        "Keep those that customers pay for.",
        "ApiCalls", "§4.9";

    PART_NUMBER_TWICE = "PRC-PRT-01" Metric error,
        "Another metric of this plan has the part number “{0}”.",
        "Give each metric its own, or none.",
        "NW-QUERY-1", "§4.10";

    RESOURCE_MISSING = "PRC-RES-01" Metric missing,
        "What the metric measures is missing.",
        "Name the thing with joined words that begin with capitals, for example {example}.",
        "ApiCalls", "§4.10, §8.6";
    RESOURCE_NOT_JOINED = "PRC-RES-02" Metric error,
        "“{0}” is not a name of joined words.",
        "Use letters and digits only, each word with a capital first, for example {example}.",
        "ApiCalls", "§8.6";

    MEASURE_MISSING = "PRC-MSR-01" Metric missing,
        "The measure is missing.",
        "Give the unit that your records carry, for example {example}.",
        "API_CALL", "§4.10";
    MEASURE_NOT_CAPITALS = "PRC-MSR-02" Metric error,
        "“{0}” is not a name in capitals.",
        "Use one word of capitals, with underscores for blanks, for example {example}.",
        "API_CALL", "§8.6";
    MEASURE_PLURAL = "PRC-MSR-03" Metric warning,
        "The measure “{0}” looks like a plural.",
        "Name one of the things that are counted, for example {example}.",
        "API_CALL", "§8.6, DEC-42";
    MEASURE_TWICE = "PRC-MSR-04" Metric error,
        "Another metric of this plan has the measure “{0}”.",
        "A record tells each measure once: give each metric a measure of its own, for example {example}.",
        "API_CALL", "§4.10, §8.5";
    QUANTITY_TYPE_MISSING = "PRC-QTY-01" Metric missing,
        "How the records tell quantities is missing.",
        "Choose consumption, or events with the previous and the current level.",
        "CONSUMPTION", "§4.10";

    CHARGE_UNIT_MISSING = "PRC-UNI-01" Metric missing,
        "The charge unit is missing.",
        "Give the unit of the month’s total, for example {example}.",
        "API_CALLS", "§4.10";
    CHARGE_UNIT_NOT_CAPITALS = "PRC-UNI-02" Metric error,
        "“{0}” is not a name in capitals.",
        "Use one word of capitals, with underscores for blanks, for example {example}.",
        "API_CALLS", "§8.6";
    UNIT_ID_NOT_CAPITALS = "PRC-UNI-03" Metric error,
        "“{0}” is not a name in capitals.",
        "Use one word of capitals, with underscores for blanks, for example {example}.",
        "API_CALLS_PER_MONTH", "§8.6";
    UNIT_ID_OF_ANOTHER_UNIT = "PRC-UNI-04" Metric error,
        "The id “{0}” does not begin with the charge unit, “{1}”.",
        "Begin it with the charge unit, for example {example}, or leave it empty.",
        "API_CALLS_PER_MONTH", "§4.10, §8.6";
    UNIT_ID_TWICE = "PRC-UNI-05" Metric error,
        "Another metric of this plan has the charge unit id “{0}”.",
        "Give each monthly total a key of its own, for example {example}.",
        "API_CALLS_PER_MONTH", "§4.10";

    MODEL_MISSING = "PRC-MOD-01" Metric missing,
        "How a month is counted is missing.",
        "Choose a metering model.",
        "standard_add", "§8.2";
    EVENTS_BY_THE_MONTH = "PRC-MOD-02" Metric error,
        "Events do not go with monthly proration.",
        "Count the days instead, or submit consumption.",
        "dailyproration_max", "§8.2, DEC-32";
    MODEL_UNUSUAL = "PRC-MOD-03" Metric info,
        "A month of {0} is usually counted in another way.",
        "Keep yours if the service is billed by it; otherwise choose the usual model, for example {example}.",
        "dailyproration_max", "§8.2";
    SCALE_AGAINST_UNITS = "PRC-MSC-01" Metric warning,
        "The metering scale is {0}, but {1} {2} make one {3}.",
        "Divide by that, or name the units as they are.",
        "1048576", "DEC-33";

    PRICING_MISSING = "PRC-RMD-01" Metric missing,
        "How the quantity is charged is missing.",
        "Choose a pricing model.",
        "linear_tier", "§8.4";
    TIERS_OF_A_PRORATED_QUANTITY = "PRC-CMP-01" Metric error,
        "Tiers do not go with a prorated quantity.",
        "Prorated counting has the linear price only; count by sum, highest or average to use tiers.",
        "linear_tier", "§8.4, DEC-34";
    PRORATION_OF_A_WHOLE_QUANTITY = "PRC-CMP-02" Metric error,
        "The price is prorated, but the quantity is not.",
        "Count by days or by the month, or choose the linear price.",
        "linear_tier", "§8.4, DEC-34";

    NOT_A_NUMBER = "PRC-NUM-01" Metric error,
        "“{0}” is not a number.",
        "Write digits, with a point before the decimals and nothing between thousands, for example {example}.",
        "1024", "§4.10";
    NUMBER_NEGATIVE = "PRC-NUM-02" Metric error,
        "The {field} is below zero.",
        "Give zero or more.",
        "0", "§4.10";
    NUMBER_TOO_FINE = "PRC-NUM-03" Metric error,
        "The {field} has {0:decimal}; 9 is the most.",
        "Round it.",
        "0.000000001", "§4.10";
    NUMBER_TOO_LARGE = "PRC-NUM-04" Metric error,
        "The {field} has {0:digit} before the point; 15 is the most.",
        "Choose a larger unit.",
        "1048576", "§4.10";
    SCALE_ZERO = "PRC-NUM-05" Metric error,
        "The {field} is zero.",
        "Nothing can be divided by it; give 1 to leave quantities as they are.",
        "1", "§4.10";

    FROM_NOT_A_DATE = "PRC-EFF-01" Metric error,
        "“{0}” is not a date.",
        "Write year, month and day, for example {example}.",
        "2026-06-01", "§4.10";
    FROM_WITHIN_A_MONTH = "PRC-EFF-02" Metric error,
        "The price begins on {0}, within a month.",
        "Begin it on the first of a month, so that a month has one price.",
        "2026-06-01", "§8.4, §10";
    UNTIL_NOT_A_DATE = "PRC-EFF-03" Metric error,
        "“{0}” is not a date.",
        "Write year, month and day, for example {example}.",
        "2027-05-31", "§4.10";
    UNTIL_BEFORE_FROM = "PRC-EFF-04" Metric error,
        "The price ends on {0}, before it begins.",
        "Give a later day, or none.",
        "2027-05-31", "§4.9";
    UNTIL_WITHIN_A_MONTH = "PRC-EFF-05" Metric error,
        "The price would end within a month, on {0}.",
        "A month has one price: give its last day, for example {example}, or none.",
        "2027-05-31", "§8.4, §10";

    PLACES_MISSING = "PRC-ROW-01" Metric missing,
        "The metric has no price.",
        "Add a row for country and currency, and a price, for example {example}.",
        "USA, USD, 0.40", "§4.10";
    BASE_PLACE_MISSING = "PRC-ROW-02" Metric error,
        "The metric has no price for {0} in {1}.",
        "Add it: customers without a row of their own pay this price.",
        "USA, USD", "§4.10, DEC-39";
    PLACE_TWICE = "PRC-ROW-03" Metric error,
        "The metric has two rows for {0} in {1}.",
        "Keep one of the two.",
        "USA, USD", "§4.10";
    TOO_MANY_PLACES = "PRC-ROW-04" Metric error,
        "The metric has {0:row} of prices; 100 is the most.",
        "Leave out countries in which customers pay the base price anyway.",
        "USA, USD", "§4";
    METRIC_PRICE_MISSING = "PRC-ROW-05" Metric missing,
        "The price of tier {row} is missing.",
        "Give the price of a pack, of a block its whole amount, for example {example}.",
        "0.40", "§4.10";

    LINEAR_WITH_TIERS = "PRC-TIE-01" Metric error,
        "The price is linear, but it has {0:tier}.",
        "Remove all but the first, or choose a model with tiers.",
        "graduated_tier", "§4.10";
    BOUND_MISSING = "PRC-TIE-02" Metric missing,
        "Tier {row} has no upper bound.",
        "Give its last pack; only the last tier is open.",
        "1000", "§4.10, DEC-35";
    BOUND_NOT_WHOLE = "PRC-TIE-03" Metric error,
        "“{0}” is not a whole number of packs.",
        "Give a whole number below 999999999, without anything between thousands, for example {example}.",
        "1000", "§4.10";
    BOUND_NOT_RISING = "PRC-TIE-04" Metric error,
        "Tier {row} ends at {0}, but the tier before it ends at {1}.",
        "Bounds are cumulative and rise from tier to tier.",
        "2500", "§4.10, DEC-35";
    LAST_TIER_CLOSED = "PRC-TIE-05" Metric warning,
        "The last tier ends at {0}.",
        "Leave its bound empty; beyond it the last price goes on anyway.",
        "an empty bound", "DEC-36";
    SIMPLE_TIER_DROPS = "PRC-TIE-06" Metric warning,
        "At {0} packs the total is {1}, one pack more lowers it to {2}.",
        "With simple tiers all packs have the price of the last one; graduated tiers never fall.",
        "graduated_tier", "§8.4";
    TOO_MANY_TIERS = "PRC-TIE-07" Metric error,
        "The price has {0:tier}; 50 is the most.",
        "Keep the bounds at which the price really changes.",
        "1000", "§4";
}
