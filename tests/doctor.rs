//! `onramp doctor`: each way in which a network fails is told apart, by running the program against servers on loopback that
//! fail in that way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod cli_support;
mod net_support;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use cli_support::{Desk, Ended, MEGAN, PRODUCT, files_in};
use jiff::{SignedDuration, Timestamp};
use net_support::{Authority, JSON, answering, read_request, server};
use serde_json::{Value, json};

/// A cloud file whose sign-in and Graph are at this address.
fn cloud(desk: &Desk, address: &str) -> String {
    let path = desk.file("cloud.toml");
    std::fs::write(&path, format!("login = \"{address}\"\ngraph = \"{address}\"\n")).unwrap();
    path.to_str().unwrap().to_owned()
}

/// `onramp doctor` where everything is at this address; proxies and authorities come from `variables` alone.
fn doctor(desk: &Desk, address: &str, more: &[&str], variables: &[(&str, &str)]) -> Ended {
    let cloud = cloud(desk, address);
    // Unless a test says otherwise, the system trusts an authority that has nothing to do with anything.
    let others = Authority::new("Others").file(&desk.file("others.pem"));
    let mut all = vec![("SSL_CERT_FILE", others.as_str()), ("SSL_CERT_DIR", ""), ("NO_PROXY", ""), ("no_proxy", "")];
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        all.push((name, ""));
    }
    all.extend(variables);
    desk.run_with(&[&["doctor", "--json", "--cloud", &cloud], more].concat(), &all)
}

