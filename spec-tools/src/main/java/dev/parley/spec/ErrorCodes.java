package dev.parley.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the server's {@code ErrorCode} from {@code specs/common/errors.yaml}. */
final class ErrorCodes {
  private ErrorCodes() {}

  static void generate(Documents documents, Path specs, Path output) throws IOException {
    Path file = specs.resolve("common/errors.yaml");
    JsonNode codes = documents.read(file).at("/components/schemas/ErrorCode/x-codes");
    List<String> constants = new ArrayList<>();
    for (Map.Entry<String, JsonNode> e : codes.properties()) {
      int status = e.getValue().path("status").asInt();
      String title = e.getValue().path("title").asText();
      if (!e.getKey().matches("[A-Z][A-Z0-9_]*")
          || status < 400
          || status > 599
          || title.isBlank()) {
        throw new SpecException(
            file
                + ": x-codes/"
                + e.getKey()
                + " needs an UPPER_SNAKE name, a status from 400 to 599 and a title");
      }
      constants.add(
          "  /** %s: %d. */%n  %s(%d, \"%s\")"
              .formatted(title, status, e.getKey(), status, title.replace("\"", "\\\"")));
    }
    String source =
        """
        package dev.parley.platform.error;

        /** Every code that a problem document or an error frame can carry. Generated from specs/common/errors.yaml. */
        public enum ErrorCode {
        %s;

          private final int status;
          private final String title;

          ErrorCode(int status, String title) {
            this.status = status;
            this.title = title;
          }

          /** The HTTP status that this code answers with. */
          public int status() {
            return status;
          }

          /** A short summary of the kind of problem, the same each time. */
          public String title() {
            return title;
          }
        }
        """
            .formatted(String.join(",\n\n", constants));
    Documents.write(output.resolve("dev/parley/platform/error/ErrorCode.java"), source);
  }
}
