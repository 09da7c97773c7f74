package dev.parley.client;

import dev.parley.client.model.Page;
import dev.parley.client.transport.ApiCall;
import dev.parley.client.transport.Transport;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * All items of a list, page after page. A page is asked for when its first item is: whoever stops
 * early asks for no more. Every iteration begins anew, with the filters and options given at the
 * start. Thread-safe; an iterator or stream belongs to one thread.
 *
 * <p>Going on may throw a {@link dev.parley.client.error.ParleyException}, just as the call of a
 * single page; {@link dev.parley.client.error.UnexpectedAnswerException} if the pages go round in a
 * circle.
 *
 * @param <P> a page
 * @param <T> an item
 */
public final class Pages<P, T> implements Iterable<T> {
  private final Transport transport;
  private final ApiCall<P> first;
  private final Function<P, List<T>> items;
  private final Function<P, Page> place;

  /** The pages from {@code first} on; for the generated classes. */
  public Pages(
      Transport transport, ApiCall<P> first, Function<P, List<T>> items, Function<P, Page> place) {
    this.transport = transport;
    this.first = first;
    this.items = items;
    this.place = place;
  }

  /** The items, lazily and in the order of the list. */
  public Stream<T> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  /** The pages themselves, such as to look at {@code page().total()}. */
  public Iterable<P> byPage() {
    return PageIterator::new;
  }

  @Override
  public Iterator<T> iterator() {
    return new ItemIterator(new PageIterator());
  }

  private final class PageIterator implements Iterator<P> {
    private final CursorTrail trail = new CursorTrail(first.operationId());
    private @Nullable ApiCall<P> next = first;

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public P next() {
      ApiCall<P> call = next;
      if (call == null) {
        throw new NoSuchElementException("There is no page after the last");
      }
      P page = transport.send(call).body();
      String cursor = trail.follow(place.apply(page).nextCursor());
      next = cursor == null ? null : first.withQuery("cursor", cursor);
      return page;
    }
  }

  private final class ItemIterator implements Iterator<T> {
    private final Iterator<P> pages;
    private Iterator<T> page = Collections.emptyIterator();

    ItemIterator(Iterator<P> pages) {
      this.pages = pages;
    }

    @Override
    public boolean hasNext() {
      while (!page.hasNext() && pages.hasNext()) {
        page = items.apply(pages.next()).iterator();
      }
      return page.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException("There is no item after the last");
      }
      return page.next();
    }
  }
}
