package dev.parley.asyncapi;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Fills templates and puts the head of the file before them. */
final class Renderer {
  private static final Mustache.Compiler COMPILER =
      Mustache.compiler().escapeHTML(false).emptyStringIsFalse(true);

  private final Options options;
  private final Set<String> names;
  private final Map<String, Template> templates = new HashMap<>();

  /** A renderer for a package with the given types. */
  Renderer(Options options, Set<String> names) {
    this.options = options;
    this.names = names;
  }

  String render(String template, String type, Object model) {
    Map<String, Object> run = Map.of("package", options.packageName(), "client", options.client());
    StringWriter out = new StringWriter();
    template(template).execute(model, run, out);
    String body = out.toString();
    if (template.equals("package")) {
      return head(options) + body;
    }
    Set<String> taken = new HashSet<>(names);
    taken.add(type);
    Imports imports = new Imports(options.packageName(), taken, options.jspecify());
    String shortened = imports.shorten(body);
    return head(options)
        + "package "
        + options.packageName()
        + ";\n\n"
        + imports.block()
        + shortened;
  }

  /** The first line of each file; by it a later run knows its own. */
  static String head(Options options) {
    var path = options.input().toAbsolutePath().normalize();
    int count = path.getNameCount();
    String shown = path.subpath(Math.max(0, count - 2), count).toString().replace('\\', '/');
    return "// Made by asyncapi-java-generator from " + shown + ": edits are lost.\n";
  }

  private Template template(String name) {
    return templates.computeIfAbsent(
        name,
        n -> {
          try (InputStream in = Renderer.class.getResourceAsStream(n + ".mustache")) {
            return COMPILER.compile(
                new InputStreamReader(Objects.requireNonNull(in, n), StandardCharsets.UTF_8));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
