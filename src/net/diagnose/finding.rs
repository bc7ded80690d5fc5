//! What can be found out about the way to a host, and how bad it is. Values only; their words are elsewhere.

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Fine.
    Fine,
    /// Works, and is good to know.
    Note,
    /// Onramp cannot work until somebody mends it.
    Broken,
}

/// One thing that was found out about the way to a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The name has an address.
    NameKnown,
    /// The name of the host cannot be looked up.
    NameUnknown,
    /// A TCP connection to the host stands.
    Connected,
    /// Both over IPv4 and over IPv6.
    BothFamilies,
    /// It stands over IPv4; IPv6 is not to be had here, and not needed.
    OnlyIpv4,
    /// It stands over IPv6; IPv4 is not to be had here, and not needed.
    OnlyIpv6,
    /// It stands over IPv4, but over IPv6, which is there, nothing gets through: every program loses time with it.
    BrokenIpv6,
    /// The other way round.
    BrokenIpv4,
    /// Only an IPv6 address is known, and nothing gets through to it.
    Ipv6Alone,
    /// The connection is refused: a firewall, or nobody is there.
    Refused,
    /// Nothing comes back: most often a firewall that drops the packets.
    NoAnswer,
    /// There is no way to the address: no internet connection, or IPv6 only by name.
    NoRoute,
    /// The proxy is there, and the way goes through it.
    ProxyUsed(String),
    /// The name of the proxy cannot be looked up.
    ProxyUnknown(String),
    /// The proxy does not answer.
    ProxyUnreachable(String),
    /// The proxy wants a user name and password.
    ProxyPassword(String),
    /// It was given some, and does not accept them.
    ProxyPasswordRefused(String),
    /// The proxy wants a sign-in of other kinds (named second), none of which Onramp can do.
    ProxySignIn(String, Vec<String>),
    /// The proxy does not let this host through.
    ProxyRefused(String),
    /// The certificate is trusted by this computer. (Issuers below are empty where they could not be seen.)
    Trusted,
    /// Trusted by this computer, but from an authority that Microsoft does not use: the traffic is inspected.
    InspectedTrusted(String),
    /// Trusted only because of the extra authorities: `--ca`, or chosen in the window.
    TrustedByFile(String),
    /// The certificate comes from an authority that is not trusted: most often a device that inspects the traffic.
    Inspected(String),
    /// The certificate is for another host.
    OtherHost,
    /// The certificate is not valid today: most often this computer's date is wrong.
    NotValidNow,
    /// The encrypted connection fails in another way.
    TlsFailed,
    /// The host answered as Microsoft does.
    Answered,
    /// Something else answered: the page of a guest network or of a filter; the host that it leads to, if any.
    Portal(Option<String>),
    /// Microsoft (or what stands before it) answered that it is overloaded.
    Busy(u16),
    /// The connection broke off before the answer.
    Lost,
    /// No answer in time, though the connection stands.
    Slow,
    /// This computer's clock is wrong by so many minutes; positive: it is ahead.
    Clock(i64),
}

impl Finding {
    /// The id of its words (`network-found-*`) and in results. Stays as it is.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::NameKnown => "name",
            Self::NameUnknown => "name-unknown",
            Self::Connected => "connected",
            Self::BothFamilies => "ip-both",
            Self::OnlyIpv4 => "ip-v4",
            Self::OnlyIpv6 => "ip-v6",
            Self::BrokenIpv6 => "ip-v6-broken",
            Self::BrokenIpv4 => "ip-v4-broken",
            Self::Ipv6Alone => "ip-v6-alone",
            Self::Refused => "refused",
            Self::NoAnswer => "no-answer",
            Self::NoRoute => "no-route",
            Self::ProxyUsed(_) => "proxy",
            Self::ProxyUnknown(_) => "proxy-unknown",
            Self::ProxyUnreachable(_) => "proxy-unreachable",
            Self::ProxyPassword(_) | Self::ProxyPasswordRefused(_) => "proxy-password",
            Self::ProxySignIn(..) => "proxy-sign-in",
            Self::ProxyRefused(_) => "proxy-refused",
            Self::Trusted => "certificate",
            Self::InspectedTrusted(_) => "inspected-trusted",
            Self::TrustedByFile(_) => "inspected-ca",
            Self::Inspected(_) => "inspected",
            Self::OtherHost => "certificate-host",
            Self::NotValidNow => "certificate-date",
            Self::TlsFailed => "tls",
            Self::Answered => "answer",
            Self::Portal(_) => "portal",
            Self::Busy(_) => "busy",
            Self::Lost => "lost",
            Self::Slow => "slow",
            Self::Clock(_) => "clock",
        }
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::NameKnown
            | Self::Connected
            | Self::BothFamilies
            | Self::OnlyIpv4
            | Self::OnlyIpv6
            | Self::ProxyUsed(_)
            | Self::Trusted
            | Self::Answered => Severity::Fine,
            Self::InspectedTrusted(_)
            | Self::TrustedByFile(_)
            | Self::BrokenIpv6
            | Self::BrokenIpv4
            | Self::Clock(_) => Severity::Note,
            _ => Severity::Broken,
        }
    }

    /// What stops Onramp, where it is broken.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        Some(match self {
            _ if self.severity() != Severity::Broken => return None,
            Self::NameUnknown => Cause::Names,
            Self::Refused | Self::NoAnswer | Self::NoRoute | Self::Ipv6Alone | Self::Lost => Cause::Firewall,
            Self::ProxyUnknown(_)
            | Self::ProxyUnreachable(_)
            | Self::ProxyPassword(_)
            | Self::ProxyPasswordRefused(_)
            | Self::ProxySignIn(..)
            | Self::ProxyRefused(_) => Cause::Proxy,
            Self::Inspected(_) | Self::TlsFailed => Cause::Inspection,
            Self::Portal(_) | Self::OtherHost => Cause::Guest,
            Self::NotValidNow => Cause::Clock,
            _ => Cause::Busy,
        })
    }
}

/// What stops Onramp, in one word: the first thing that is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Names are not looked up.
    Names,
    /// No connection gets through.
    Firewall,
    /// The proxy.
    Proxy,
    /// Something opens the encrypted connections.
    Inspection,
    /// The page of a guest network.
    Guest,
    /// The clock of this computer.
    Clock,
    /// Nobody answers in time.
    Busy,
}
