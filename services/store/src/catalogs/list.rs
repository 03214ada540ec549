//! Pages of items.

use zhibiao_runtime::{error::Problem, page};

/// Items of a page when nothing is said.
pub(super) const DEFAULT_SIZE: usize = 100;
/// Most items of a page.
pub(super) const MAX_SIZE: usize = 1_000;

/// What a list request says about paging.
pub(super) struct Paging<'a> {
    pub(super) size: i32,
    pub(super) token: &'a str,
    /// Every parameter that decides which items there are; the list's name among them.
    pub(super) query: &'a [&'a str],
}

/// A page of a list.
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    pub(super) next: String,
    pub(super) total: i32,
}

impl Paging<'_> {
    /// Cuts the page out of the items, which are ordered by name.
    pub(super) fn cut<T, M>(
        &self,
        items: impl Iterator<Item = T>,
        name: impl Fn(&T) -> String,
        message: impl Fn(&T) -> M,
    ) -> Result<Page<M>, Problem> {
        let size = page::size(self.size, DEFAULT_SIZE, MAX_SIZE)?;
        let after = page::decode(self.query, self.token)?;
        let mut total = 0;
        let mut page = Vec::new();
        let mut last = None;
        let mut more = false;
        for item in items {
            total += 1;
            let name = name(&item);
            if after.as_ref().is_some_and(|after| name <= *after) {
                continue;
            }
            if page.len() == size {
                more = true;
                continue;
            }
            page.push(message(&item));
            last = Some(name);
        }
        let next = match last {
            Some(last) if more => page::encode(self.query, &last),
            Some(_) | None => String::new(),
        };
        Ok(Page {
            items: page,
            next,
            total,
        })
    }
}
