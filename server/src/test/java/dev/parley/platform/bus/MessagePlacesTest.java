package dev.parley.platform.bus;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.tx.Transactions;
import org.jdbi.v3.core.Jdbi;

/** What the kernel relies on when it looks for messages without a handler, and in a transaction. */
@AnalyzeClasses(packages = "dev.parley", importOptions = ImportOption.DoNotIncludeTests.class)
class MessagePlacesTest {
  @ArchTest
  static final ArchRule messagesLiveWhereTheStartLooks =
      classes()
          .that()
          .implement(Command.class)
          .or()
          .implement(Query.class)
          .or()
          .implement(DomainEvent.class)
          .and()
          .doNotHaveModifier(JavaModifier.ABSTRACT)
          .should()
          .resideInAnyPackage("dev.parley.*.api..", "dev.parley.*.handler..")
          .because("a message without a handler is to fail the start (T02)");

  @ArchTest
  static final ArchRule onlyTransactionsOpenHandles =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(Transactions.class.getName())
          .should()
          .callMethodWhere(
              target(owner(type(Jdbi.class)))
                  .and(
                      target(
                          nameMatching("open|withHandle|useHandle|inTransaction|useTransaction"))))
          .because("a handle opened elsewhere is a transaction nobody retries or guards");
}
