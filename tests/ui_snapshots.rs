//! Pictures of every page in both themes, painted without a graphics driver and compared bit for bit. To accept new
//! ones: `UPDATE_SNAPSHOTS=1 cargo test --test ui_snapshots`, and look at them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    clippy::float_cmp,
    clippy::many_single_char_names,
    missing_docs,
    dead_code,
    reason = "a test fails by panicking, and a rasterizer counts pixels"
)]

#[path = "support/connections.rs"]
mod connections;
#[path = "support/cpu_renderer.rs"]
mod cpu_renderer;
#[path = "support/fixtures.rs"]
mod fixtures;
#[path = "support/window.rs"]
mod window;

use cpu_renderer::CpuRenderer;
use eframe::egui::{Key, Theme};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{SnapshotOptions, SnapshotResults};
use onramp::wizard::{Dialog, State, Step};

fn options() -> SnapshotOptions {
    SnapshotOptions::new().threshold(0.0).output_path("tests/snapshots")
}

fn picture(name: &str, theme: Theme, state: State) {
    take(name, theme, state).unwrap();
}

fn take(name: &str, theme: Theme, state: State) -> SnapshotResults {
    let builder = window::builder(theme).renderer(CpuRenderer::default()).with_options(options());
    let mut harness = window::build(builder, state);
    harness.remove_cursor();
    harness.run();
    harness.snapshot(name);
    harness.take_snapshot_results()
}

fn both(name: &str, state: &State) {
    let mut results = take(&format!("{name}_light"), Theme::Light, state.clone());
    results.extend(take(&format!("{name}_dark"), Theme::Dark, state.clone()));
    results.unwrap();
}

/// A page that is longer than the window, whole, in both themes, with one line unfolded.
fn tall(name: &str, height: f32, state: &State, unfold: Option<&str>) {
    let mut results = SnapshotResults::new();
    for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let builder =
            window::builder(theme).with_size([1100.0, height]).renderer(CpuRenderer::default()).with_options(options());
        let mut harness = window::build(builder, state.clone());
        harness.remove_cursor();
        harness.run();
        if let Some(label) = unfold {
            harness.get_by_label(label).click_accesskit();
            harness.run();
        }
        harness.snapshot(format!("{name}_{suffix}"));
        results.extend(harness.take_snapshot_results());
    }
    results.unwrap();
}

#[test]
fn product() {
    let mut state = fixtures::with_an_unfinished_setup();
    state.draft = fixtures::at(Step::Product).draft;
    both("01_product", &state);
}

#[test]
fn connect() {
    both("02_connect", &fixtures::connected());
}

#[test]
fn connect_on_the_demo_tenant() {
    picture("02_connect_demo_light", Theme::Light, fixtures::at(Step::Connect));
}

#[test]
fn connect_with_something_in_the_way() {
    picture("02_connect_blocked_light", Theme::Light, fixtures::connected_but_blocked());
}

#[test]
fn connect_as_a_guest() {
    tall("02_connect_guest", 1200.0, &fixtures::connected_as_a_guest(), None);
}

#[test]
fn connect_where_an_app_is_there() {
    let unfold = Some("Show what “Cirrus Insight Service Account” has");
    tall("02_connect_existing", 1200.0, &fixtures::connected_but_blocked(), unfold);
}

#[test]
fn secret_where_a_rule_limits_it() {
    let mut state = fixtures::at(Step::Secret);
    state.preflight = fixtures::connected_as_a_guest().preflight;
    both("05_secret_capped", &state);
}

#[test]
fn connect_in_the_browser() {
    picture("02_connect_browser_light", Theme::Light, fixtures::waiting_for_the_browser());
}

#[test]
fn connect_with_a_code() {
    both("02_connect_code", &fixtures::waiting_for_a_code());
}

#[test]
fn connect_where_codes_are_blocked() {
    picture("02_connect_code_blocked_light", Theme::Light, fixtures::sign_in_failed("code-blocked"));
}

#[test]
fn connect_to_another_cloud() {
    picture("02_connect_cloud_light", Theme::Light, fixtures::found_in_another_cloud());
}

#[test]
fn connect_while_the_way_is_tested() {
    picture("14_connection_running_light", Theme::Light, connections::half());
}

#[test]
fn connect_with_a_good_way() {
    tall("14_connection_fine", 1080.0, &connections::fine(), None);
}

#[test]
fn connect_where_a_device_reads_the_traffic() {
    tall("14_connection_inspected", 1820.0, &connections::inspected_with_file(), None);
}

#[test]
fn connect_where_the_proxy_wants_a_sign_in() {
    tall("14_connection_proxy", 1160.0, &connections::proxy_sign_in(), None);
}

#[test]
fn connect_where_ipv6_is_broken() {
    tall("14_connection_ipv6", 1240.0, &connections::broken_ipv6(), None);
}

#[test]
fn connect_in_a_guest_network() {
    picture("14_connection_guest_light", Theme::Light, connections::guest());
}

#[test]
fn setup_that_stopped_and_was_tested() {
    let mut state = fixtures::stopped();
    state.connection = connections::fine().connection;
    picture("14_connection_setup_light", Theme::Light, state);
}

#[test]
fn connect_with_choices_that_are_not_right_yet() {
    tall("02_connect_advanced", 1440.0, &fixtures::advanced(), None);
}

#[test]
fn connect_to_a_cloud_from_a_file() {
    tall("02_connect_elsewhere", 980.0, &fixtures::connected_elsewhere(), None);
}

#[test]
fn connect_where_a_rule_asks_for_a_new_confirmation() {
    picture("02_connect_challenged_light", Theme::Light, fixtures::sign_in_failed("sign-in-challenged"));
}

