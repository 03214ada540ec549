//! Receiving files: a stream of chunks into a temporary file, bounded, hashed on the way.

use std::{fs::File, io::Seek, path::Path, time::Duration};

use bytes::Bytes;
use tokio::io::AsyncWriteExt;
use tonic::{Status, Streaming};
use zhibiao_proto::report::v1::{
    CheckReportRequest, EntryColumns, ReportHeader, UploadReportRequest, check_report_request,
    upload_report_request,
};
use zhibiao_runtime::error::{Code, Problem};

use crate::report::Digest;

/// Largest file, in bytes.
pub(crate) const MAX_FILE: u64 = 64 << 20;
/// Largest chunk, in bytes.
pub(crate) const MAX_CHUNK: usize = 1 << 20;

/// A part of a stream, whatever call it belongs to.
enum Part {
    Header(ReportHeader),
    Chunk(Bytes),
    Columns(EntryColumns),
}

/// A message that carries a part.
pub(super) trait Carries {
    /// The part; `None` when the message is empty.
    fn part(self) -> Option<Received>;
}

/// A part as it was received.
pub(super) struct Received(Part);

impl Carries for UploadReportRequest {
    fn part(self) -> Option<Received> {
        let part = match self.part? {
            upload_report_request::Part::Header(header) => Part::Header(header),
            upload_report_request::Part::Chunk(chunk) => Part::Chunk(chunk),
        };
        Some(Received(part))
    }
}

impl Carries for CheckReportRequest {
    fn part(self) -> Option<Received> {
        let part = match self.part? {
            check_report_request::Part::Header(header) => Part::Header(header),
            check_report_request::Part::Chunk(chunk) => Part::Chunk(chunk),
            check_report_request::Part::Entries(columns) => Part::Columns(columns),
        };
        Some(Received(part))
    }
}

/// What a report consists of.
pub(super) enum Source {
    /// A file, from its first byte.
    File(File),
    /// Structured content.
    Columns(Box<EntryColumns>),
}

/// A report as it was received whole.
pub(super) struct Whole {
    pub(super) header: ReportHeader,
    pub(super) source: Source,
    pub(super) digest: Digest,
}

/// A stream that is waited for with limited patience.
struct Parts<M> {
    stream: Streaming<M>,
    idle: Duration,
}

impl<M: Carries> Parts<M> {
    async fn next(&mut self) -> Result<Option<Part>, Problem> {
        let message = tokio::time::timeout(self.idle, self.stream.message());
        let message = message.await.map_err(|_| idle(self.idle))?;
        let Some(message) = message.map_err(interrupted)? else {
            return Ok(None);
        };
        match message.part() {
            Some(Received(part)) => Ok(Some(part)),
            None => Err(invalid(
                "PART_EMPTY",
                "a message carries neither header nor content: leave it out",
            )),
        }
    }
}

/// A report of which the header has come.
pub(super) struct Receiving<M> {
    header: ReportHeader,
    rest: Parts<M>,
}

impl<M: Carries> Receiving<M> {
    /// Receives the header, which comes first.
    ///
    /// # Errors
    /// INVALID_ARGUMENT when something else comes. DEADLINE_EXCEEDED when nothing comes for as long as `idle`.
    pub(super) async fn begin(stream: Streaming<M>, idle: Duration) -> Result<Self, Problem> {
        let mut rest = Parts { stream, idle };
        match rest.next().await? {
            Some(Part::Header(header)) => Ok(Self { header, rest }),
            Some(Part::Chunk(_) | Part::Columns(_)) => Err(invalid(
                "HEADER_MISSING",
                "content came before the header: send the header first",
            )),
            None => Err(invalid(
                "HEADER_MISSING",
                "the stream ended before the header: send the header, then the content",
            )),
        }
    }

    /// What the report says it is.
    pub(super) fn header(&self) -> &ReportHeader {
        &self.header
    }

    /// Receives the content. A file is spooled into `folder`.
    ///
    /// # Errors
    /// INVALID_ARGUMENT when the parts are out of order, too large or missing.
    /// DEADLINE_EXCEEDED when no part comes for too long.
    pub(super) async fn rest(self, folder: &Path) -> Result<Whole, Problem> {
        let Self { header, mut rest } = self;
        match rest.next().await? {
            Some(Part::Columns(columns)) => receive_columns(header, columns, &mut rest).await,
            Some(Part::Chunk(chunk)) => receive_file(header, chunk, &mut rest, folder).await,
            Some(Part::Header(_)) => Err(second_header()),
            None => Err(invalid(
                "FILE_EMPTY",
                "the stream ended after the header: send the file's bytes in chunks after it",
            )),
        }
    }
}

