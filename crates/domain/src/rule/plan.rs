//! Rules of the plan editor, and of an offering's plans taken together.

super::rules! {
    NO_PLAN = "PRC-PLN-01" Plan missing,
        "The offering has no plan.",
        "Add one; a free plan lets customers try.",
        "lite", "G-PRICE";
    SEVERAL_FREE_PLANS = "PRC-PLN-02" Plan error,
        "There are {0:free plan}; 1 is the most.",
        "Make the others paid, or remove them.",
        "lite", "§4.9, G-PRICE";
    NO_FREE_PLAN = "PRC-PLN-03" Plan warning,
        "There is no free plan.",
        "Add one, so that customers can try before they pay.",
        "lite", "DEC-21";
    PLAN_INCOMPLETE = "PRC-PLN-04" Plan error,
        "The plan “{0}” is incomplete: {1:error}.",
        "Open it; every field says what it needs.",
        "a plan with name, description, highlight and location", "§4.9";

    NAME_MISSING = "PRC-NAM-01" Plan missing,
        "The programmatic name is missing.",
        "Give the technical name that the broker knows; it is permanent once deployed, for example {example}.",
        "gold", "§4.9";
    NAME_CHARACTER = "PRC-NAM-02" Plan error,
        "The programmatic name contains “{0}”.",
        "Use lower-case letters, digits, hyphens and dots only, for example {example}.",
        "gold", "§4.9";
    NAME_TWICE = "PRC-NAM-03" Plan error,
        "Another plan of this offering is called “{0}”.",
        "Choose another name, for example {example}.",
        "gold-2", "§4.9";
    FREE_NAME_NOT_LITE = "PRC-NAM-04" Plan error,
        "The free plan is called “{0}”.",
        "A free plan is always called lite.",
        "lite", "§4.9, DEC-21";

    DISPLAY_NAME_MISSING = "PRC-DIS-01" Plan missing,
        "The display name is missing.",
        "Give the name that customers choose by, for example “{example}”.",
        "Gold", "§4.9";
    DISPLAY_NAME_CHARACTER = "PRC-DIS-02" Plan error,
        "The display name contains “{0}”.",
        "Use letters, digits, hyphens, blanks and dots only.",
        "Gold", "§4.9";
    DISPLAY_NAME_CONTAINS_COMPANY = "PRC-DIS-03" Plan error,
        "The display name contains your company name, “{0}”.",
        "Leave it out: the page shows it already.",
        "Gold", "§4.9";
    DISPLAY_NAME_CONTAINS_PRODUCT = "PRC-DIS-04" Plan error,
        "The display name contains the name of the offering, “{0}”.",
        "Leave it out: the page shows it already.",
        "Gold", "§4.9";
    FREE_DISPLAY_NAME_NOT_LITE = "PRC-DIS-05" Plan error,
        "The free plan is shown as “{0}”.",
        "A free plan is always shown as Lite.",
        "Lite", "§4.9, DEC-21";

    DESCRIPTION_MISSING = "PRC-DSC-01" Plan missing,
        "The description is missing.",
        "Say what the plan contains, with its limits, for example “{example}”.",
        "Up to 10 collections and 50 searches a second", "§4.9";
    DESCRIPTION_TOO_LONG = "PRC-DSC-02" Plan error,
        "The description has {0:character}; 255 is the most.",
        "Keep the contents and the limits.",
        "Up to 10 collections and 50 searches a second", "§4.9";

    KIND_MISSING = "PRC-KND-01" Plan missing,
        "The kind of plan is missing.",
        "Choose whether the plan is free, a subscription or metered.",
        "subscription", "§4.9";
    SECOND_FREE_PLAN = "PRC-KND-02" Plan error,
        "Another plan of this offering is free.",
        "Make this one a subscription; an offering has at most one free plan.",
        "subscription", "§4.9, G-PRICE";

    BULLETS_MISSING = "PRC-BUL-01" Plan missing,
        "The plan has no feature line.",
        "Add one to five; the first is the most prominent, for example “{example}”.",
        "10 collections", "§4.9";
    TOO_MANY_BULLETS = "PRC-BUL-02" Plan error,
        "The plan has {0:feature line}; 5 is the most.",
        "Keep the five that decide.",
        "10 collections", "§4.9";

    FEE_MISSING = "PRC-FEE-01" Plan missing,
        "The subscription has no monthly fee.",
        "Add a row with country, currency and price, for example {example}.",
        "USA, USD, 49.00", "§4.9";
    BASE_FEE_MISSING = "PRC-FEE-02" Plan error,
        "The monthly fee has no row for {0} in {1}.",
        "Add it: customers without a row of their own pay this price.",
        "USA, USD, 49.00", "§4.10, DEC-39";
    FEE_TWICE = "PRC-FEE-03" Plan error,
        "The monthly fee has two rows for {0} in {1}.",
        "Keep one of the two.",
        "USA, USD, 49.00", "§4.10";
    TOO_MANY_AMOUNTS = "PRC-FEE-05" Plan error,
        "The monthly fee has {0:row}; 100 is the most.",
        "Leave out countries in which customers pay the base price anyway.",
        "USA, USD, 49.00", "§4";
    FREE_PLAN_WITH_FEE = "PRC-FEE-04" Plan warning,
        "The plan is free, but it has a monthly fee.",
        "Remove the fee, or make the plan a subscription.",
        "subscription", "§4.9";

    METERED_PLAN_WITH_FEE = "PRC-FEE-06" Plan error,
        "The plan is metered, but it has a monthly fee.",
        "Remove the rows of the fee, or make the plan a subscription.",
        "metered", "§4.9, G-PRICE";

    CAPS_UNUSED = "PRC-CAP-01" Plan warning,
        "The plan is not free, but it has {0:cap}.",
        "They stay as they are typed and stop nothing; remove them, or make the plan free.",
        "free", "§4.9";
    CAP_TWICE = "PRC-CAP-02" Plan error,
        "Another cap of this plan is of the measure “{0}”.",
        "Keep one of the two.",
        "API_CALL", "§4.9";
    CAP_MISSING = "PRC-CAP-03" Plan missing,
        "The cap in row {row} is missing.",
        "Give the number of units that a month may have, for example {example}.",
        "10000", "§4.9";
    CAP_ZERO = "PRC-CAP-04" Plan error,
        "The cap in row {row} is zero.",
        "Give more than zero: at a cap of zero nobody could use the plan.",
        "10000", "§4.9";
    CAP_ACTION_MISSING = "PRC-CAP-05" Plan missing,
        "What happens at the cap in row {row} is missing.",
        "Choose whether the instance is stopped, or the customer is only told.",
        "stop", "§4.9";
    TOO_MANY_CAPS = "PRC-CAP-06" Plan error,
        "The plan has {0:cap}; 20 is the most.",
        "Keep those that decide.",
        "API_CALL", "§4";

    COUNTRY_MISSING = "PRC-CTY-01" Plan missing,
        "The country in row {row} is missing.",
        "Give the country with three letters, for example {example}.",
        "USA", "§4.10";
    COUNTRY_UNKNOWN = "PRC-CTY-02" Plan error,
        "“{0}” is not a country code of ISO 3166.",
        "Give the country with three letters, for example {example}.",
        "DEU", "§4.10";
    CURRENCY_MISSING = "PRC-CUR-01" Plan missing,
        "The currency in row {row} is missing.",
        "Give the currency with three letters, for example {example}.",
        "USD", "§4.10";
    CURRENCY_UNKNOWN = "PRC-CUR-02" Plan error,
        "“{0}” is not a currency of ISO 4217.",
        "Give the currency with three letters, for example {example}.",
        "EUR", "§4.10";
    PRICE_MISSING = "PRC-PRI-01" Plan missing,
        "The price in row {row} is missing.",
        "Give the fee of a month, for example {example}.",
        "49.00", "§4.10";
    PRICE_NOT_A_NUMBER = "PRC-PRI-02" Plan error,
        "“{0}” is not a price.",
        "Write digits, with a point before the decimals and nothing between thousands, for example {example}.",
        "1249.50", "§4.10";
    PRICE_NEGATIVE = "PRC-PRI-03" Plan error,
        "The price in row {row} is below zero.",
        "Give zero or more.",
        "49.00", "§4.10";
    PRICE_TOO_FINE = "PRC-PRI-04" Plan error,
        "The price in row {row} has {0:decimal}; 9 is the most.",
        "Round it.",
        "0.000000001", "§4.10";
    PRICE_TOO_LARGE = "PRC-PRI-05" Plan error,
        "The price in row {row} has {0:digit} before the point; 15 is the most.",
        "Give the price in the currency itself, not in a smaller unit.",
        "49.00", "§4.10";

    LOCATIONS_MISSING = "PRC-LOC-01" Plan missing,
        "The plan is sold nowhere.",
        "Choose at least one location.",
        "eu-de", "§4.9";
    LOCATION_UNKNOWN = "PRC-LOC-02" Plan error,
        "“{0}” is not a location in which plans are sold.",
        "Choose one from the list; the operator adds new ones on request.",
        "eu-de", "§4.9, §4.14";
    GLOBAL_AND_OTHERS = "PRC-LOC-03" Plan warning,
        "The plan is sold globally and in single locations.",
        "Keep one of the two: global contains the others.",
        "global", "§4.9";
    LOCATION_AGAINST_SCOPE = "PRC-LOC-04" Plan warning,
        "“{0}” does not fit the location scope of the settings.",
        "Choose global if the settings say so, and single locations otherwise.",
        "eu-de", "§4.7b";

    END_NOT_A_DAY = "PRC-END-01" Plan error,
        "“{0}” is not a date.",
        "Write year, month and day, for example {example}.",
        "2027-03-01", "§10";
    EVERY_PLAN_ENDS = "PRC-END-02" Plan warning,
        "Every plan of the offering ends.",
        "Keep one for new instances, or announce the end of the offering instead.",
        "a plan without an end", "§10";
}
