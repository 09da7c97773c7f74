package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.api.SymbolsApi;
import dev.parley.client.api.SymbolsApi.ListSymbolsParams;
import dev.parley.client.api.SymbolsApiAsync;
import dev.parley.client.error.ConnectionException;
import dev.parley.client.error.UnexpectedAnswerException;
import dev.parley.client.model.CandleInterval;
import dev.parley.client.model.Page;
import dev.parley.client.model.RecordingKind;
import dev.parley.client.model.Symbol;
import dev.parley.client.model.SymbolPage;
import dev.parley.client.model.SymbolRecording;
import dev.parley.client.model.SymbolType;
import dev.parley.client.transport.ApiCall;
import dev.parley.client.transport.Transport;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists over a transport that keeps what it was asked. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PagesTest {
  private static final Instant THEN = Instant.parse("2013-11-18T00:00:00Z");
  private static final Symbol BITCOIN =
      Symbol.builder()
          .symbol("BTC-USD")
          .name("Bitcoin")
          .type(SymbolType.CRYPTO)
          .exchange("Bitstamp")
          .baseAsset("BTC")
          .currency("USD")
          .priceIncrement(BigDecimal.ONE)
          .quantityIncrement(BigDecimal.ONE)
          .finestInterval(CandleInterval.UNKNOWN)
          .intervals(List.of())
          .historyFrom(THEN)
          .recording(
              SymbolRecording.builder()
                  .kind(RecordingKind.UNKNOWN)
                  .description("")
                  .license("")
                  .sourceFrom(THEN)
                  .sourceTo(THEN)
                  .records(1)
                  .speed(1)
                  .build())
          .build();

  private final List<String> targets = new ArrayList<>();
  private Function<String, CompletableFuture<SymbolPage>> pages =
      target -> CompletableFuture.completedFuture(numbered(target, 3));

  private final Transport transport =
      new Transport() {
        @Override
        public <T> ApiResponse<T> send(ApiCall<T> call) {
          return sendAsync(call).join();
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> CompletableFuture<ApiResponse<T>> sendAsync(ApiCall<T> call) {
          targets.add(call.target());
          return pages
              .apply(call.target())
              .thenApply(page -> new ApiResponse<>(200, Map.of(), (T) page));
        }
      };
  private final SymbolsApi symbols = new SymbolsApi(transport);
  private final SymbolsApiAsync async = new SymbolsApiAsync(transport);

  private static SymbolPage page(@Nullable String next, String... names) {
    List<Symbol> items = new ArrayList<>();
    for (String name : names) {
      items.add(symbol(name));
    }
    return SymbolPage.builder()
        .items(items)
        .page(Page.builder().limit(2).nextCursor(next).build())
        .build();
  }

  /** Page n of {@code count}, two items each: n.1 and n.2. */
  private static SymbolPage numbered(String target, int count) {
    int n =
        target.contains("cursor=") ? Integer.parseInt(target.replaceFirst(".*cursor=c", "")) : 1;
    return page(n < count ? "c" + (n + 1) : null, n + ".1", n + ".2");
  }

  private static List<String> names(Iterable<Symbol> items) {
    List<String> names = new ArrayList<>();
    items.forEach(item -> names.add(item.symbol()));
    return names;
  }

  @Test
  void goesThroughEveryPageWithTheSameFilters() {
    ListSymbolsParams params = new ListSymbolsParams().type(SymbolType.CRYPTO).limit(2);
    Pages<SymbolPage, Symbol> all = symbols.listSymbolsAll(params);
    params.type(SymbolType.STOCK);

    assertThat(names(all)).containsExactly("1.1", "1.2", "2.1", "2.2", "3.1", "3.2");
    assertThat(targets)
        .containsExactly(
            "/api/v1/datafeed/symbols?type=crypto&limit=2",
            "/api/v1/datafeed/symbols?type=crypto&limit=2&cursor=c2",
            "/api/v1/datafeed/symbols?type=crypto&limit=2&cursor=c3");
  }

  @Test
  void asksForAPageOnlyWhenItIsNeeded() {
    Pages<SymbolPage, Symbol> all = symbols.listSymbolsAll();
    assertThat(targets).isEmpty();

    assertThat(all.stream().limit(2).map(Symbol::symbol)).containsExactly("1.1", "1.2");
    assertThat(targets).hasSize(1);
    assertThat(all.stream().anyMatch(item -> item.symbol().equals("2.1"))).isTrue();
    assertThat(targets).hasSize(3);
  }

  @Test
  void startsAtTheCursorGivenAndGoesOnFromThere() {
    assertThat(names(symbols.listSymbolsAll(new ListSymbolsParams().cursor("c3"))))
        .containsExactly("3.1", "3.2");
    assertThat(symbols.listSymbolsAll().byPage()).hasSize(3);
  }

  @Test
  void anEmptyPageIsNotTheEnd() {
    Iterator<SymbolPage> script = List.of(page("a"), page("b", "x"), page(null)).iterator();
    pages = target -> CompletableFuture.completedFuture(script.next());

    Iterator<Symbol> items = symbols.listSymbolsAll().iterator();

    assertThat(items.next().symbol()).isEqualTo("x");
    assertThat(items.hasNext()).isFalse();
    assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void stopsWhenTheServerRepeatsItself() {
    pages = target -> CompletableFuture.completedFuture(page("same", "x"));
    assertThatThrownBy(() -> names(symbols.listSymbolsAll()))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageContaining("circle");
    assertThat(targets).hasSize(2);

    for (int length : new int[] {2, 3, 7, 50}) {
      targets.clear();
      pages = target -> CompletableFuture.completedFuture(page("c" + targets.size() % length, "x"));
      assertThatThrownBy(() -> names(symbols.listSymbolsAll()))
          .isInstanceOf(UnexpectedAnswerException.class);
      assertThat(targets).hasSizeLessThan(4 * length);
    }
    assertThatThrownBy(() -> async.listSymbolsAll().forEach(item -> {}).join())
        .hasCauseInstanceOf(UnexpectedAnswerException.class);
  }

  @Test
  void futuresVisitEveryItemHoweverManyPages() {
    pages = target -> CompletableFuture.completedFuture(numbered(target, 5_000));
    List<String> seen = new ArrayList<>();

    async.listSymbolsAll().forEach(item -> seen.add(item.symbol())).join();

    assertThat(seen).hasSize(10_000).endsWith("5000.1", "5000.2");
  }

  @Test
  void futuresStopWhereTheVisitorSaysSo() {
    List<String> seen = new ArrayList<>();

    async
        .listSymbolsAll()
        .forEachWhile(
            item -> {
              seen.add(item.symbol());
              return seen.size() < 3;
            })
        .join();

    assertThat(seen).containsExactly("1.1", "1.2", "2.1");
    assertThat(targets).hasSize(2);
  }

  @Test
  void futuresFailWithWhatWentWrong() {
    ConnectionException broken = new ConnectionException("broken", null);
    pages =
        target ->
            target.contains("cursor")
                ? CompletableFuture.failedFuture(broken)
                : CompletableFuture.completedFuture(numbered(target, 3));
    assertThatThrownBy(() -> async.listSymbolsAll().forEach(item -> {}).join()).hasCause(broken);

    IllegalStateException full = new IllegalStateException("full");
    assertThatThrownBy(
            () ->
                async
                    .listSymbolsAll()
                    .forEach(
                        item -> {
                          throw full;
                        })
                    .join())
        .hasCause(full);
  }

  @Test
  void cancellingAVisitCancelsThePageUnderWay() {
    CompletableFuture<SymbolPage> second = new CompletableFuture<>();
    pages =
        target ->
            target.contains("cursor")
                ? second
                : CompletableFuture.completedFuture(numbered(target, 3));
    List<String> seen = new ArrayList<>();

    CompletableFuture<Void> visit = async.listSymbolsAll().forEach(item -> seen.add(item.symbol()));
    assertThat(visit.cancel(true)).isTrue();
    second.complete(numbered("cursor=c2", 3));

    assertThat(seen).containsExactly("1.1", "1.2");
    assertThat(targets).hasSize(2);
  }

  private static Symbol symbol(String name) {
    return BITCOIN.toBuilder().symbol(name).build();
  }

  @Test
  void everyIterationBeginsAnew() {
    Pages<SymbolPage, Symbol> all = symbols.listSymbolsAll();

    assertThat(names(all)).isEqualTo(names(all));
    assertThat(IntStream.range(0, 3).mapToObj(targets::get).toList())
        .isEqualTo(targets.subList(3, 6));
  }
}
