//! Questions about an index: a query, and whatever else a call asks.

use zhibiao_proto::{catalog::v1::Assumptions, compare::v1::IndexQuery};
use zhibiao_runtime::error::Problem;

use super::{
    Made,
    evaluation::{self, Ask, Indices},
    query::Query,
};
use crate::{freshness::Moment, request::Reader};

/// A question that was read.
#[derive(Debug)]
pub(super) struct Question<T> {
    /// What it is about, laid out.
    pub(super) made: Made,
    /// What else is asked.
    pub(super) asked: T,
    /// The moment that it is about.
    pub(super) moment: Moment,
}

impl Indices {
    /// Reads a question, and lays out what it is about once nothing is wrong with it; `reading` reads what else is asked.
    ///
    /// # Errors
    /// Everything that is wrong with the request; what [`Indices::make`] says.
    pub(super) async fn question<T: Send + 'static>(
        &self,
        ask: &Ask<'_>,
        query: Option<IndexQuery>,
        reading: impl FnOnce(&mut Reader<'_>, Option<&Query>) -> T + Send + 'static,
    ) -> Result<Question<T>, Problem> {
        self.assuming(ask, query, None, reading).await
    }

    /// The same, with other assumptions about what is uncertain than the framework's.
    ///
    /// # Errors
    /// Those of [`Self::question`].
    pub(super) async fn assuming<T: Send + 'static>(
        &self,
        ask: &Ask<'_>,
        query: Option<IndexQuery>,
        assumptions: Option<Assumptions>,
        reading: impl FnOnce(&mut Reader<'_>, Option<&Query>) -> T + Send + 'static,
    ) -> Result<Question<T>, Problem> {
        let moment = ask.moment(query.as_ref()).await?;
        let reading = move |reader: &mut Reader<'_>| {
            let query = Query::read(reader, query);
            let query = Query::assuming(query, reader, assumptions);
            let asked = reading(reader, query.as_ref());
            (query, asked)
        };
        let (query, asked) = evaluation::read(&moment, reading).await?;
        let made = self.made(ask, query, &moment).await?;
        Ok(Question { made, asked, moment })
    }
}
