//! Requests to other programs.

use super::{lasting, passing};
use crate::notice::model::{Failure, Reason, Request};
use crate::notice::rules;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{StatusCode, header};
use hyper_util::rt::TokioIo;
use ipnet::IpNet;
use kernel::RowId;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::{Host, Url};

/// How long everything together may take.
const WHOLE: Duration = Duration::from_secs(15);
/// How much of an answer's head is read, in bytes; its body is not.
const HEAD: usize = 16 * 1024;

/// Makes a request and looks at the status of the answer, nothing more. Redirections are not followed: they
/// would lead where nobody has looked.
pub async fn send(id: RowId, request: &Request, networks: &[IpNet]) -> Result<(), Failure> {
    let sent = tokio::time::timeout(WHOLE, exchange(id, request, networks)).await;
    let status = sent.map_err(|_| passing(Reason::Unreachable, "no answer in time"))??;
    match status {
        status if status.is_success() => Ok(()),
        StatusCode::GONE => Err(lasting(Reason::Rejected, status)),
        status => Err(passing(Reason::Refused, status)),
    }
}

async fn exchange(id: RowId, request: &Request, networks: &[IpNet]) -> Result<StatusCode, Failure> {
    let url = rules::endpoint(&request.url).map_err(|_| lasting(Reason::Malformed, "no address"))?;
    let encrypted = url.scheme() == "https";
    let address = resolved(&url, encrypted, networks).await?;
    // The connection goes to the very address that was looked at; the name is not resolved again.
    let stream = TcpStream::connect(address).await.map_err(|error| passing(Reason::Unreachable, error))?;
    if !encrypted {
        return speak(id, request, &url, stream).await;
    }
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let name = ServerName::try_from(host).map_err(|error| lasting(Reason::Malformed, error))?;
    let connector = TlsConnector::from(tls()?);
    let stream = connector.connect(name, stream).await.map_err(|error| passing(Reason::Insecure, error))?;
    speak(id, request, &url, stream).await
}

/// The first address of a host to which requests may go.
async fn resolved(url: &Url, encrypted: bool, networks: &[IpNet]) -> Result<SocketAddr, Failure> {
    let port = url.port_or_known_default().unwrap_or(443);
    let found: Vec<SocketAddr> = match url.host() {
        Some(Host::Ipv4(address)) => vec![(address, port).into()],
        Some(Host::Ipv6(address)) => vec![(address, port).into()],
        Some(Host::Domain(name)) => {
            let looked_up = tokio::net::lookup_host((name, port)).await;
            looked_up.map_err(|error| passing(Reason::Unreachable, error))?.collect()
        }
        None => Vec::new(),
    };
    let open = found.into_iter().find(|address| rules::may_reach(address.ip(), encrypted, networks));
    open.ok_or_else(|| lasting(Reason::PrivateAddress, url.host_str().unwrap_or_default()))
}

fn tls() -> Result<Arc<ClientConfig>, Failure> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|error| lasting(Reason::Insecure, error))?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

async fn speak(
    id: RowId,
    request: &Request,
    url: &Url,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
) -> Result<StatusCode, Failure> {
    let broken = |error: hyper::Error| passing(Reason::Unreachable, error);
    let shaken = http1::Builder::new().max_buf_size(HEAD).handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = shaken.map_err(broken)?;
    let spoken = tokio::spawn(connection);
    let answer = sender.send_request(written(id, request, url)?).await;
    // Whatever else the other side wants to say is not listened to.
    spoken.abort();
    Ok(answer.map_err(broken)?.status())
}

/// The request with what it is checked by.
fn written(id: RowId, request: &Request, url: &Url) -> Result<hyper::Request<Full<Bytes>>, Failure> {
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let host = url.host_str().unwrap_or_default();
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    hyper::Request::post(path)
        .header(header::HOST, host)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, "Tress")
        .header("tress-delivery", id.to_string())
        .header("tress-event", request.event)
        .header("tress-timestamp", request.timestamp)
        .header("tress-signature", rules::signature(&request.secret, request.timestamp, &request.body))
        .body(Full::new(Bytes::from(request.body.clone())))
        .map_err(|error| lasting(Reason::Malformed, error))
}
