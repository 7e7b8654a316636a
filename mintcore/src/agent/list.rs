//! What the data file does not say: its patterns that are too wide, words that machines say of themselves, phones whose
//! names hold such a word, and the form of a browser's agent.

use super::Traffic::{self, Ai, Library, Monitor, Preview, Scanner, Search};

/// Patterns of the data that would call people machines, and what stands in their place; nothing where none can.
pub(super) const NARROWED: &[(&str, &str)] = &[
    // A build of Android 15 that millions of phones run.
    (r"AP3A\.240617\.008", ""),
    // The browser inside the apps of Facebook, Instagram and Threads.
    ("MetaIAB Facebook", ""),
    // A browser for macOS.
    ("Fluid", ""),
    // Apps with a browser inside, which begins with `Mozilla/`; what fetches previews begins with the name.
    ("Blackboard", "^Blackboard"),
    ("GoPay", "^GoPay"),
    (r"Instapaper\/", "^Instapaper/"),
    ("Jumio", "^Jumio"),
    ("Viber", "^Viber"),
    ("WhatsApp", "^WhatsApp"),
    // Opera Mini has builds that end so; the crawler begins with it.
    (r"008\/", "^008/"),
    // The desktop app of Slack says so alone.
    ("Sonic", "Sonic/"),
    // HTC Butterfly and Wiko Fever are phones.
    ("Butterfly", "Butterfly/"),
    ("Fever", "^Fever/"),
    // Sogou has a browser too.
    ("Sogou", "Sogou[ A-Za-z-]*[Ss]pider"),
];

/// Words, in either case, that machines say of themselves and browsers do not.
pub(super) const WORDS: &[(Traffic, &str)] = &[
    (Ai, r"\b(?:gpt|llm|openai|anthropic|claude|perplexity|mistralai)"),
    (Preview, r"preview|unfurl|onebox|link ?expand"),
    (Search, r"search ?(?:bot|engine|spider)|(?:web|snap)search"),
    (
        Monitor,
        r"monitor|uptime|lighthouse|synthetic|page ?speed|speed ?(?:test|curve)|health ?check|availability|pingdom|\bping|meter\b|\bptst\b",
    ),
    (Library, r"curl|wget|libwww|python|\bperl\b|\bruby\b|\bphp\b|go-http|http-?client|okhttp|node-fetch|urllib|axios"),
    (Library, r"feed|\brss|podcast|web services|ms-?office|microsoft outlook|translat"),
    // But for CUBOT, a maker of phones.
    (Scanner, r"(?:^|[^u]|(?:^|[^c])u|[a-z]cu)bots?(?:\b|_)|robot|crawl|spider|slurp|scrap(?:e|y|ing)"),
    (Scanner, r"https?:|www\.|[a-z0-9_]@[a-z0-9-]*[a-z][a-z0-9-]*\.[a-z]"),
    (Scanner, r"[a-z]\.(?:com|net|org|io|info|ru|co|eu)(?:[^a-z.0-9]|$)"),
    (
        Scanner,
        r"headless|phantomjs|slimerjs|playwright|puppeteer|selenium|webdriver|automat(?:ion|ed)|wkhtmlto|cypress",
    ),
    (
        Scanner,
        r"archiv(?:e|er|ing)\b|fetch|scan(?:ner|ning)?\b|validat|check(?:er|ing|link)|link ?check|verif(?:y|ier)",
    ),
    (Scanner, r"analy[sz]er|inspector|audit|survey|\bprobe|research|favicon|harvest|extractor|index(?:er|ing)|\bseo"),
    (Scanner, r"screen ?shot|screenie|thumbnail|snapshot|web ?snap|optimi[sz]er|agent(?:$|[ /;),])|proxy(?:$|[/),])"),
    (Scanner, r"google-[a-z]|-google\b|google (?:web|page|key|fav|search|part)|compliance|neustar"),
    // Browsers said `compatible; MSIE` once; nobody else but a machine still says `compatible`.
    (Scanner, r"compatible; *(?:[^m k]|m[^s]|ms[^ip]|k[^o])"),
    // Links are https, and Internet Explorer 6 and older cannot speak TLS 1.2: what says so is something else.
    (Scanner, r"msie [1-6]\."),
    // Each browser says `(KHTML, like Gecko)`, and nothing more within the parentheses.
    (Scanner, r"\(khtml, like gecko[,;]"),
];

/// Phones whose model holds one of [`WORDS`], at its place in an agent.
pub(super) const PHONES: &str = r"android[^)]*; *(?:cubot|idbot|(?:b|id|m|power) bot)\b[^;)/]*(?: build/[^)]*)?\)";

/// Whether an agent has the form of a browser's: `Mozilla/` and an engine, or one of the older phones' and Opera's.
pub(super) fn is_browser(agent: &str) -> bool {
    const ENGINES: [&str; 9] =
        ["AppleWebKit/", "AppleWebkit/", "Gecko/", "Trident/", "MSIE ", "Presto/", "KHTML/", "Goanna/", "NetFront/"];
    const STARTS: [&str; 12] = [
        "Opera/",
        "UCWEB/",
        "BlackBerry",
        "DoCoMo/",
        "KDDI-",
        "LG",
        "MOT-",
        "MQQBrowser/",
        "Nokia",
        "SAMSUNG-",
        "SonyEricsson",
        "SoftBank/",
    ];
    const PARTS: [&str; 7] =
        ["Opera Mini/", "Profile/MIDP", "UP.Browser/", "UCBrowser/", "Browser/AppleWeb", "[FBAN/", "[FB_IAB/"];
    if agent.starts_with("Mozilla/") {
        return ENGINES.iter().any(|engine| agent.contains(engine));
    }
    STARTS.iter().any(|start| agent.starts_with(start)) || PARTS.iter().any(|part| agent.contains(part))
}
