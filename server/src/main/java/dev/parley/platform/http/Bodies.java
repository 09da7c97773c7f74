package dev.parley.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.contract.Findings;
import dev.parley.platform.contract.Operation;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body and checks it against its schema before anything binds it. Thread-safe.
 */
final class Bodies {
  private final ObjectMapper json;

  Bodies(ObjectMapper json) {
    this.json = json;
  }

  /** The bytes of a body, which are here: {@link BodyGatherer} has waited for them. */
  static byte[] read(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      // The client went away or broke the framing: nothing that the server did.
      throw new AppException(ErrorCode.MALFORMED_REQUEST, "The body did not arrive", e);
    }
  }

  /**
   * Refuses a body that is not of the operation's media type in UTF-8, or is that only once it is
   * unpacked: a small one could become a large one.
   *
   * @param coding of the {@code Content-Encoding} header
   */
  static void requireType(Operation operation, @Nullable MediaType type, @Nullable String coding) {
    String wanted = operation.form() == null ? MediaType.APPLICATION_JSON : Operation.FORM;
    boolean right =
        type != null && wanted.equalsIgnoreCase(type.getType() + "/" + type.getSubtype());
    String charset = right ? type.getParameters().get("charset") : null;
    if (!right || (charset != null && !charset.equalsIgnoreCase("utf-8"))) {
      throw new AppException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "The body must be "
              + wanted
              + " in UTF-8, found "
              + (type == null ? "no Content-Type" : type.toString()));
    }
    if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
      throw new AppException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body must come without a Content-Encoding");
    }
  }

  /** The body as a tree that keeps its schema; its snake_case names have become the contract's. */
  Optional<JsonNode> parse(Operation operation, byte[] body) {
    if (body.length == 0) {
      if (operation.bodyRequired()) {
        throw new AppException(ErrorCode.MALFORMED_REQUEST, "A body is needed");
      }
      return Optional.empty();
    }
    Findings found = new Findings();
    Set<String> form = operation.form();
    JsonNode tree = form == null ? tree(body) : Form.read(body, form, found);
    if (operation.body() != null) {
      operation.body().check(tree, "", found);
    }
    if (!found.isEmpty()) {
      throw new AppException(
          ErrorCode.VALIDATION_ERROR,
          "The body breaks its schema, see errors for each place",
          found.list());
    }
    return Optional.of(tree);
  }

  private JsonNode tree(byte[] body) {
    try {
      // Jackson would take some invalid UTF-8; a strict decoder takes none.
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      // Jackson would read UTF-16 and UTF-32 too, which hold zeros; JSON in UTF-8 never does.
      if (text.chars().anyMatch(c -> c == 0)) {
        throw new CharacterCodingException();
      }
      JsonNode tree = json.readTree(body);
      if (tree == null || tree.isMissingNode()) {
        throw new AppException(
            ErrorCode.MALFORMED_REQUEST, "The body must be JSON, found only white space");
      }
      return tree;
    } catch (CharacterCodingException e) {
      throw new AppException(ErrorCode.MALFORMED_REQUEST, "The body must be UTF-8");
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw new AppException(
          ErrorCode.MALFORMED_REQUEST,
          "The body must be well-formed JSON; it stops being so" + where);
    } catch (IOException e) {
      throw new AppException(ErrorCode.MALFORMED_REQUEST, "The body cannot be read", e);
    }
  }
}
