package dev.parley.platform.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.contract.Contract;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/**
 * The reference of REST operations and events at {@code /docs} (F01), with nothing from another
 * host: a page, its script and style, and the bundled specs of the enabled modules as they are. All
 * of it is in memory; thread-safe.
 */
public final class DocsSite extends HttpHandler {
  /** Where the site lives. */
  public static final String PATH = "/docs";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
          + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Map<String, Page> pages = new LinkedHashMap<>();

  private record Page(String type, byte[] content) {}

  public DocsSite(Contract contract, ObjectMapper json) {
    asset(PATH, "index.html", "text/html; charset=utf-8");
    asset(PATH + "/docs.js", "docs.js", "text/javascript; charset=utf-8");
    asset(PATH + "/docs.css", "docs.css", "text/css; charset=utf-8");
    Map<String, Map<String, String>> index = new TreeMap<>();
    contract.openApis().forEach((module, spec) -> spec(json, index, module, "openapi", spec));
    contract.asyncApis().forEach((module, spec) -> spec(json, index, module, "asyncapi", spec));
    spec(json, index, "common", "asyncapi", contract.frames());
    pages.put(PATH + "/roles.json", new Page("application/json", bytes(json, contract.roles())));
    pages.put(PATH + "/specs.json", new Page("application/json", bytes(json, index)));
  }

  @Override
  public void service(Request request, Response response) throws IOException {
    String path = request.getRequestURI();
    Page page = pages.get(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    if (page == null) {
      throw new AppException(ErrorCode.NOT_FOUND, "There is nothing at " + path);
    }
    if (!request.getMethod().equals(Method.GET) && !request.getMethod().equals(Method.HEAD)) {
      response.setHeader("Allow", "GET, HEAD");
      throw new AppException(ErrorCode.METHOD_NOT_ALLOWED, "This path answers GET, HEAD");
    }
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Cache-Control", "no-cache");
    response.setContentType(page.type());
    response.setContentLength(page.content().length);
    if (request.getMethod().equals(Method.GET)) {
      // As it is: a copy for each client that does not read it would fill the memory.
      response.getOutputBuffer().writeByteBuffer(ByteBuffer.wrap(page.content()));
    }
  }

  private void spec(
      ObjectMapper json,
      Map<String, Map<String, String>> index,
      String module,
      String kind,
      JsonNode spec) {
    String path = PATH + "/specs/" + module + "/" + kind + ".json";
    pages.put(path, new Page("application/json", bytes(json, spec)));
    index.computeIfAbsent(module, m -> new TreeMap<>()).put(kind, path);
  }

  private void asset(String path, String resource, String type) {
    try (InputStream in = DocsSite.class.getResourceAsStream("/portal/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no portal/" + resource);
      }
      pages.put(path, new Page(type, in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(ObjectMapper json, Object value) {
    try {
      return json.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
