//! Rules of translations: what a text in another language has to do with its English one.

super::rules! {
    INCOMPLETE = "TRL-LNG-01" Translation error,
        "The translation into {0} has {1:error}.",
        "Open it; every text says what it needs.",
        "Deutsch", "§4.7a";
    SOURCE_CHANGED = "TRL-SRC-01" Translation warning,
        "The English text has changed since this was translated.",
        "Change the translation as well, or say that it still fits; until then customers read it as it is.",
        "a translation of the present text", "§4.7a";
    SOURCE_GONE = "TRL-SRC-02" Translation warning,
        "There is no English text any more that this translates.",
        "Empty it, or copy it to where it belongs; nobody reads it here.",
        "a translation of a text that is there", "§4.7a";
}
