package dev.parley;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jdbi.v3.core.Jdbi;

/** The six rules that keep the layout what it is. There is no list of tolerated violations. */
@AnalyzeClasses(packages = "dev.parley", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> FEATURE =
      DescribedPredicate.describe(
          "belong to a feature",
          c -> c.getPackageName().startsWith("dev.parley.") && !ofNoFeature(c.getPackageName()));

  @ArchTest
  static final ArchRule featuresMeetThroughApiAlone =
      classes().that(FEATURE).should(useOtherFeaturesThroughTheirApi());

  @ArchTest
  static final ArchRule featuresHaveNoCycles =
      slices().matching("dev.parley.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule domainIsPure =
      noClasses()
          .that()
          .resideInAPackage("dev.parley.*.domain..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "jakarta..",
                  "org.glassfish..",
                  "org.jdbi..",
                  "com.fasterxml..",
                  "java.sql..",
                  "dev.parley.contract.."));

  @ArchTest
  static final ArchRule platformKnowsNoFeature =
      noClasses()
          .that()
          .resideInAPackage("dev.parley.platform..")
          .should()
          .dependOnClassesThat(FEATURE)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("dev.parley.app..");

  @ArchTest
  static final ArchRule delegatesNeitherQueryNorDecide =
      noClasses()
          .that()
          .resideInAPackage("dev.parley.*.rest..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.jdbi..",
                  "java.sql..",
                  "dev.parley.platform.tx..",
                  "dev.parley.*.store..",
                  "dev.parley.*.handler.."));

  @ArchTest
  static final ArchRule onePlaceOpensHandlesAndOneReadsTheEnvironment =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.parley.platform.tx..", "dev.parley.platform.db..", "dev.parley.app..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Jdbi.class)
          .orShould()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "reads the environment",
                  call ->
                      call.getTarget().getFullName().startsWith("java.lang.System.getenv")
                          && !call.getOriginOwner()
                              .getPackageName()
                              .equals("dev.parley.platform.settings")));

  private static boolean ofNoFeature(String packageName) {
    return packageName.matches("dev\\.parley\\.(platform|app|contract)(\\..*)?");
  }

  private static String feature(JavaClass c) {
    return c.getPackageName().split("\\.")[2];
  }

  private static ArchCondition<JavaClass> useOtherFeaturesThroughTheirApi() {
    return new ArchCondition<>("use other features through their api alone") {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        origin.getDirectDependenciesFromSelf().stream()
            .filter(d -> FEATURE.test(d.getTargetClass()))
            .filter(d -> !feature(d.getTargetClass()).equals(feature(origin)))
            .filter(
                d ->
                    !d.getTargetClass()
                        .getPackageName()
                        .matches("dev\\.parley\\.[a-z]+\\.api(\\..*)?"))
            .forEach(d -> events.add(SimpleConditionEvent.violated(origin, d.getDescription())));
      }
    };
  }
}
