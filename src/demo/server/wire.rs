//! TCP connections: accepting them on both loopback addresses, numbering them, and cutting one on purpose.
//! It knows nothing of what is said on them.

use std::future::Future as _;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// One connection, as a request on it sees it.
#[derive(Clone, Debug)]
pub struct Wire {
    /// The number of the connection, from 1.
    pub number: u64,
    cut: CancellationToken,
}

impl Wire {
    /// Closes the connection at once: whatever was not written yet never arrives.
    pub fn cut(&self) {
        self.cut.cancel();
    }
}

/// The listening sockets: 127.0.0.1, and `[::1]` where the computer has it, because `localhost` may mean either.
pub struct Doors {
    v4: TcpListener,
    v6: Option<TcpListener>,
    accepted: u64,
    stop: CancellationToken,
}

impl Doors {
    /// Listens on `port`, or on a free one for 0. `stop` cuts every connection that was accepted.
    pub async fn open(port: u16, stop: CancellationToken) -> io::Result<Self> {
        let mut tries = 0;
        loop {
            tries += 1;
            let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
            let v6 = match TcpListener::bind((Ipv6Addr::LOCALHOST, v4.local_addr()?.port())).await {
                Ok(v6) => Some(v6),
                // Another program has this port on [::1]: "localhost" would reach it instead of us.
                Err(error) if error.kind() == io::ErrorKind::AddrInUse && port == 0 && tries < 16 => continue,
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
                Err(_) => None,
            };
            return Ok(Self { v4, v6, accepted: 0, stop });
        }
    }

    /// The port.
    pub fn port(&self) -> io::Result<u16> {
        Ok(self.v4.local_addr()?.port())
    }
}

impl Listener for Doors {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            let accepted = match &self.v6 {
                None => self.v4.accept().await,
                Some(v6) => tokio::select! {
                    on_v4 = self.v4.accept() => on_v4,
                    on_v6 = v6.accept() => on_v6,
                },
            };
            match accepted {
                Ok((stream, address)) => {
                    // Only speed depends on it.
                    let _ = stream.set_nodelay(true);
                    self.accepted += 1;
                    return (Line::new(stream, self.accepted, &self.stop), address);
                }
                Err(error) => {
                    tracing::debug!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.v4.local_addr()
    }
}

impl Connected<IncomingStream<'_, Doors>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Doors>) -> Self {
        stream.io().wire.clone()
    }
}

/// The byte stream of one connection, which ends as soon as its [`Wire`] is cut.
pub struct Line {
    stream: TcpStream,
    wire: Wire,
    until_cut: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl Line {
    fn new(stream: TcpStream, number: u64, stop: &CancellationToken) -> Self {
        let cut = stop.child_token();
        let until_cut = Box::pin(cut.clone().cancelled_owned());
        Self { stream, wire: Wire { number, cut }, until_cut }
    }

    fn if_whole(&self) -> io::Result<()> {
        if self.wire.cut.is_cancelled() { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        // Reading is what an idle connection waits on, so this is also what wakes it when it is cut.
        if self.until_cut.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.if_whole()?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.if_whole()?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
