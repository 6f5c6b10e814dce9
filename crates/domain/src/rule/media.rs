//! Rules of the media of a listing, and of the pictures that are uploaded for them and as icons.

super::rules! {
    SVG_PART_REFUSED = "LST-SVG-01" Listing error,
        "The SVG contains “{0}”, which is not drawn here.",
        "Turn texts and dashes into paths and leave out pictures, filters, patterns, scripts and animations, or export it as a PNG.",
        "vector.svg", "security §3f";
    SVG_REFERS_OUT = "LST-SVG-02" Listing error,
        "The SVG refers to something outside of itself.",
        "Put everything that is drawn into the one file, or export it as a PNG.",
        "vector.svg", "security §3f";
    SVG_TAKES_TOO_MUCH = "LST-SVG-03" Listing error,
        "The SVG takes too much work to draw.",
        "Flatten its groups, clips and copies, or export it as a PNG.",
        "vector.svg", "security §3f";

    TOO_MANY_MEDIA = "LST-MED-01" Listing error,
        "The list of media has {0:row}; 100 is the most.",
        "Keep those that show the service at work.",
        "image", "§4";
    MEDIA_KIND_MISSING = "LST-MED-02" Listing missing,
        "The type in row {row} of the media is missing.",
        "Choose picture or the kind of video.",
        "image", "§4.7a";
    MEDIA_KIND_UNKNOWN = "LST-MED-03" Listing error,
        "“{0}” is no type of media.",
        "Choose picture or the kind of video.",
        "image", "§4.7a";
    MEDIA_URL_MISSING = "LST-MED-04" Listing missing,
        "The address in row {row} of the media is missing.",
        "Use an uploaded picture, or link the picture or video, for example {example}.",
        "https://northwind.example/vector/tour.mp4", "§4.7a";
    MEDIA_URL_UNUSABLE = "LST-MED-05" Listing error,
        "The address in row {row} of the media is neither https nor an uploaded picture.",
        "Upload the picture, or link it with https, for example {example}.",
        "https://northwind.example/vector/tour.mp4", "§4.7a";
    MEDIA_IS_A_PICTURE = "LST-MED-06" Listing error,
        "Row {row} of the media says video, but its address is an uploaded picture.",
        "Choose picture as its type, or link the video, for example {example}.",
        "https://northwind.example/vector/tour.mp4", "§4.7a";
    MEDIA_NOT_YOUTUBE = "LST-MED-07" Listing error,
        "The address in row {row} of the media is not at YouTube.",
        "Link the video there, or choose another type, for example {example}.",
        "https://www.youtube.com/watch?v=abc123", "§4.7a";
    MEDIA_NOT_SHOWN = "LST-MED-08" Listing warning,
        "The catalog does not load the picture in row {row} of the media from there.",
        "Upload it; until then the details page has a link to it.",
        "https://northwind.example/vector/tour.mp4", "§4.7a, security §3a";
    MEDIA_THUMBNAIL_UNUSABLE = "LST-MED-09" Listing error,
        "The thumbnail in row {row} of the media is neither https nor an uploaded picture.",
        "Upload the picture and use its address, or leave the thumbnail out.",
        "https://northwind.example/vector/tour.png", "§4.7a";
    MEDIA_THUMBNAIL_NOT_SHOWN = "LST-MED-10" Listing info,
        "The catalog does not load the thumbnail in row {row} of the media from there.",
        "Upload it; until then the details page shows the caption alone.",
        "https://northwind.example/vector/tour.png", "§4.7a, security §3a";
    MEDIA_CAPTION_MISSING = "LST-MED-11" Listing missing,
        "The caption in row {row} of the media is missing.",
        "Say in one sentence what can be seen: it is all that some readers have, for example “{example}”.",
        "The page of a collection with its searches of the last hour", "§4.7a";
    MEDIA_CAPTION_TOO_LONG = "LST-MED-12" Listing error,
        "The caption in row {row} of the media has {0:character}; 2000 is the most.",
        "Say in one sentence what can be seen.",
        "The page of a collection with its searches of the last hour", "§4";

    PICTURE_FILE_MISSING = "LST-PIC-01" Listing error,
        "No file was chosen.",
        "Choose a picture first.",
        "collection.png", "security §3f";
    PICTURE_FILE_TOO_LARGE = "LST-PIC-02" Listing error,
        "The file is larger than 1000 KiB.",
        "Save the picture smaller; 1600 pixels are enough.",
        "collection.png", "security §3f";
    PICTURE_FILE_UNREADABLE = "LST-PIC-03" Listing error,
        "The file is not a PNG, JPEG, WebP or SVG picture.",
        "Export it as a PNG; a video is linked by its address.",
        "collection.png", "security §3f";
    PICTURE_FILE_TOO_WIDE = "LST-PIC-04" Listing error,
        "The picture has {0} × {1} pixels; 4096 on each side are the most.",
        "Save it smaller; 1600 pixels are enough.",
        "collection.png", "security §3f";
    PICTURES_TOO_MANY = "LST-PIC-05" Listing error,
        "Your account keeps {0:picture} already; 60 are the most.",
        "Use one of those, or ask the operator to remove some.",
        "collection.png", "security §3f";
    PICTURES_TOO_LARGE = "LST-PIC-06" Listing error,
        "The pictures of your account would take more than 32 MiB.",
        "Save this one smaller, or ask the operator to remove some.",
        "collection.png", "security §3f";
    PICTURE_KEPT_TOO_LARGE = "LST-PIC-07" Listing error,
        "The picture takes more than 4 MiB when it is written anew.",
        "Save it with fewer pixels, or as a JPEG; 1600 pixels are enough.",
        "collection.png", "security §3f";
}
