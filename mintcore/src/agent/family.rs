//! The coarse description of a browser: families only, by the names that agents hold.

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Agent, Traffic};

pub(super) const OTHER: &str = "other";

/// Family, the name that shows it, and the names before its major version (the family's own where empty). The first
/// line that fits decides: apps before browsers, and those before the ones whose names they borrow.
const BROWSERS: &[(&str, &str, &str)] = &[
    ("Messenger", "MessengerForiOS", "FBAV/"),
    ("Messenger", "Orca-Android", "FBAV/"),
    ("Threads", "Barcelona ", ""),
    ("Threads", "MetaIAB Threads", ""),
    ("Instagram", "Instagram ", ""),
    ("Instagram", "MetaIAB Instagram", ""),
    ("Facebook", "FBAN/", "FBAV/"),
    ("Facebook", "FB_IAB/", "FBAV/"),
    ("Facebook", "FBAV/", ""),
    ("Facebook", "MetaIAB Facebook", ""),
    ("TikTok", "AppName/musical_ly", "app_version/"),
    ("TikTok", "AppName/trill", "app_version/"),
    ("TikTok", "musical_ly_", ""),
    ("TikTok", "BytedanceWebview/", "AppVersion/"),
    ("WeChat", "MicroMessenger/", ""),
    ("LINE", " Line/", ""),
    ("Snapchat", "Snapchat/", ""),
    ("Snapchat", "Snapchat", ""),
    ("Pinterest", "[Pinterest/", ""),
    ("Pinterest", "Pinterest for ", ""),
    ("LinkedIn", "[LinkedInApp]", "[LinkedInApp]/"),
    ("LinkedIn", "LinkedIn/", ""),
    ("Telegram", "Telegram-Android/", ""),
    ("Telegram", "Telegram", ""),
    ("X", "Twitter for ", "Twitter for iPhone/"),
    ("X", "TwitterAndroid", ""),
    ("WhatsApp", "WhatsApp/", ""),
    ("Viber", "Viber/", ""),
    ("KakaoTalk", "KAKAOTALK", "KAKAOTALK "),
    ("NAVER", "NAVER(inapp", ""),
    ("Yahoo Japan", "YJApp-", ""),
    ("Zalo", "Zalo ", "ZaloLanguage"),
    ("Weibo", "Weibo", ""),
    ("Alipay", "AlipayClient/", ""),
    ("QQ", " QQ/", ""),
    ("Baidu", "baiduboxapp/", ""),
    ("Reddit", "Reddit/", ""),
    ("Discord", "Discord/", ""),
    ("Slack", "Slack/", ""),
    ("Teams", "Teams/", ""),
    ("Google app", "GSA/", ""),
    ("DuckDuckGo", "DuckDuckGo/", ""),
    ("DuckDuckGo", "Ddg/", ""),
    ("Edge", "EdgiOS/", ""),
    ("Edge", "EdgA/", ""),
    ("Edge", "Edg/", ""),
    ("Edge", "Edge/", ""),
    ("Opera Mini", "Opera Mini/", ""),
    ("Opera", "OPR/", ""),
    ("Opera", "OPiOS/", ""),
    ("Opera", "OPT/", ""),
    ("Opera", "OPX/", ""),
    ("Samsung Internet", "SamsungBrowser/", ""),
    ("UC Browser", "UCBrowser/", ""),
    ("UC Browser", "UCWEB/", ""),
    ("Yandex", "YaBrowser/", ""),
    ("Yandex", "YaApp_", ""),
    ("Huawei Browser", "HuaweiBrowser/", ""),
    ("Mi Browser", "MiuiBrowser/", ""),
    ("Vivo Browser", "VivoBrowser/", ""),
    ("HeyTap Browser", "HeyTapBrowser/", ""),
    ("QQ Browser", "MQQBrowser/", ""),
    ("Sogou", "SogouMobileBrowser/", ""),
    ("Vivaldi", "Vivaldi/", ""),
    ("Brave", "Brave/", ""),
    ("Whale", "Whale/", ""),
    ("Silk", "Silk/", ""),
    ("Ecosia", "(Ecosia ", ""),
    ("Firefox", "FxiOS/", ""),
    ("Firefox", "Focus/", ""),
    ("Firefox", "Firefox/", ""),
    ("Chrome", "CriOS/", ""),
    // The system's web view, of an app that does not name itself; its `Chrome/` is the version of the web view.
    ("Android WebView", "; wv)", "Chrome/"),
    ("Chrome", "Chrome/", ""),
    ("Chrome", "Chromium/", ""),
    ("Internet Explorer", "Trident/", "rv:"),
    ("Internet Explorer", "MSIE ", ""),
    ("Opera", "Opera/", "Version/"),
    ("Android Browser", "Android", "Version/"),
    ("Safari", "Version/", ""),
    ("iOS WebView", "iPhone OS ", ""),
    ("iOS WebView", "iPad; ", "CPU OS "),
];

