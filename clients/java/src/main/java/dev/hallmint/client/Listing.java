package dev.hallmint.client;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list of the server, walked through page by page while it is read. Each walk begins anew, and each of its calls is
 * tried again as any other; {@link HallmintException} where one fails.
 *
 * @param <T> what is listed
 */
public final class Listing<T> implements Iterable<T> {
    /** The most that the server puts into one page. */
    public static final int FULL_PAGE = 500;

    private final Iterable<T> source;

    private Listing(Iterable<T> source) {
        this.source = source;
    }

    /**
     * The pages of a list. A walk ends where the server gives no further token, or the same token twice in a row.
     *
     * @param <P> a page
     * @param fetch takes a page token, at first the empty one, and calls for that page
     * @param nextToken what a page says of the next one
     * @return the pages
     */
    public static <P> Listing<P> pages(Function<String, P> fetch, Function<P, String> nextToken) {
        return new Listing<>(() -> new Pages<>(fetch, nextToken));
    }

    /**
     * What is in the pages.
     *
     * @param <I> an item
     * @param items of a page
     * @return the items of all pages
     */
    public <I> Listing<I> each(Function<? super T, List<I>> items) {
        return new Listing<>(() -> new Items<>(iterator(), items));
    }

    /** A walk from the beginning, for one thread. */
    @Override
    public Iterator<T> iterator() {
        return source.iterator();
    }

    /**
     * A walk as a stream, which calls for a page when it is needed.
     *
     * @return sequential and ordered
     */
    public Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    private static final class Pages<P> implements Iterator<P> {
        private final Function<String, P> fetch;
        private final Function<P, String> nextToken;
        private String token = "";
        private boolean over;

        Pages(Function<String, P> fetch, Function<P, String> nextToken) {
            this.fetch = fetch;
            this.nextToken = nextToken;
        }

        @Override
        public boolean hasNext() {
            return !over;
        }

        @Override
        public P next() {
            if (over) {
                throw new NoSuchElementException();
            }
            P page = fetch.apply(token);
            String further = nextToken.apply(page);
            over = further.isEmpty() || further.equals(token);
            token = further;
            return page;
        }
    }

    private static final class Items<P, I> implements Iterator<I> {
        private final Iterator<P> pages;
        private final Function<? super P, List<I>> items;
        private Iterator<I> page = List.<I>of().iterator();

        Items(Iterator<P> pages, Function<? super P, List<I>> items) {
            this.pages = pages;
            this.items = items;
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && pages.hasNext()) {
                page = items.apply(pages.next()).iterator();
            }
            return page.hasNext();
        }

        @Override
        public I next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.next();
        }
    }
}
