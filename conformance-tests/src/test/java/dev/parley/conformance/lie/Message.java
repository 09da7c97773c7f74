package dev.parley.conformance.lie;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parley.conformance.contract.Contract;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request or an answer of HTTP/1.1.
 *
 * @param first the request line or the status line
 * @param headers in their order, as they were written
 * @param body without its framing
 * @param raw what came over the wire, to be passed on as it is; null once anything was changed
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record Message(String first, List<Header> headers, byte[] body, byte @Nullable [] raw) {
  private static final List<String> FRAMING = List.of("content-length", "transfer-encoding");

  /** One header line. */
  record Header(String name, String value) {
    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  String method() {
    return first.substring(0, first.indexOf(' '));
  }

  /** The path of a request, without its query. */
  String path() {
    return first.split(" ")[1].replaceFirst("\\?.*", "");
  }

  /** The status of an answer. */
  int status() {
    return Integer.parseInt(first.split(" ")[1]);
  }

  Optional<String> header(String name) {
    return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
  }

  boolean says(String name, String value) {
    return header(name).filter(value::equalsIgnoreCase).isPresent();
  }

  /** The body; missing if there is none, or if it is not JSON. */
  JsonNode json() {
    try {
      return body.length == 0 ? MissingNode.getInstance() : Contract.JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Message withFirst(String changed) {
    return new Message(changed, headers, body, null);
  }

  Message withStatus(int status) {
    return withFirst("HTTP/1.1 " + status + " Status");
  }

  Message withBody(JsonNode changed) {
    byte[] bytes = changed.toString().getBytes(StandardCharsets.UTF_8);
    return new Message(first, headers, changed.isMissingNode() ? new byte[0] : bytes, null);
  }

  Message without(String name) {
    return new Message(first, headers.stream().filter(h -> !h.is(name)).toList(), body, null);
  }

  /** With this header in the place of all of its name. */
  Message with(String name, String value) {
    List<Header> changed = new ArrayList<>(without(name).headers);
    changed.add(new Header(name, value));
    return new Message(first, changed, body, null);
  }

  /** As it goes over the wire: as it came, or framed anew. */
  byte[] bytes() {
    if (raw != null) {
      return raw;
    }
    StringBuilder head = new StringBuilder(first).append("\r\n");
    headers.stream()
        .filter(h -> FRAMING.stream().noneMatch(h::is))
        .forEach(h -> head.append(h.name()).append(": ").append(h.value()).append("\r\n"));
    boolean answer = first.startsWith("HTTP/");
    boolean bodiless = answer && (status() < 200 || status() == 204 || status() == 304);
    if (!bodiless && (answer || body.length > 0)) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(bodiless ? new byte[0] : body);
    return out.toByteArray();
  }
}
