//! Rules of what the billing desk puts right on a statement.

super::rules! {
    OFFERING_MISSING = "ADJ-SRV-01" Adjustment missing,
        "The service is missing.",
        "Choose the service that it is about.",
        "northwind-vector", "DEC-41";
    AMOUNT_MISSING = "ADJ-AMT-01" Adjustment missing,
        "The amount is missing.",
        "Write what is added or, with a minus, what is taken off, for example {example}.",
        "-12.50", "DEC-41";
    AMOUNT_NOT_A_NUMBER = "ADJ-AMT-02" Adjustment error,
        "“{0}” is no amount.",
        "Write digits with a point before the decimals, and a minus before what is taken off, for example {example}.",
        "-12.50", "DEC-41";
    AMOUNT_ZERO = "ADJ-AMT-03" Adjustment error,
        "The amount is zero.",
        "Write what is added or, with a minus, what is taken off, for example {example}.",
        "-12.50", "DEC-41";
    AMOUNT_TOO_FINE = "ADJ-AMT-04" Adjustment error,
        "“{0}” is finer than the smallest unit of {1}.",
        "Round it to what can be paid, for example {example}.",
        "-12.50", "DEC-41, §8.4";
    AMOUNT_TOO_LARGE = "ADJ-AMT-05" Adjustment error,
        "The amount has {0:digit} before the point; 15 are the most.",
        "Look at it once more, and write it in several adjustments if it is meant.",
        "-12.50", "DEC-41";
    CURRENCY_MISSING = "ADJ-CUR-01" Adjustment missing,
        "The currency is missing.",
        "Choose one in which the account pays.",
        "EUR", "DEC-41";
    REASON_MISSING = "ADJ-RSN-01" Adjustment missing,
        "The reason is missing.",
        "Say what happened; the customer reads it on the statement.",
        "The records of 12 May were counted twice", "DEC-41";
}