/// The first line whose name is there decides. Names that borrow another system's come first.
const SYSTEMS: &[(&str, &str)] = &[
    (OTHER, "Windows Phone"),
    (OTHER, "Tizen"),
    (OTHER, "Web0S"),
    (OTHER, "KAIOS/"),
    (OTHER, "OpenHarmony"),
    ("iOS", "iPhone"),
    ("iOS", "iPad"),
    ("iOS", "iPod"),
    ("Android", "Android"),
    ("ChromeOS", "CrOS "),
    ("Windows", "Windows"),
    ("macOS", "Macintosh"),
    ("macOS", "Mac OS X"),
    ("Linux", "Linux"),
    ("Linux", "X11"),
];

const DEVICES: &[(&str, &str)] = &[
    ("tv", "SmartTV"),
    ("tv", "SMART-TV"),
    ("tv", "Smart TV"),
    ("tv", "Google TV"),
    ("tv", "GoogleTV"),
    ("tv", "Android TV"),
    ("tv", "AppleTV"),
    ("tv", "Apple TV"),
    ("tv", "HbbTV"),
    ("tv", "Web0S"),
    ("tv", "NetCast"),
    ("tv", "BRAVIA"),
    ("tv", "CrKey"),
    ("tv", "; AFT"),
    (OTHER, "PlayStation"),
    (OTHER, "Xbox"),
    (OTHER, "Nintendo"),
    // Internet Explorer said so on every machine with a pen.
    ("desktop", "Tablet PC"),
    ("tablet", "iPad"),
    ("tablet", "Tablet"),
    ("tablet", "PlayBook"),
    ("tablet", "Kindle"),
    ("phone", "Mobi"),
    ("phone", "iPhone"),
    ("phone", "iPod"),
    ("phone", "Opera Mini/"),
    ("phone", "MIDP"),
    ("phone", "UP.Browser/"),
    ("phone", "BlackBerry"),
    ("phone", "Symbian"),
    // Since 2011 phones say `Mobile` and tablets do not.
    ("tablet", "Android"),
    ("desktop", "Windows"),
    ("desktop", "Macintosh"),
    ("desktop", "CrOS "),
    ("desktop", "Linux"),
    ("desktop", "X11"),
];

/// The names of the three tables, in one automaton: where each ends in an agent is found in one pass.
#[derive(Debug)]
pub(super) struct Families {
    names: AhoCorasick,
    /// For a line of the three tables, in order, where its name, and that before its version, stand in `names`.
    browsers: Vec<(usize, usize)>,
    systems: Vec<usize>,
    devices: Vec<usize>,
    count: usize,
}

impl Families {
    pub(super) fn new() -> Option<Self> {
        let mut names: Vec<&'static str> = Vec::new();
        let mut place = |name| {
            names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                names.len().saturating_sub(1)
            })
        };
        let browsers = BROWSERS.iter().map(|(_, name, version)| {
            let shown = place(name);
            (shown, if version.is_empty() { shown } else { place(version) })
        });
        let browsers = browsers.collect();
        let systems = SYSTEMS.iter().map(|(_, name)| place(name)).collect();
        let devices = DEVICES.iter().map(|(_, name)| place(name)).collect();
        let count = names.len();
        Some(Self {
            names: AhoCorasick::builder().match_kind(MatchKind::Standard).build(names).ok()?,
            browsers,
            systems,
            devices,
            count,
        })
    }

    /// A person's agent, described.
    pub(super) fn describe(&self, agent: &str) -> Agent {
        // Where each name ends, the first time that it stands there; 0 where it does not.
        let mut ends = vec![0; self.count];
        for found in self.names.find_overlapping_iter(agent) {
            if let Some(end @ 0) = ends.get_mut(found.pattern().as_usize()) {
                *end = found.end();
            }
        }
        let end = |place: usize| ends.get(place).copied().filter(|end| *end > 0);
        let browser = BROWSERS.iter().zip(&self.browsers).find(|(_, (name, _))| end(*name).is_some());
        let one = |table: &[(&'static str, &str)], places: &[usize]| {
            table.iter().zip(places).find(|(_, place)| end(**place).is_some()).map_or(OTHER, |((family, _), _)| *family)
        };
        Agent {
            traffic: Traffic::Person,
            browser: browser.map_or(OTHER, |((family, ..), _)| *family),
            browser_major: browser.and_then(|(_, (_, version))| end(*version)).map_or(0, |end| major(agent, end)),
            os: one(SYSTEMS, &self.systems),
            device: one(DEVICES, &self.devices),
        }
    }
}

/// The whole number of at most four digits at a place; 0 where there is none.
fn major(agent: &str, at: usize) -> u16 {
    let digits = agent.get(at..).unwrap_or_default();
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    digits.get(..length).filter(|digits| digits.len() <= 4).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}