/// The ids of what was found on the way to the first host.
fn found(report: &Value) -> Vec<&str> {
    report["network"][0]["findings"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

/// The last finding of a report with this exit code, which must be of this id and level.
#[track_caller]
fn assert_last(ended: Ended, code: i32, id: &str, level: &str) -> Value {
    let report = ended.exits(code).json();
    let last = report["network"][0]["findings"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((last["id"].as_str().unwrap(), last["level"].as_str().unwrap()), (id, level), "{report:#}");
    assert_eq!(last["todo"] == "", level == "ready", "{last}");
    last
}

#[test]
fn the_demo_tenant_is_ready_for_an_administrator_and_nothing_is_changed() {
    let desk = Desk::new();
    let report = desk.run(&["doctor", "--demo", "--json"]).exits(0).json();
    assert_eq!(report["cloud"], "demo");
    assert_eq!(found(&report), ["name", "connected", "answer"]);
    let rows = report["findings"].as_array().unwrap();
    let of = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap()["level"].as_str().unwrap();
    assert_eq!([of("tenant"), of("create"), of("consent")], ["ready", "ready", "ready"]);
    assert!(rows.iter().all(|row| row["id"] != "name"), "no product, so no name that could be taken");
    assert_eq!(desk.setups(true).len(), 0);

    let words = desk.run(&["doctor", "--demo", PRODUCT[0], PRODUCT[1]]).exits(0);
    assert!(words.out.contains("Contoso") && words.out.contains("is free"), "{}", words.out);
}

#[test]
fn an_account_that_may_do_less_is_told_who_can_help() {
    let desk = Desk::new();
    // Nothing stands in the way: an administrator gets a link.
    let ended = desk.run(&["doctor", "--demo", "--account", "app-admin", "--json"]).exits(0);
    let report = ended.json();
    let consent = report["findings"].as_array().unwrap().iter().find(|row| row["id"] == "consent").unwrap();
    assert_eq!(consent["level"], "warning");
    assert!(consent["todo"].as_str().unwrap().contains("link for an administrator"), "{consent}");
    assert_eq!(ended.err.lines().count(), 1, "who signed in: {}", ended.err);
}

#[test]
fn an_organization_is_found_without_signing_in_and_looked_at_with() {
    let desk = Desk::new();
    let served = desk.serve(&[]);
    let asked = ["doctor", "--tenant", "megan@contoso.example", "--cloud", served.cloud(), "--json"];
    let report = desk.run(&asked).exits(0).json();
    assert_eq!(report["organization"]["tenantId"].as_str().unwrap().len(), 36);
    assert_eq!(report["organization"]["signInHost"], "localhost");
    assert_eq!(report["findings"], json!(null));

    let signed_in = desk.run_in_company(&[&asked[..], &["--sign-in"]].concat(), MEGAN).exits(0).json();
    assert!(signed_in["findings"].as_array().unwrap().len() >= 5, "{signed_in}");
    assert_eq!(files_in(&desk.data()), [] as [std::path::PathBuf; 0], "nothing is kept");
}

#[test]
fn an_organization_that_nobody_knows_is_a_mistake_in_the_input() {
    let desk = Desk::new();
    let served = desk.serve(&[]);
    for tenant in ["nobody.example", "not a domain"] {
        let ended = desk.run(&["doctor", "--tenant", tenant, "--cloud", served.cloud()]).exits(2);
        assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        assert!(
            ended.out.contains("answers as it should") && !ended.out.contains("Everything is ready"),
            "{}",
            ended.out
        );
    }
    let ended = desk.run(&["doctor", "--demo", "--preset", "no-such-product"]).exits(2);
    assert_eq!((ended.err.lines().count(), ended.out.as_str()), (1, ""));
}

#[test]
fn the_list_for_the_network_team_is_always_there() {
    let desk = Desk::new();
    let ended = desk.run(&["doctor", "--demo"]).exits(0);
    let (_, list) = ended.out.split_once("For your network team").unwrap();
    assert!(list.contains("localhost:") && list.contains("sign-in, Microsoft Graph"), "{list}");
}

#[test]
fn a_name_that_does_not_exist_is_told() {
    let desk = Desk::new();
    // Longer than a name can be: refused on this computer, nobody else is asked.
    let name = format!("{}.example", "x".repeat(70));
    assert_last(doctor(&desk, &format!("https://{name}"), &[], &[]), 4, "name-unknown", "blocked");
}

#[test]
fn a_port_on_which_nobody_listens_is_told() {
    let desk = Desk::new();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let last = assert_last(doctor(&desk, &format!("http://127.0.0.1:{port}"), &[], &[]), 4, "refused", "blocked");
    assert!(last["todo"].as_str().unwrap().contains(&port.to_string()), "{last}");
}

#[test]
fn the_page_of_a_guest_network_is_told_and_where_it_leads() {
    let desk = Desk::new();
    let page = "<html>Welcome to our hotel";
    let port = answering(format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{page}",
        page.len()
    ));
    assert_last(doctor(&desk, &format!("http://localhost:{port}"), &[], &[]), 4, "portal", "blocked");
    let port =
        answering("HTTP/1.1 302 Found\r\nLocation: http://wifi.hotel.example/login?x=1\r\nContent-Length: 0\r\n\r\n");
    let last = assert_last(doctor(&desk, &format!("http://localhost:{port}"), &[], &[]), 4, "portal", "blocked");
    assert!(last["title"].as_str().unwrap().ends_with("leads to wifi.hotel.example"), "{last}");
}

#[test]
fn a_clock_that_is_wrong_is_told_and_stops_nothing() {
    let desk = Desk::new();
    let date = (Timestamp::now() + SignedDuration::from_mins(90)).strftime("%a, %d %b %Y %H:%M:%S GMT");
    let port = answering(format!("{JSON}Date: {date}\r\n\r\n{{}}"));
    let last = assert_last(doctor(&desk, &format!("http://localhost:{port}"), &[], &[]), 0, "clock", "warning");
    assert!(last["title"].as_str().unwrap().ends_with("minutes behind"), "{last}");
    assert!(last["todo"].as_str().unwrap().contains("Date & time"), "{last}");
}

#[test]
fn a_proxy_that_is_not_there_is_told() {
    let desk = Desk::new();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let proxy = format!("http://127.0.0.1:{port}");
    let ended = doctor(&desk, "https://login.example", &[], &[("HTTPS_PROXY", &proxy)]);
    let last = assert_last(ended, 4, "proxy-unreachable", "blocked");
    assert!(last["title"].as_str().unwrap().contains(&format!("127.0.0.1:{port}")), "{last}");
}

#[test]
fn a_proxy_that_wants_a_password_is_told_apart_from_one_that_forbids() {
    let desk = Desk::new();
    for (answer, id) in [
        ("407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"", "proxy-password"),
        ("403 Forbidden", "proxy-refused"),
    ] {
        let port = answering(format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n"));
        let proxy = format!("http://name:tell-nobody@localhost:{port}");
        let ended = doctor(&desk, "https://login.example", &[], &[("HTTPS_PROXY", &proxy)]);
        assert!(
            !ended.out.contains("tell-nobody") && !ended.err.contains("tell-nobody"),
            "{} {}",
            ended.out,
            ended.err
        );
        let report = ended.json();
        assert_eq!(report["network"][0]["proxy"], format!("localhost:{port}"));
        assert_last(ended, 4, id, "blocked");
    }
    // The proxy sees requests without TLS itself.
    let port = answering("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    let ended = doctor(&desk, "http://localhost:9", &[], &[("HTTP_PROXY", &format!("http://localhost:{port}"))]);
    assert_last(ended, 4, "proxy-password", "blocked");
}

#[test]
fn a_proxy_whose_sign_in_onramp_cannot_do_is_told_with_the_kinds_it_offers() {
    let desk = Desk::new();
    let offers = "Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM, Digest realm=\"a, Basic b\"\r\n";
    let answer = format!("HTTP/1.1 407 Proxy Authentication Required\r\n{offers}Content-Length: 0\r\n\r\n");
    let proxy = format!("http://name:tell-nobody@localhost:{}", answering(answer));
    for (address, variable) in [("https://login.example", "HTTPS_PROXY"), ("http://localhost:9", "HTTP_PROXY")] {
        let last = assert_last(doctor(&desk, address, &[], &[(variable, &proxy)]), 4, "proxy-sign-in", "blocked");
        assert!(last["title"].as_str().unwrap().ends_with("cannot do: Negotiate, NTLM, Digest"), "{last}");
        assert!(last["todo"].as_str().unwrap().contains("without a sign-in"), "{last}");
    }
}

/// A proxy that lets those through, and only those, who send this.
fn proxy_for(authorization: &'static str) -> u16 {
    server(move |mut client| {
        let request = read_request(&mut client);
        let sent = request.lines().filter_map(|line| line.split_once(": "));
        let mut sent = sent.filter(|(name, _)| name.eq_ignore_ascii_case("proxy-authorization"));
        if !sent.any(|(_, value)| value == authorization) {
            let refusal = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n";
            let _ = client.write_all(format!("{refusal}Content-Length: 0\r\n\r\n").as_bytes());
            return;
        }
        let place = request.split(' ').nth(1).unwrap();
        let mut host = TcpStream::connect(place).unwrap();
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
        let (mut from, mut to) = (client.try_clone().unwrap(), host.try_clone().unwrap());
        std::thread::spawn(move || std::io::copy(&mut from, &mut to));
        let _ = std::io::copy(&mut host, &mut client);
    })
}

#[test]
fn the_password_of_a_proxy_opens_it_and_is_written_nowhere() {
    // "adm@in:tell:nöbody".
    const SENT: &str = "Basic YWRtQGluOnRlbGw6bsO2Ym9keQ==";
    let desk = Desk::talkative();
    let authority = Authority::new("Contoso");
    let ca = authority.file(&desk.file("contoso.pem"));
    let address = format!("https://localhost:{}", authority.server("localhost", |_| ()));
    let port = proxy_for(SENT);
    let list = desk.file("list.txt");
    let list = list.to_str().unwrap();
    for (sign_in, code, id) in [
        ("adm%40in:tell%3An%C3%B6body@", 0, "answer"),
        ("adm%40in:tell%3Anobody@", 4, "proxy-password"),
        ("", 4, "proxy-password"),
    ] {
        let proxy = format!("http://{sign_in}localhost:{port}");
        let ended = doctor(&desk, &address, &["--ca", &ca, "--for-network-team", list], &[("HTTPS_PROXY", &proxy)]);
        let report = ended.json();
        assert_eq!(found(&report).last(), Some(&id), "{report:#}");
        assert_eq!(ended.code, Some(code));
        assert!(ended.err.contains("TRACE"), "it says all it can");
        for text in [&ended.out, &ended.err, &std::fs::read_to_string(list).unwrap()] {
            for secret in ["tell", "body@", "adm@in", "adm%40in", "YWRtQ"] {
                let said: Vec<_> = text.lines().filter(|line| line.contains(secret)).collect();
                assert!(said.is_empty(), "{secret}: {said:#?}");
            }
        }
    }
}

#[test]
fn the_text_for_the_network_team_stands_alone_or_in_a_file() {
    let desk = Desk::new();
    let gateway = Authority::new("Contoso Gateway");
    let port = gateway.server("localhost", |_| ());
    let cloud = cloud(&desk, &format!("https://localhost:{port}"));
    let environment = [("NO_PROXY", "localhost"), ("SSL_CERT_DIR", "")];
    let alone = desk.run_with(&["doctor", "--cloud", &cloud, "--for-network-team"], &environment).exits(4);
    assert!(alone.out.starts_with("What Onramp needs from the network"), "{}", alone.out);
    assert!(alone.out.contains(&format!("  localhost:{port}")), "{}", alone.out);
    assert!(alone.out.contains("issued by Contoso Gateway (Contoso Gateway Root), SHA-256 "), "{}", alone.out);
    assert!(alone.out.contains("  - Leave localhost:"), "{}", alone.out);

    let file = desk.file("team.txt");
    let path = file.to_str().unwrap();
    let both = desk.run_with(&["doctor", "--cloud", &cloud, "--for-network-team", path], &environment).exits(4);
    assert!(
        both.out.starts_with("The way to Microsoft 365") && both.err.contains("team.txt"),
        "{} {}",
        both.out,
        both.err
    );
    let without_time = |text: &str| text.lines().filter(|l| !l.starts_with("Tested on")).collect::<Vec<_>>().join("\n");
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(without_time(&written).trim_end(), without_time(&alone.out).trim_end());
    let nowhere = ["doctor", "--demo", "--for-network-team", "/no/such/folder/x.txt"];
    assert_eq!(desk.run(&nowhere).exits(2).err.lines().count(), 1);
}

#[test]
fn an_inspected_connection_names_the_inspector_until_its_file_is_given() {
    let desk = Desk::new();
    let gateway = Authority::new("Contoso Gateway");
    let file = gateway.file(&desk.file("gateway.pem"));
    let address = format!("https://localhost:{}", gateway.server("localhost", |_| ()));
    let last = assert_last(doctor(&desk, &address, &[], &[]), 4, "inspected", "blocked");
    assert!(last["title"].as_str().unwrap().contains("Contoso Gateway (Contoso Gateway Root)"), "{last}");
    assert!(last["todo"].as_str().unwrap().contains("--ca"), "{last}");

    let report = doctor(&desk, &address, &["--ca", &file], &[]).exits(0).json();
    assert_eq!(found(&report), ["name", "connected", "inspected-ca", "answer"]);
    let report = doctor(&desk, &address, &[], &[("SSL_CERT_FILE", &file)]).exits(0).json();
    assert_eq!(found(&report), ["name", "connected", "certificate", "answer"]);
}

#[test]
fn a_certificate_of_another_day_or_another_host_is_no_inspection() {
    let desk = Desk::new();
    let authority = Authority::new("Contoso");
    let file = authority.file(&desk.file("contoso.pem"));
    let expired = authority.server("localhost", |params| {
        params.not_before = rcgen::date_time_ymd(2019, 1, 1);
        params.not_after = rcgen::date_time_ymd(2020, 1, 1);
    });
    let early = authority.server("localhost", |params| {
        params.not_before = rcgen::date_time_ymd(2090, 1, 1);
        params.not_after = rcgen::date_time_ymd(2091, 1, 1);
    });
    let other = authority.server("wifi.hotel.example", |_| ());
    for (port, id) in [(expired, "certificate-date"), (early, "certificate-date"), (other, "certificate-host")] {
        let address = format!("https://localhost:{port}");
        assert_last(doctor(&desk, &address, &["--ca", &file], &[]), 4, id, "blocked");
    }
}

#[test]
fn a_server_without_tls_is_told() {
    let desk = Desk::new();
    let port = server(|mut stream| {
        // It reads what it takes for a line, and complains.
        let _ = stream.read(&mut [0; 1024]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    assert_last(doctor(&desk, &format!("https://localhost:{port}"), &[], &[]), 4, "tls", "blocked");
}

#[test]
fn people_from_elsewhere_and_roles_that_wait_are_lines_with_what_to_do() {
    const CIRRUS: &str = "cirrus-insight-service-account";
    let desk = Desk::new();
    for (account, id, level) in
        [("guest", "standing", "warning"), ("partner", "standing", "warning"), ("pim-admin", "pim", "unknown")]
    {
        let ended = desk.run(&["doctor", "--demo", "--json", "--preset", CIRRUS, "--account", account]);
        let report = ended.json();
        let list = report["findings"].as_array().unwrap();
        let line = list.iter().find(|line| line["id"] == id).unwrap_or_else(|| panic!("{account}: {list:?}"));
        assert_eq!(line["level"], level, "{account}");
        assert!(!line["todo"].as_str().unwrap().is_empty(), "{account}");
        assert_eq!(line["page"].is_string(), id == "pim", "{account}: {line}");
    }
    let ended = desk.run(&["doctor", "--demo", "--preset", CIRRUS, "--account", "pim-admin"]);
    assert!(ended.out.contains("/roles"), "the page to open: {}", ended.out);
}
