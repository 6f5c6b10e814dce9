use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::*;

const SIDE: u16 = 256;

/// A debug build draws none of it within this, if it draws at all; refusing takes a fraction.
const SOON: Duration = Duration::from_secs(5);

fn svg(inner: &str) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 20 10'>{inner}\
         </svg>"
    )
}

fn fault(file: &str) -> SvgFault {
    let begun = Instant::now();
    let fault = drawn(file.as_bytes(), SIDE).expect_err(file);
    assert!(begun.elapsed() < SOON, "{file}");
    fault
}

fn holds(part: &str) -> SvgFault {
    SvgFault::Holds(part.to_owned())
}

#[test]
fn shapes_gradients_copies_and_clips_are_drawn() {
    let logo = svg("<title>Logo</title><style>.a{fill:url(#g)} .b{clip-path:url(#c)} /* by hand */</style>\
         <defs><linearGradient id='g'><stop offset='0' stop-color='red'/><stop offset='1'/></linearGradient>\
         <clipPath id='c'><rect width='10' height='10'/></clipPath><circle id='o' r='2'/></defs>\
         <g class='b'><rect class='a' width='20' height='10'/></g>\
         <use xlink:href='#o' x='15' y='5'/><a href='https://northwind.example'><path d='M0 0h1v1z' opacity='.5'/></a>");
    let picture = drawn(logo.as_bytes(), SIDE).unwrap().into_rgba8();
    assert_eq!(picture.dimensions(), (256, 128));
    assert!(picture.get_pixel(20, 64).0[0] > 200 && picture.get_pixel(20, 64).0[3] == 255, "red, within the clip");
    assert_eq!(picture.get_pixel(150, 120).0[3], 0, "see-through, outside of it");
    assert_eq!(picture.get_pixel(192, 64).0, [0, 0, 0, 255], "the copy");
}

#[test]
fn what_an_editor_says_of_itself_and_a_plain_doctype_do_not_matter() {
    let file = format!(
        "\u{feff}<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://evil.example/svg11.dtd'>{}",
        svg("<sodipodi:namedview xmlns:sodipodi='http://sodipodi.example' x='1'/><rect width='20' height='10'/>")
    );
    assert!(drawn(file.as_bytes(), SIDE).is_ok());
}

#[test]
fn what_is_not_drawn_here_is_named() {
    for (part, inner) in [
        ("script", "<script>alert(1)</script><rect width='9' height='9'/>"),
        ("foreignObject", "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>x</body></foreignObject>"),
        ("image", "<image href='data:image/png;base64,AAAA' width='9' height='9'/>"),
        ("image", "<image xlink:href='/etc/passwd' width='9' height='9'/>"),
        ("image", "<image xlink:href='http://169.254.169.254/latest' width='9' height='9'/>"),
        ("text", "<text>Northwind</text>"),
        ("set", "<rect width='9' height='9'><set attributeName='href' to='javascript:alert(1)'/></rect>"),
        ("animate", "<rect width='9' height='9'><animate attributeName='x'/></rect>"),
        ("filter", "<filter id='f'><feImage href='/etc/passwd'/></filter>"),
        ("filter", "<rect width='9' height='9' style='filter:blur(9000px)'/>"),
        ("pattern", "<pattern id='p'/>"),
        ("marker", "<marker id='m'/>"),
        ("stroke-dasharray", "<path d='M0 0H99999' stroke='red' stroke-dasharray='0.0001'/>"),
        ("stroke-dasharray", "<style>path{stroke-dasharray:.0001}</style><path d='M0 0H99999' stroke='red'/>"),
    ] {
        assert_eq!(fault(&svg(inner)), holds(part), "{inner}");
    }
}

#[test]
fn entities_stand_for_nothing_here() {
    let bomb = "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
    let read = "<?xml version='1.0'?><!DOCTYPE svg [<!entity x SYSTEM 'file:///etc/passwd'>]>";
    for head in [bomb, read] {
        assert_eq!(fault(&format!("{head}{}", svg("<title>&b;</title>"))), holds("ENTITY"));
    }
}

#[test]
fn nothing_outside_of_the_file_is_named() {
    for inner in [
        "<use href='https://evil.example/x.svg#a'/>",
        "<use xlink:href='other.svg#a'/>",
        "<use href='data:image/svg+xml,&lt;svg/&gt;#a'/>",
        "<rect width='9' height='9' fill='url(https://evil.example/x#g)'/>",
        "<rect width='9' height='9' style='fill: URL( \"//evil.example/g\" )'/>",
        "<style>@import 'https://evil.example/x.css';</style><rect width='9' height='9'/>",
        "<style>@font-face{src:url(data:font/woff2;base64,AAAA)}</style><rect width='9' height='9'/>",
        "<linearGradient id='g' href='https://evil.example/x#g'/>",
    ] {
        assert_eq!(fault(&svg(inner)), SvgFault::RefersOut, "{inner}");
    }
}

/// Ten copies of ten copies, ten levels deep.
fn copies() -> String {
    let mut inner = "<defs><rect id='l0' width='9' height='9'/>".to_owned();
    for level in 1..10 {
        write!(inner, "<g id='l{level}'>").unwrap();
        inner.push_str(&format!("<use href='#l{}'/>", level - 1).repeat(10));
        inner.push_str("</g>");
    }
    inner + "</defs><use href='#l9'/>"
}

