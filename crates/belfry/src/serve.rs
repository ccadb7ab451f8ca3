//! Serving pages and API, with the tasks that happen by themselves beside it.

use crate::config::Config;
use crate::{Outcome, Place, say};
use office::{Office, SystemClock, setup};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::{App, Site};

/// Serve the pages and the API.
#[derive(clap::Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    place: Place,
    /// The address to listen on. TLS is the proxy's.
    #[arg(long, env = "BELFRY_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

impl Serve {
    pub async fn run(self) -> Outcome {
        let config = Config::read(&self.place.dir)?;
        let settings = config.settings()?;
        let site = config.site(&settings)?;
        let store = Store::open(&config.database(&self.place.dir)?, &config.blobs(&self.place.dir)).await?;
        let clock = Arc::new(SystemClock);
        let office = setup::open(&self.place.dir, settings, store, clock, web::notice_words).await?;
        let listener = TcpListener::bind(self.listen).await?;
        let address = listener.local_addr()?;
        say::line(format_args!("ready http://{address}"));
        serve(office, site, listener).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Serves until told to stop, and then finishes what is under way.
pub(crate) async fn serve(office: Office, site: Site, listener: TcpListener) -> std::io::Result<()> {
    let (stop, stopped) = watch::channel(false);
    let mut tasks_stop = stopped.clone();
    let tasks = tokio::spawn({
        let office = office.clone();
        async move { office.run(async move { drop(tasks_stop.wait_for(|stop| *stop).await) }).await }
    });
    let app = web::router(App { office, site: Arc::new(site) });
    let result = axum::serve(listener, app).with_graceful_shutdown(told_to_stop()).await;
    let _ = stop.send(true);
    drop(tasks.await);
    result
}

/// Ends when the terminal or the service manager asks to stop.
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => drop(interrupt.await),
    }
}