#[test]
fn app() {
    both("03_app", &fixtures::at(Step::App));
}

#[test]
fn app_with_problems() {
    let mut state = fixtures::at(Step::App);
    let draft = state.draft.as_mut().unwrap();
    draft.app_name = String::new();
    draft.inputs.insert("test_mailbox".to_owned(), "alex at contoso".to_owned());
    state.show_problems.insert(Step::App);
    picture("03_app_problems_light", Theme::Light, state);
}

#[test]
fn account() {
    both("04_account", &fixtures::at(Step::Account));
}

#[test]
fn secret() {
    both("05_secret", &fixtures::at(Step::Secret));
}

#[test]
fn permissions() {
    both("06_permissions", &fixtures::at(Step::Permissions));
}

#[test]
fn review() {
    both("07_review", &fixtures::at(Step::Review));
}

#[test]
fn app_that_is_there_already() {
    tall("15_reuse_choice", 1060.0, &fixtures::with_existing_apps(Step::App), None);
}

#[test]
fn app_that_is_used() {
    tall("15_reuse_app", 1060.0, &fixtures::reusing(Step::App), None);
}

#[test]
fn account_of_an_app_that_is_used() {
    picture("15_reuse_account_light", Theme::Light, fixtures::reusing(Step::Account));
}

#[test]
fn review_of_an_app_that_is_used() {
    tall("15_reuse_review", 1060.0, &fixtures::reusing(Step::Review), None);
}

#[test]
fn undo_of_an_app_that_was_used() {
    let mut state = fixtures::made(Step::Handover);
    state.plan.as_mut().unwrap().reuse = Some(fixtures::earlier_app().app.client);
    state.dialog = Some(Dialog::Undo(state.setup_id.unwrap()));
    picture("15_reuse_undo_light", Theme::Light, state);
}

#[test]
fn setup() {
    both("08_setup", &fixtures::setting_up());
}

#[test]
fn setup_that_stopped() {
    picture("08_setup_stopped_light", Theme::Light, fixtures::stopped());
}

#[test]
fn setup_that_waits_for_an_administrator() {
    both("08_setup_awaiting", &fixtures::awaiting_approval(Step::Setup));
}

#[test]
fn setup_that_waits_for_an_administrator_as_a_whole() {
    let builder = window::builder(Theme::Light)
        .with_size([1100.0, 1500.0])
        .renderer(CpuRenderer::default())
        .with_options(options());
    let mut harness = window::build(builder, fixtures::awaiting_approval(Step::Setup));
    harness.remove_cursor();
    harness.run();
    harness.snapshot("08_setup_awaiting_whole_light");
}

#[test]
fn setup_that_waits_while_nobody_is_signed_in() {
    picture("08_setup_awaiting_signed_out_dark", Theme::Dark, fixtures::awaiting_approval_signed_out());
}

#[test]
fn setup_whose_approvals_were_taken_back() {
    picture("08_setup_revoked_light", Theme::Light, fixtures::revoked());
}

#[test]
fn handover_before_it_is_approved() {
    both("10_handover_awaiting", &fixtures::awaiting_approval(Step::Handover));
}

#[test]
fn product_with_a_setup_that_waits() {
    picture("01_product_awaiting_light", Theme::Light, fixtures::with_a_setup_that_waits());
}

#[test]
fn permissions_that_the_organization_does_not_know() {
    both("06_permissions_unknown", &fixtures::with_an_unknown_permission(Step::Permissions));
}

#[test]
fn review_without_a_permission_and_without_the_right_to_approve() {
    let mut state = fixtures::with_an_unknown_permission(Step::Review);
    state.draft.as_mut().unwrap().without.insert("Mail.Read".to_owned());
    both("07_review_truths", &state);
}

#[test]
fn a_question_while_waiting() {
    let mut state = fixtures::awaiting_approval(Step::Setup);
    state.dialog = Some(Dialog::CloseWhileWaiting);
    picture("11_dialog_waiting_dark", Theme::Dark, state);
}

#[test]
fn check() {
    both("09_check", &fixtures::checking());
}

#[test]
fn handover() {
    both("10_handover", &fixtures::made(Step::Handover));
}

#[test]
fn handover_at_its_end() {
    let builder = window::builder(Theme::Light)
        .with_size([1100.0, 1400.0])
        .renderer(CpuRenderer::default())
        .with_options(options());
    let mut harness = window::build(builder, fixtures::handed_over());
    harness.remove_cursor();
    harness.run();
    harness.snapshot("10_handover_whole_light");
}

#[test]
fn a_question_in_front_of_the_window() {
    let mut state = fixtures::made(Step::Handover);
    state.dialog = Some(Dialog::Undo(state.setup_id.unwrap()));
    picture("11_dialog_light", Theme::Light, state);
}

#[test]
fn half_of_the_smallest_window_has_room_for_the_page() {
    let builder = window::builder(Theme::Dark)
        .with_size([440.0, 310.0])
        .with_pixels_per_point(2.0)
        .renderer(CpuRenderer::default())
        .with_options(options());
    let mut harness = window::build(builder, fixtures::at(Step::Secret));
    harness.remove_cursor();
    harness.run();
    harness.snapshot("13_half_dark_2x");
}

#[test]
fn the_smallest_window_at_200_percent_with_the_keyboard() {
    let builder = window::builder(Theme::Light)
        .with_size([880.0, 620.0])
        .with_pixels_per_point(2.0)
        .renderer(CpuRenderer::default())
        .with_options(options());
    let mut harness = window::build(builder, fixtures::at(Step::App));
    harness.remove_cursor();
    harness.run();
    harness.key_press(Key::Tab);
    harness.run();
    harness.snapshot("12_small_light_2x");
}
