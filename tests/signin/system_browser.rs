//! The system's browser.

use super::*;

#[cfg(target_os = "linux")]
#[test]
fn the_browser_variable_is_honoured() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::Command;

    let folder = tempfile::tempdir().unwrap();
    let (script, pipe) = (folder.path().join("browser"), folder.path().join("pipe"));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::fs::write(&script, format!("#!/bin/sh\necho \"$1 $2\" > '{}'\n", pipe.display())).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["system_browser::the_system_browser_opens", "--exact", "--ignored"])
        .env("BROWSER", format!("/nonexistent/browser:{} --new %s", script.display()))
        .spawn()
        .unwrap();
    assert!(child.wait().unwrap().success());
    // Reading waits until the browser has written.
    assert_eq!(std::fs::read_to_string(&pipe).unwrap().trim(), "--new http://localhost/?a=b&c=d");
}

#[tokio::test]
#[ignore = "run by the_browser_variable_is_honoured"]
async fn the_system_browser_opens() {
    SystemBrowser.open("http://localhost/?a=b&c=d").await.unwrap();
}
