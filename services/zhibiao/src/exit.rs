//! Exit codes: 0 and 1 answer, the rest follow `sysexits.h`.

use std::process::ExitCode;

use zhibiao_runtime::error::Code;

/// How the program ends. The README lists the same table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Ok,
    /// Done, and the answer is no: findings block, a check failed, a decision was refused by the state.
    Negative,
    /// The command line can't be read.
    Usage,
    /// A setting can't be used.
    Settings,
    /// The input can't be used.
    Data,
    /// What was named is not there.
    NotFound,
    /// No hub answers.
    Unavailable,
    /// A fault of this program or of the hub.
    Internal,
    /// Reading or writing a file failed, or the address or the data folder is in use.
    Io,
    /// Try again later.
    TryAgain,
    /// The caller may not.
    NotPermitted,
}

impl Exit {
    /// The number.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Negative => 1,
            Self::Usage => 2,
            Self::Settings => 64,
            Self::Data => 65,
            Self::NotFound => 66,
            Self::Unavailable => 69,
            Self::Internal => 70,
            Self::Io => 74,
            Self::TryAgain => 75,
            Self::NotPermitted => 77,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

impl From<Code> for Exit {
    fn from(code: Code) -> Self {
        match code {
            Code::InvalidArgument | Code::AlreadyExists | Code::OutOfRange => Self::Data,
            Code::NotFound => Self::NotFound,
            Code::FailedPrecondition => Self::Negative,
            Code::Aborted | Code::ResourceExhausted | Code::DeadlineExceeded | Code::Cancelled => {
                Self::TryAgain
            }
            Code::PermissionDenied | Code::Unauthenticated => Self::NotPermitted,
            Code::Unavailable => Self::Unavailable,
            Code::Unimplemented | Code::DataLoss | Code::Internal | Code::Unknown => Self::Internal,
        }
    }
}

/// The table at the end of `--help`.
pub const HELP: &str = "\
Exit codes:
   0  done
   1  done, and the answer is no: findings block, a check failed, the state refuses a decision
   2  the command line can't be read
  64  settings can't be used (all of them are listed)
  65  the input can't be used
  66  what was named is not there
  69  no hub answers
  70  a fault of this program or of the hub
  74  reading or writing a file failed; the address or the data folder is in use
  75  try again later
  77  not permitted";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_lists_every_code() {
        use Exit::*;
        for exit in [
            Ok,
            Negative,
            Usage,
            Settings,
            Data,
            NotFound,
            Unavailable,
            Internal,
            Io,
            TryAgain,
            NotPermitted,
        ] {
            let number = format!("{:>4}  ", exit.code());
            assert!(HELP.lines().any(|line| line.starts_with(&number)), "{exit:?}");
        }
    }
}
