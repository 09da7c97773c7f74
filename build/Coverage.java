import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Prints the branch coverage in a JaCoCo CSV report: of all, by package, and the classes with the
 * most branches that no test takes.
 */
class Coverage {
  private static final int CLASSES = 20;

  record Branches(int missed, int covered) {
    Branches plus(Branches other) {
      return new Branches(missed + other.missed, covered + other.covered);
    }

    String line(String name) {
      int all = missed + covered;
      return "%-48s %5.1f %%  %d of %d"
          .formatted(name, all == 0 ? 100.0 : 100.0 * covered / all, covered, all);
    }
  }

  public static void main(String[] arguments) throws IOException {
    Map<String, Branches> packages = new TreeMap<>();
    Map<String, Branches> classes = new TreeMap<>();
    Branches all = new Branches(0, 0);
    try (Stream<String> lines = Files.lines(Path.of(arguments[0]))) {
      for (String[] row : lines.skip(1).map(line -> line.split(",")).toList()) {
        Branches branches = new Branches(Integer.parseInt(row[5]), Integer.parseInt(row[6]));
        packages.merge(row[1], branches, Branches::plus);
        classes.merge(row[1] + "." + row[2].replaceAll("[.].*", ""), branches, Branches::plus);
        all = all.plus(branches);
      }
    }
    System.out.println(all.line("branches taken by tests"));
    packages.values().removeIf(branches -> branches.missed() + branches.covered() == 0);
    packages.forEach((name, branches) -> System.out.println("  " + branches.line(name)));
    System.out.println("classes with most branches not taken");
    List<Map.Entry<String, Branches>> worst =
        classes.entrySet().stream()
            .sorted(Comparator.comparingInt(entry -> -entry.getValue().missed()))
            .limit(CLASSES)
            .toList();
    worst.forEach(entry -> System.out.println("  " + entry.getValue().line(entry.getKey())));
  }
}
