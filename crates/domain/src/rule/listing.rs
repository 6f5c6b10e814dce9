//! Rules of the tab Listing page.

super::rules! {
    NAME_MISSING = "LST-NAM-01" Listing missing,
        "The display name is missing.",
        "Give the name that customers read on the tile, for example “{example}”.",
        "Vector Search", "§4.7a";
    NAME_TOO_LONG = "LST-NAM-02" Listing error,
        "The display name has {0:character}; 60 is the most.",
        "Keep the words that tell it from others.",
        "Vector Search", "§4.1, §4.7a";
    NAME_CONTAINS_COMPANY = "LST-NAM-03" Listing error,
        "The name contains your company name, “{0}”.",
        "Leave it out: the tile shows the provider on a line of its own.",
        "Vector Search", "§4.1, §4.7a";
    NAME_CONTAINS_PLATFORM = "LST-NAM-04" Listing error,
        "The name contains the name of the platform, “{0}”.",
        "Leave it out: everything in the catalog runs on it.",
        "Vector Search", "§4.1, §4.7a";
    NAME_CONTAINS_PRICE = "LST-NAM-05" Listing error,
        "The name speaks of the price: “{0}”.",
        "Leave it out: plans carry the price.",
        "Vector Search", "§4.1, §4.7a";
    NAME_IS_TECHNICAL = "LST-NAM-06" Listing warning,
        "The display name is the technical name of the service.",
        "Write it the way you would say it, for example “{example}”.",
        "Vector Search", "§4.6, §4.7a";

    PROVIDER_MISSING = "LST-PRV-01" Listing missing,
        "The provider name is missing.",
        "Give the name of your company as customers know it, for example {example}.",
        "Northwind Data", "§4.7a";
    PROVIDER_TOO_LONG = "LST-PRV-02" Listing error,
        "The provider name has {0:character}; 128 is the most.",
        "Use the name that customers know.",
        "Northwind Data", "§4.1, §4.7a";

    DESCRIPTION_MISSING = "LST-DSC-01" Listing missing,
        "The short description is missing.",
        "Say in one sentence what the service does, for example “{example}”.",
        "Find the nearest neighbours of an embedding in milliseconds", "§4.7a";
    DESCRIPTION_TOO_LONG = "LST-DSC-02" Listing error,
        "The short description has {0:character}; 255 is the most.",
        "Keep what the service does, and move the rest to the long description.",
        "Find the nearest neighbours of an embedding in milliseconds", "§4.7a";
    DESCRIPTION_OF_MANY_SENTENCES = "LST-DSC-03" Listing warning,
        "The short description has {0:sentence}.",
        "Keep the first one, and move the rest to the long description.",
        "Find the nearest neighbours of an embedding in milliseconds", "§4.7a";

    LONG_DESCRIPTION_MISSING = "LST-LNG-01" Listing missing,
        "The long description is missing.",
        "Tell in two sentences or more what customers can do with the service.",
        "Collections hold up to 400 million vectors. Searches combine filters and ranking", "§4.7a";
    LONG_DESCRIPTION_REPEATS = "LST-LNG-02" Listing warning,
        "The first sentence repeats the short description.",
        "Readers have just seen it on the tile. Begin with a fact that is new to them.",
        "Collections hold up to 400 million vectors", "§4.7a";
    LONG_DESCRIPTION_OF_ONE_SENTENCE = "LST-LNG-03" Listing warning,
        "The long description has only one sentence.",
        "Write two or more.",
        "Collections hold up to 400 million vectors. Searches combine filters and ranking", "§4.7a";

    ICON_MISSING = "LST-ICO-01" Listing missing,
        "The icon is missing.",
        "Link a square SVG that can be read at 32 pixels, for example {example}.",
        "https://northwind.example/vector.svg", "§4.7a";
    ICON_NOT_AN_IMAGE_ADDRESS = "LST-ICO-02" Listing error,
        "The icon is neither a web address nor one of our marks.",
        "Link an image, or use a mark by its path, for example {example}.",
        "/marks/vector.svg", "§4.7a";
    ICON_FORMAT_UNKNOWN = "LST-ICO-03" Listing warning,
        "The address of the icon does not end in .svg.",
        "Link an SVG; it stays sharp at every size.",
        "https://northwind.example/vector.svg", "§4.7a";
    ICON_IS_PNG = "LST-ICO-04" Listing info,
        "The icon is a PNG.",
        "It is tolerated. An SVG stays sharp at every size.",
        "https://northwind.example/vector.svg", "§4.7a";
    ICON_NOT_SHOWN = "LST-ICO-05" Listing warning,
        "The catalog does not load the icon from there.",
        "Upload it: the catalog shows uploaded icons and our own marks; the address goes into the definitions alone.",
        "/marks/vector.svg", "§4.7a, security §3a";
    ICON_FILE_MISSING = "LST-ICO-06" Listing error,
        "No file was chosen.",
        "Choose a picture first.",
        "vector.png", "security §3f";
    ICON_FILE_TOO_LARGE = "LST-ICO-07" Listing error,
        "The file is larger than 1000 KiB.",
        "Save the picture smaller; 256 pixels are enough for an icon.",
        "vector.png", "security §3f";
    ICON_FILE_UNREADABLE = "LST-ICO-08" Listing error,
        "The file is not a PNG, JPEG, WebP or SVG picture.",
        "Export the logo as an SVG, or as a PNG with 256 pixels.",
        "vector.png", "security §3f";
    ICON_FILE_TOO_WIDE = "LST-ICO-09" Listing error,
        "The picture has {0} × {1} pixels; 4096 on each side are the most.",
        "Save it smaller; 256 pixels are enough for an icon.",
        "vector.png", "security §3f";
    ICONS_TOO_MANY = "LST-ICO-10" Listing error,
        "Your account keeps {0:icon} already; 40 are the most.",
        "Use one of those, or ask the operator to remove some.",
        "vector.png", "security §3f";
    ICON_OUT_OF_SHAPE = "LST-ICO-11" Listing warning,
        "The icon has {0} × {1} pixels as it is kept; an icon is square, with 32 or more on each side.",
        "Upload a square picture that can be read at 32 pixels.",
        "vector.png", "§4.7a";

    DOCUMENTATION_URL_MISSING = "LST-DOC-01" Listing missing,
        "The documentation URL is missing.",
        "Use the address that was issued with your approval.",
        "https://docs.slipway.example/northwind-vector", "§4.7a";
    DOCUMENTATION_URL_NOT_ISSUED = "LST-DOC-02" Listing error,
        "The documentation URL is not the address that was issued with your approval.",
        "Use the issued one.",
        "https://docs.slipway.example/northwind-vector", "§4.7a, G-DEF";
    INSTRUCTIONS_URL_MISSING = "LST-INS-01" Listing missing,
        "The instructions URL is missing.",
        "Use the address that was issued with your approval.",
        "https://docs.slipway.example/northwind-vector", "§4.7a";
    INSTRUCTIONS_URL_NOT_ISSUED = "LST-INS-02" Listing error,
        "The instructions URL is not the address that was issued with your approval.",
        "Use the issued one; its content opens in the tab Getting started.",
        "https://docs.slipway.example/northwind-vector", "§4.7a, G-DEF";

    TERMS_URL_IS_GENERAL = "LST-TRM-01" Listing error,
        "This is your company’s general terms page.",
        "Link a page that belongs to this offering alone and leaves out billing, payment and tax, for example {example}.",
        "https://northwind.example/terms/vector-search", "§4.7a, G-DEF";
    TERMS_URL_MISSING = "LST-TRM-02" Listing missing,
        "The terms URL is missing.",
        "Link the terms that customers accept when they create an instance, for example {example}.",
        "https://northwind.example/terms/vector-search", "§4.7a";
    TERMS_URL_SHARED = "LST-TRM-03" Listing error,
        "Another offering links this terms page too.",
        "Link a page that belongs to this offering alone, for example {example}.",
        "https://northwind.example/terms/vector-search", "§4.7a, G-DEF";
    TERMS_URL_ABOUT_BILLING = "LST-TRM-04" Listing error,
        "The address of the terms speaks of “{0}”.",
        "Link a page without billing, payment and tax: customers pay the platform, for example {example}.",
        "https://northwind.example/terms/vector-search", "§4.7a";

    SUPPORT_URL_MISSING = "LST-SUP-01" Listing missing,
        "The support URL is missing.",
        "Link the page where customers reach your support, for example {example}.",
        "https://northwind.example/support", "§4.7a";
    SUPPORT_URL_NOT_HTTPS = "LST-SUP-02" Listing error,
        "The support URL is not https.",
        "Link the same page with https, for example {example}.",
        "https://northwind.example/support", "§4.7a";

    CATEGORY_MISSING = "LST-CAT-01" Listing missing,
        "The category is missing.",
        "Choose the one under which customers look first.",
        "databases", "§4.7a";
    CATEGORY_UNKNOWN = "LST-CAT-02" Listing error,
        "“{0}” is not a category of this catalog.",
        "Choose one from the list.",
        "databases", "§4.7a";

    TAG_CHARACTER = "LST-TAG-01" Listing error,
        "The tag “{0}” contains characters that tags cannot have.",
        "Use lower-case letters, digits, hyphens, dots and underscores, for example {example}.",
        "vector-search, embeddings", "§4.7a";
    TOO_MANY_TAGS = "LST-TAG-02" Listing error,
        "There are {0:tag}; 100 is the most.",
        "Keep those that customers search for.",
        "vector-search, embeddings", "§4.7a";
    TAG_IS_OURS = "LST-TAG-03" Listing info,
        "The tag “{0}” is set by the catalog itself.",
        "Leave it out.",
        "vector-search, embeddings", "§4.7a";

    BULLETS_MISSING = "LST-BUL-01" Listing missing,
        "There is no highlight.",
        "Add at least one: a title and one or two sentences.",
        "Filters before ranking", "§4.7a";
    TOO_MANY_BULLETS = "LST-BUL-02" Listing error,
        "There are {0:highlight}; 100 is the most.",
        "Keep the strongest.",
        "Filters before ranking", "§4";
    BULLET_TITLE_MISSING = "LST-BUL-03" Listing missing,
        "The title of highlight {row} is missing.",
        "Sum the highlight up in a few words, for example “{example}”.",
        "Filters before ranking", "§4.7a";
    BULLET_TITLE_TOO_LONG = "LST-BUL-04" Listing error,
        "The title of highlight {row} has {0:character}; 256 is the most.",
        "Sum the highlight up in a few words, for example “{example}”.",
        "Filters before ranking", "§4";
    BULLET_TEXT_MISSING = "LST-BUL-05" Listing missing,
        "The text of highlight {row} is missing.",
        "Explain the title in one or two sentences.",
        "Metadata filters run before the ranking, so a page of results is always full", "§4.7a";
    BULLET_TEXT_TOO_LONG = "LST-BUL-06" Listing error,
        "The text of highlight {row} has {0:character}; 2000 is the most.",
        "Explain the title in one or two sentences.",
        "Metadata filters run before the ranking, so a page of results is always full", "§4";
    BULLET_TEXT_OF_MANY_SENTENCES = "LST-BUL-07" Listing warning,
        "The text of highlight {row} has {0:sentence}.",
        "Use one or two.",
        "Metadata filters run before the ranking, so a page of results is always full", "§4.7a";

    FEATURED_TOO_LONG = "LST-FEA-01" Listing error,
        "The promotion line has {0:character}; 255 is the most.",
        "Keep what tells the service from others.",
        "Vector search without a cluster to look after", "§4.7a";
    IMAGE_NOT_AN_ADDRESS = "LST-IMG-01" Listing error,
        "The {field} is neither an https address nor one of our pictures.",
        "Link an image, for example {example}.",
        "https://northwind.example/vector.svg", "§4.7a";
    LINK_NOT_HTTPS = "LST-LNK-01" Listing error,
        "The {field} is not https.",
        "Link the same page with https, for example {example}.",
        "https://northwind.example/vector/api", "§4.7a";
    OWN_PAGE_NEEDS_APPROVAL = "LST-OWN-01" Listing warning,
        "The {field} takes the place of a page of the catalog.",
        "Say why in the note for the reviewer: it takes effect when the operator has approved it.",
        "https://northwind.example/vector/create", "§4.7a";
    INDEX_NOT_A_NUMBER = "LST-IDX-01" Listing error,
        "“{0}” is not a whole number from 0 to 9999.",
        "Write one, or leave it empty.",
        "10", "§4.7a";
    TAB_ID_MISSING = "LST-TAB-01" Listing missing,
        "The id of extra tab {row} is missing.",
        "Give a short one that no other tab has, for example {example}.",
        "release-notes", "§4.7a";
    TAB_ID_INVALID = "LST-TAB-02" Listing error,
        "The id “{0}” contains characters that ids of tabs cannot have.",
        "Use lower-case letters, digits, hyphens, dots and underscores, for example {example}.",
        "release-notes", "§4.7a";
    TAB_TWICE = "LST-TAB-03" Listing error,
        "There is an extra tab “{0}” already.",
        "Choose another id, for example {example}.",
        "release-notes", "§4.7a";
    TAB_LABEL_MISSING = "LST-TAB-04" Listing missing,
        "The label of extra tab {row} is missing.",
        "Say in a word or two where it leads, for example “{example}”.",
        "Release notes", "§4.7a";
    TAB_URL_MISSING = "LST-TAB-05" Listing missing,
        "The address of extra tab {row} is missing.",
        "Link the page that it leads to, for example {example}.",
        "https://northwind.example/vector/releases", "§4.7a";
    TOO_MANY_TABS = "LST-TAB-06" Listing error,
        "There are {0:extra tab}; 20 is the most.",
        "Keep those that customers look for.",
        "release-notes", "§4.7a";
}
