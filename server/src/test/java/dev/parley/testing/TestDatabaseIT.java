package dev.parley.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.db.Columns;
import dev.parley.platform.db.Jsonb;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestDatabaseIT {
  @Test
  void givesEachTestADatabaseOfItsOwn() {
    Jdbi one = TestDatabase.fresh().jdbi();
    Jdbi other = TestDatabase.fresh().jdbi();
    one.useHandle(handle -> handle.execute("CREATE TABLE t (id int)"));

    assertThat(tables(one)).isEqualTo(1);
    assertThat(tables(other)).isZero();
  }

  @Test
  void bindsAndReadsTheKernelsTypes() {
    Jdbi jdbi = TestDatabase.fresh().jdbi();
    UUID id = UUID.randomUUID();
    Instant time = Instant.parse("2026-10-25T01:30:00.123456789Z");
    jdbi.useHandle(
        handle -> {
          handle.execute(
              "CREATE TABLE t (id uuid, at timestamptz, later timestamptz, doc jsonb,"
                  + " price numeric, tags text[])");
          handle
              .createUpdate("INSERT INTO t VALUES (:id, :at, NULL, :doc, :price, :tags)")
              .bind("id", id)
              .bind("at", time)
              .bind("doc", new Jsonb("{\"a\": 1}"))
              .bind("price", new BigDecimal("1.10"))
              .bindArray("tags", String.class, List.of("x", "y"))
              .execute();
          handle
              .createQuery("SELECT * FROM t WHERE id = ANY(:ids) AND at <= :now")
              .bindArray("ids", UUID.class, List.of(id))
              .bind("now", time)
              .map(
                  (rs, context) -> {
                    assertThat(Columns.uuid(rs, "id")).isEqualTo(id);
                    assertThat(Columns.instant(rs, "at")).isEqualTo("2026-10-25T01:30:00.123456Z");
                    assertThat(Columns.optionalInstant(rs, "later")).isEmpty();
                    assertThat(Columns.json(rs, "doc")).isEqualTo("{\"a\": 1}");
                    assertThat(Columns.decimal(rs, "price")).isEqualTo(new BigDecimal("1.10"));
                    assertThat(Columns.texts(rs, "tags")).containsExactly("x", "y");
                    return true;
                  })
              .one();
          assertThat(handle.createQuery("SELECT at FROM t").mapTo(Instant.class).one())
              .isEqualTo("2026-10-25T01:30:00.123456Z");
        });
  }

  private static int tables(Jdbi jdbi) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
                .mapTo(int.class)
                .one());
  }
}
