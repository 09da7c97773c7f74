import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Formats every Java source below a folder, or checks that nothing would change. */
public class Format {
  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    Path root = Path.of(args[1]);
    List<Path> sources;
    try (var files = Files.walk(root)) {
      sources =
          files
              .filter(f -> f.toString().endsWith(".java"))
              .filter(
                  f ->
                      !root.relativize(f).toString().matches("(.*/)?(target|data|node_modules)/.*"))
              .sorted()
              .toList();
    }
    Formatter formatter = new Formatter();
    int different = 0;
    for (Path source : sources) {
      String before = Files.readString(source);
      String after =
          formatter.formatSource(
              RemoveUnusedImports.removeUnusedImports(
                  ImportOrderer.reorderImports(before, JavaFormatterOptions.Style.GOOGLE)));
      if (!after.equals(before)) {
        different++;
        System.out.println(
            (write ? "formatted " : "not in the house format: ") + root.relativize(source));
        if (write) {
          Files.writeString(source, after);
        }
      }
    }
    System.out.println(
        sources.size() + " Java files, " + different + (write ? " rewritten" : " to format"));
    if (different > 0 && !write) {
      System.out.println("mvn -N -Pformat rewrites them");
      System.exit(1);
    }
  }
}
