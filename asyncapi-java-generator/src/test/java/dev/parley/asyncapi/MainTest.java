package dev.parley.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(List<String> args) {
    return Main.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesOnceAndLeavesTheRestAloneTheSecondTime() {
    assertThat(run(Shop.arguments("server", directory))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("files written, 0 unchanged, 0 deleted");
    out.reset();
    assertThat(run(Shop.arguments("server", directory))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("shop: 0 files written");
  }

  @Test
  void showsItsOptions() {
    assertThat(run(List.of("--help"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("--input", "--map", "--runtime");
  }

  @Test
  void saysWhatItLeftOutAndWhichVersionItIs() {
    assertThat(run(Market.arguments("server", directory))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .anyMatch(
            l ->
                l.endsWith(
                    "asyncapi.yaml#/channels/audit: its servers speak kafka, not ws or wss: left out"))
        .anyMatch(l -> l.startsWith("market.server: "));
    out.reset();
    assertThat(run(List.of("--version"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("asyncapi-java-generator ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --target | ftp | --target ftp: expected server, client or models
          --package | a-b | --package a-b: not a Java package name
          --name | x y | --name x y: not a Java name
          --name | a.b | --name a.b: not a Java name
          --describes | both | --describes both: expected server or client
          --map | nothing | --map nothing: expected FILE=PACKAGE or FILE#POINTER=CLASS
          --runtime | a.B | --runtime a.B: is for --target client
          --delegate | a.B | --delegate, --session: one is of no use without the other
          --colour | red | --colour: is not an option; --help shows all options
          --input | no.yaml | there is no file
          """)
  void refusesOptionsInOneLine(String option, String value, String message) {
    List<String> args = new ArrayList<>(Shop.arguments("server", directory));
    int at = args.indexOf(option);
    if (at >= 0 && !option.equals("--map")) {
      args.set(at + 1, value);
    } else {
      args.addAll(List.of(option, value));
    }
    assertThat(run(args)).isEqualTo(1);
    assertThat(err().strip()).contains(message).doesNotContain("\n");
  }
}
