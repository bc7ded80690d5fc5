//! Arguments -> window or terminal; wires the window to its worker, and nothing else.

use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use onramp::cli::{self, Asked, CliError, WindowArguments};
use onramp::clock::Clock;
use onramp::cloud::Cloud;
use onramp::demo::DemoOptions;
use onramp::home::Home;
use onramp::net::NetworkOptions;
use onramp::preset::{self, PermissionIds};
use onramp::text::Texts;
use onramp::ui::window::{self, Launch, Renderer, Wake};
use onramp::wizard::State;
use onramp::worker::{Place, SystemDesktop, Worker, WorkerOptions};

fn main() -> ExitCode {
    cli::start_log();
    match cli::read(std::env::args_os()) {
        Asked::Window(arguments) => {
            let texts = Texts::of_the_system();
            match open_window(&arguments, &texts) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => cli::fail(&error, &texts),
            }
        }
        Asked::Command(command) => cli::run(*command),
        Asked::Nothing(code) => code,
    }
}

fn open_window(arguments: &WindowArguments, texts: &Texts) -> Result<(), CliError> {
    let home = Home::find(arguments.demo)?;
    let place = match &arguments.cloud {
        _ if arguments.demo => {
            Place::Demo(DemoOptions { state_file: Some(home.demo_state()), ..DemoOptions::default() })
        }
        Some(file) => Place::Cloud(Box::new(Cloud::from_file(file)?)),
        None => Place::Cloud(Box::new(arguments.cloud_name.as_deref().map_or_else(Cloud::global, Cloud::named)?)),
    };
    // The worker is there before the window that it wakes.
    let window: Arc<OnceLock<Wake>> = Arc::default();
    let wake = Arc::clone(&window);
    let (cloud, clouds) = match &place {
        Place::Cloud(cloud) if cloud.is_built_in() => {
            (cloud.id.clone(), Cloud::built_in()?.into_iter().map(|cloud| cloud.id).collect())
        }
        Place::Cloud(_) | Place::Demo(_) => ("custom".to_owned(), Vec::new()),
    };
    let worker = Worker::start(WorkerOptions {
        place,
        network: NetworkOptions { ca_file: arguments.ca.clone(), ..NetworkOptions::default() },
        home,
        clock: Clock::system(),
        texts: texts.clone(),
        desktop: Arc::new(SystemDesktop),
        waker: Arc::new(move || {
            if let Some(wake) = wake.get() {
                wake();
            }
        }),
    })?;
    let mut state = State::new(preset::built_in()?, PermissionIds::built_in()?, worker.demo_accounts());
    (state.cloud, state.clouds, state.chosen_cloud) = (cloud, clouds, arguments.cloud_name.clone());
    let launch = Launch {
        state,
        texts: texts.clone(),
        clock: Clock::system(),
        renderer: match arguments.renderer {
            None => Renderer::Auto,
            Some(cli::Renderer::Wgpu) => Renderer::Wgpu,
            Some(cli::Renderer::Glow) => Renderer::Glow,
        },
    };
    window::open(launch, move |wake| {
        // Set once: there is one window.
        let _ = window.set(wake);
        Box::new(worker)
    })
    .map_err(|error| CliError::Input(error.in_words(texts)))
}