/// Each clipped by the one before, ten times.
fn clips(applied: impl Fn(usize) -> String, sheet: &str) -> String {
    let mut inner = format!("<style>{sheet}</style><clipPath id='c0'><rect width='9' height='9'/></clipPath>");
    for level in 1..10 {
        let rect = format!("<rect width='9' height='9' {}/>", applied(level - 1)).repeat(10);
        write!(inner, "<clipPath id='c{level}'>{rect}</clipPath>").unwrap();
    }
    inner + "<rect width='9' height='9' clip-path='url(#c9)'/>"
}

#[test]
fn what_grows_while_it_is_drawn_is_refused_before_it_is_drawn() {
    let nested = |times: usize, tag: &str| {
        let (begin, end) = (format!("<{tag}>").repeat(times), "</g>".repeat(times));
        format!("{begin}<rect width='9' height='9'/>{end}")
    };
    let by_class =
        (0..10).fold(String::new(), |sheet, level| sheet + &format!(".k{level}{{clip-path:url(#c{level})}}"));
    let in_other_words = (0..10).fold(String::new(), |all, level| {
        all + &format!("<style>.x{{</style><style>.k{level}{{clip-path:url(#c{level})}}</style>")
    });
    let nested_selectors = [
        format!("q{}{{fill:red}}", " *".repeat(24)),
        format!(".x{{y:\"/*\"}} q{} /* \"*/ {{fill:red}}", " *".repeat(24)),
        format!("[a=\"/*\"] q{} [b=\"*/\"]{{fill:red}}", " *".repeat(24)),
    ];
    let stops = (0..1500).fold(String::new(), |all, stop| all + &format!("<stop offset='.{stop:04}'/>"));
    let attributes = (0..15_000).fold(String::new(), |all, name| all + &format!(" a{name}=''"));
    let declarations = "x:1;".repeat(20_000);
    let bombs = [
        copies(),
        clips(|level| format!("xlink:clip-path='url(#c{level})'"), ""),
        format!("<o:style xmlns:o='o'>{by_class}</o:style>{}", clips(|level| format!("class='k{level}'"), "")),
        in_other_words + &clips(|level| format!("class='k{level}'"), ""),
        format!("<style>{}</style>{}", nested_selectors[0], nested(40, "g")),
        format!("<style>{}</style>{}", nested_selectors[1], nested(40, "g")),
        format!("<style>{}</style>{}", nested_selectors[2], nested(40, "g")),
        format!("<linearGradient id='g'>{stops}</linearGradient>")
            + &"<rect width='20' height='10' fill='url(#g)'/>".repeat(1500),
        format!("<rect width='9' height='9'{attributes}/>"),
        "<g xmlns:a='b'/>".repeat(600),
        format!("<rect id='r' width='9' height='9' style='{declarations}'/>") + &"<use href='#r'/>".repeat(3000),
        format!("<style>*{{{}}}</style>", "x:1;".repeat(7000)) + &"<rect width='9' height='9'/>".repeat(3000),
        "<use id='u' href='#u'/>".to_owned(),
        "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>".to_owned(),
        clips(|level| format!("clip-path='url(#c{level})'"), ""),
        clips(|level| format!("style='clip-path:url(#c{level})'"), ""),
        clips(|level| format!("class='k{level}'"), &by_class),
        clips(|level| format!("class='k{level}'"), "rect{clip-path:url(#c0)}"),
        clips(|level| format!("class='k{level}'"), ".x{y:\"}\";clip-path:url(#c0)}"),
        clips(|level| format!("class='k{level}'"), ".k0{y:\"/*\";clip-path:url(#c0);z:\"*/\"}"),
        nested(5000, "g"),
        nested(5000, "g a='/>'"),
        nested(5000, "g><!--</g>--"),
        nested(5000, "g><![CDATA[</g>]]"),
        nested(40, "g opacity='.9'"),
        "<g opacity='.9'><rect width='9' height='9'/><rect width='9' height='9'/></g>".repeat(500),
        "<rect width='9' height='9'/>".repeat(5000),
        format!("<path d='M0 0{}'/>", "L1 2".repeat(40_000)),
        format!("<style>{}</style><rect width='9' height='9'/>", ".a .b{fill:red}".repeat(4000)),
    ];
    for bomb in bombs {
        assert_eq!(fault(&svg(&bomb)), SvgFault::TakesTooMuch);
    }
    let texts = "<!-- -->".repeat(30_000);
    assert_eq!(fault(&svg(&texts)), SvgFault::TakesTooMuch);
}

#[test]
fn what_draws_nothing_is_no_picture() {
    for file in [
        String::new(),
        "<svg".to_owned(),
        "<?xml version='1.0'?><html/>".to_owned(),
        "<svg xmlns='http://elsewhere.example'><rect width='9' height='9'/></svg>".to_owned(),
        "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='9'><rect width='9' height='9'/></svg>".to_owned(),
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1e9 1'><rect width='9' height='9'/></svg>".to_owned(),
        svg(""),
        svg("<rect onload='alert(1)'/>"),
    ] {
        assert_eq!(fault(&file), SvgFault::Unreadable, "{file}");
    }
    assert_eq!(drawn(b"\xff\xfe<svg/>", SIDE).unwrap_err(), SvgFault::Unreadable);
}
