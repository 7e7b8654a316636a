/** The most that the server puts into one page. */
export const FULL_PAGE = 500;

/** The answer to a call that lists. */
export interface Page {
  readonly nextPageToken: string;
}

/**
 * Yields each page of a list; `fetch` takes a page token, at first the empty one. Ends behind the last page, and where the
 * server gives a token twice in a row. Throws what `fetch` throws.
 */
export async function* pages<P extends Page>(fetch: (pageToken: string) => Promise<P>): AsyncGenerator<P, void, void> {
  let token = "";
  for (;;) {
    const page = await fetch(token);
    yield page;
    if (page.nextPageToken === "" || page.nextPageToken === token) {
      return;
    }
    token = page.nextPageToken;
  }
}
