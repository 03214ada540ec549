//! Kinds of error, with total maps to gRPC and HTTP.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident => $http:literal,)*) => {
        /// Kind of error: gRPC's codes without OK.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// The HTTP status of the same meaning.
            #[must_use]
            pub fn http_status(self) -> u16 {
                match self {
                    $(Self::$name => $http,)*
                }
            }
        }

        impl From<Code> for tonic::Code {
            fn from(code: Code) -> Self {
                match code {
                    $(Code::$name => Self::$name,)*
                }
            }
        }

        impl From<tonic::Code> for Code {
            /// OK is no error: a status of that code is a fault of whoever made it, so it reads as unknown.
            fn from(code: tonic::Code) -> Self {
                match code {
                    $(tonic::Code::$name => Self::$name,)*
                    tonic::Code::Ok => Self::Unknown,
                }
            }
        }
    };
}

codes! {
    /// The request is wrong whatever the state.
    InvalidArgument => 400,
    /// What it names is not there.
    NotFound => 404,
    /// What it would make is there already, and differs.
    AlreadyExists => 409,
    /// The state does not allow it.
    FailedPrecondition => 400,
    /// Somebody else was quicker.
    Aborted => 409,
    /// It reaches beyond what there is.
    OutOfRange => 400,
    /// The caller may not.
    PermissionDenied => 403,
    /// The caller is not known.
    Unauthenticated => 401,
    /// A limit was met.
    ResourceExhausted => 429,
    /// Not now.
    Unavailable => 503,
    /// The caller's time is over.
    DeadlineExceeded => 504,
    /// The caller has gone.
    Cancelled => 499,
    /// There is no such call.
    Unimplemented => 501,
    /// Stored data is damaged.
    DataLoss => 500,
    /// The hub failed.
    Internal => 500,
    /// Another system failed in a way it did not say.
    Unknown => 500,
}
