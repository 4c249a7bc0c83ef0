//! Running the server: opens what it stands on, listens, and ends in order.

use std::io;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use app::request::{Mail, Services};
use axum::serve::ListenerExt;
use live::{Hub, Threads};
use store::Store;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::configuration::Configuration;
use crate::error::{Error, Result};
use crate::limits::SignInLimits;
use crate::mail::{NoMail, SmtpMail};
use crate::router::router;

/// How long running requests may take once the server is told to end.
const DRAIN: Duration = Duration::from_secs(10);

/// How many connections may wait to be taken.
const WAITING_CONNECTIONS: u32 = 1_024;

/// How old a file without a record must be to be removed at the start: younger
/// ones may be on their way in, through another server.
const LEFT_OVER: Duration = Duration::from_secs(3_600);

/// Makes the data folder and opens the store in it.
///
/// # Errors
/// When the folder cannot be made or the database not opened.
pub async fn open_store(configuration: &Configuration) -> Result<Store> {
    make_private(&configuration.data_dir)?;
    let files = configuration.attachments_dir();
    Ok(Store::open_with_folder(&configuration.database_url, &files).await?)
}

/// Makes the data folder and connects to the database as it is, whatever its
/// schema.
///
/// # Errors
/// When the folder cannot be made or the database not reached.
pub async fn connect_store(configuration: &Configuration) -> Result<Store> {
    make_private(&configuration.data_dir)?;
    Ok(Store::connect(&configuration.database_url).await?)
}

/// The services of a configuration, and the task that sends messages.
///
/// # Errors
/// When the database does not answer or messages cannot be sent as configured.
pub async fn services(
    configuration: &Configuration,
    store: Store,
) -> Result<(Services, Option<JoinHandle<()>>)> {
    let (mail, sender): (Arc<dyn Mail>, _) = match &configuration.mail {
        Some(mail) => {
            let (mail, sender) = SmtpMail::start(mail)?;
            (Arc::new(mail), Some(sender))
        }
        None => (Arc::new(NoMail), None),
    };
    let sign_in_limit = Arc::new(SignInLimits::new(store.is_demo().await?));
    let services = Services {
        store,
        mail,
        sign_in_limit,
        public_url: configuration.public_url.as_str().into(),
    };
    Ok((services, sender))
}

/// How many threads live boards have to themselves: half as many as there are processors, so that
/// pages, which take long to render, find one free however busy the boards are.
fn board_threads() -> NonZeroUsize {
    let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    NonZeroUsize::new(processors / 2).unwrap_or(NonZeroUsize::MIN)
}

/// Listens at an address, with room for all who come back at once after a restart: of more than
/// the usual 128 the system lets some wait a second before it hears them.
fn listen(addr: SocketAddr) -> io::Result<TcpListener> {
    let socket = match addr {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // As the usual listener does: a server that restarts finds its address free.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(addr)?;
    socket.listen(WAITING_CONNECTIONS)
}

/// Serves until the process is told to end.
///
/// # Errors
/// When the server cannot start.
pub async fn serve(configuration: &Configuration) -> Result<()> {
    configuration.check_site()?;
    let store = open_store(configuration).await?;
    match store.sweep_attachments(LEFT_OVER).await {
        Ok(0) => {}
        Ok(removed) => tracing::info!(removed, "files that nothing referred to were removed"),
        Err(error) => tracing::warn!(%error, "files were not looked through"),
    }
    let (services, sender) = services(configuration, store.clone()).await?;
    let addr = configuration.addr;
    let listener = listen(addr)
        .map_err(|source| Error::Listen { addr, source })?
        .tap_io(|connection| {
            if let Err(error) = connection.set_nodelay(true) {
                tracing::debug!(%error, "small answers may wait");
            }
        });
    if let Some(secret) = store.new_setup_secret().await? {
        // On the console only: whoever has the link becomes administrator.
        println!("Nobody has an account yet. The first is made at:");
        println!("{}/setup/{secret}", configuration.public_url);
    }
    tracing::info!(%addr, public_url = configuration.public_url, "listening");
    let digests = tokio::spawn(crate::digest::run(
        services.clone(),
        configuration.digest_hour,
    ));
    let boards = Hub::start(store.clone(), Threads::start(board_threads())?);
    let routes = router(configuration, services, boards.clone());
    let (told, ending) = oneshot::channel();
    let serving = axum::serve(
        listener,
        routes.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(async move {
        told_to_end().await;
        // What is done on the boards is kept, and those who wait for news of one
        // are let go.
        boards.end().await;
        let _ = told.send(());
    });
    tokio::select! {
        served = serving => served?,
        () = overdue(ending) => tracing::warn!("some requests were cut off"),
    }
    // The sender of messages ends once nobody can hand it any more.
    digests.abort();
    let _ = digests.await;
    if let Some(sender) = sender
        && tokio::time::timeout(DRAIN, sender).await.is_err()
    {
        tracing::warn!("some messages were not sent");
    }
    store.close().await?;
    tracing::info!("ended");
    Ok(())
}

async fn overdue(ending: oneshot::Receiver<()>) {
    if ending.await.is_ok() {
        tokio::time::sleep(DRAIN).await;
    } else {
        // The server ended by itself, and says so.
        std::future::pending().await
    }
}

/// Waits for Ctrl-C or the system's signal to end.
async fn told_to_end() {
    let interrupted = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl-C is not heard");
            std::future::pending().await
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::error!(%error, "SIGTERM is not heard");
                std::future::pending().await
            }
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
    tracing::info!("told to end");
}

/// Makes a folder that only its owner can look into, if it is missing.
fn make_private(path: &Path) -> Result<()> {
    let mut folder = std::fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(path).map_err(|source| Error::Folder {
        path: path.to_owned(),
        source,
    })
}