async fn receive_columns<M: Carries>(
    header: ReportHeader,
    columns: EntryColumns,
    stream: &mut Parts<M>,
) -> Result<Whole, Problem> {
    if stream.next().await?.is_some() {
        let message = "structured content is one message: send nothing after it";
        return Err(invalid("CONTENT_MIXED", message));
    }
    Ok(Whole {
        header,
        digest: columns_digest(&columns),
        source: Source::Columns(Box::new(columns)),
    })
}

/// The digest of structured content.
pub(super) fn columns_digest(columns: &EntryColumns) -> Digest {
    blake3::hash(&prost::Message::encode_to_vec(columns)).into()
}

async fn receive_file<M: Carries>(
    header: ReportHeader,
    first: Bytes,
    stream: &mut Parts<M>,
    folder: &Path,
) -> Result<Whole, Problem> {
    // The file has no name: it is gone with the process, however that ends.
    let folder = folder.to_owned();
    let file = tokio::task::spawn_blocking(move || tempfile::tempfile_in(folder))
        .await
        .map_err(Problem::internal)?
        .map_err(Problem::internal)?;
    let mut file = tokio::fs::File::from_std(file);
    let mut hasher = blake3::Hasher::new();
    let mut bytes = 0;
    let mut chunk = first;
    loop {
        bytes += check_chunk(&chunk, bytes)?;
        hasher.update(&chunk);
        file.write_all(&chunk).await.map_err(Problem::internal)?;
        chunk = match stream.next().await? {
            None => break,
            Some(Part::Chunk(chunk)) => chunk,
            Some(Part::Header(_)) => return Err(second_header()),
            Some(Part::Columns(_)) => {
                let message = "a report is either a file or structured content, not both";
                return Err(invalid("CONTENT_MIXED", message));
            }
        };
    }
    if bytes == 0 {
        return Err(invalid(
            "FILE_EMPTY",
            "the file has no bytes: save it again, or copy it again",
        ));
    }
    file.flush().await.map_err(Problem::internal)?;
    let mut file = file.into_std().await;
    let file = tokio::task::spawn_blocking(move || file.rewind().map(|()| file))
        .await
        .map_err(Problem::internal)?
        .map_err(Problem::internal)?;
    Ok(Whole {
        header,
        source: Source::File(file),
        digest: hasher.finalize().into(),
    })
}

/// The size of a chunk, unless it or the file is too large.
fn check_chunk(chunk: &Bytes, before: u64) -> Result<u64, Problem> {
    if chunk.len() > MAX_CHUNK {
        let message = format!(
            "a chunk has {} bytes, at most {MAX_CHUNK}: send smaller ones",
            chunk.len()
        );
        return Err(invalid("CHUNK_TOO_LARGE", message));
    }
    let bytes = chunk.len() as u64;
    if before + bytes > MAX_FILE {
        let message = format!("the file has more than {MAX_FILE} bytes: split it by sheet, period or zone");
        return Err(invalid("FILE_TOO_LARGE", message).with("limit", MAX_FILE));
    }
    Ok(bytes)
}

/// A stream that broke off: what came is dropped, the sender sends again.
fn interrupted(status: Status) -> Problem {
    let problem = Problem::of_request(&status);
    match problem.code {
        Code::Cancelled | Code::Unavailable | Code::Unknown | Code::Internal => Problem::new(
            Code::Cancelled,
            "STREAM_INTERRUPTED",
            "the stream broke off before its end: send the report again with the same `report_id`",
        ),
        Code::InvalidArgument
        | Code::NotFound
        | Code::AlreadyExists
        | Code::FailedPrecondition
        | Code::Aborted
        | Code::OutOfRange
        | Code::PermissionDenied
        | Code::Unauthenticated
        | Code::ResourceExhausted
        | Code::DeadlineExceeded
        | Code::Unimplemented
        | Code::DataLoss => problem,
    }
}

/// A stream in which nothing comes any more: its room is for others.
fn idle(limit: Duration) -> Problem {
    let message = format!(
        "nothing came for {} s: send the report again with the same `report_id`",
        limit.as_secs_f64()
    );
    Problem::new(Code::DeadlineExceeded, "STREAM_IDLE", message)
}

fn second_header() -> Problem {
    invalid(
        "HEADER_TWICE",
        "a second header came: send it once, before the content",
    )
}

fn invalid(reason: &str, message: impl Into<String>) -> Problem {
    Problem::new(Code::InvalidArgument, reason, message)
}
