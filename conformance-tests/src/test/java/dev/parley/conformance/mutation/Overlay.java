package dev.parley.conformance.mutation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.contract.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Documents that go before those of the jar. */
final class Overlay {
  private Overlay() {}

  /** The documents from which these lines are gone, by the name of the resource. */
  static Map<String, ObjectNode> documents(Collection<Mutant> mutants) {
    Map<String, ObjectNode> documents = new TreeMap<>();
    for (Mutant mutant : mutants) {
      mutant.apply(documents.computeIfAbsent(mutant.document(), Overlay::read));
    }
    return documents;
  }

  static ObjectNode read(String resource) {
    try (InputStream in = Overlay.class.getClassLoader().getResourceAsStream(resource)) {
      return (ObjectNode) Contract.JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes them as a directory of a class path. */
  static void write(Path folder, Collection<Mutant> mutants) {
    documents(mutants)
        .forEach(
            (resource, document) -> {
              Path file = folder.resolve(resource);
              try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, document.toString());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
