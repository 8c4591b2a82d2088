package io.asdr;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows between the packages of this module, and what each ring may know of the world. */
class ArchitectureTest {

    private static final String API = "io.asdr";
    private static final String CODEC = "io.asdr.codec";
    private static final String EVENT = "io.asdr.event";
    private static final String SPI = "io.asdr.spi";
    private static final String PROTOCOL = "io.asdr.protocol";
    private static final String LOCAL = "io.asdr.local";
    private static final String WIRE = "io.asdr.wire";
    private static final String RUNTIME = "io.asdr.runtime";
    private static final String TESTKIT = "io.asdr.testkit";

    /** What the roles of the protocol stand on. None of them may import another one: they meet in Member and Partition. */
    private static final List<String> GROUND = List.of(
            SPI,
            PROTOCOL + ".message",
            PROTOCOL + ".entry",
            PROTOCOL + ".ownership",
            PROTOCOL + ".effect",
            PROTOCOL + ".calls");

    private static final List<String> ROLES = List.of(
            PROTOCOL + ".owner",
            PROTOCOL + ".replica",
            PROTOCOL + ".holder",
            PROTOCOL + ".handover",
            PROTOCOL + ".lease",
            PROTOCOL + ".view",
            PROTOCOL + ".poison",
            PROTOCOL + ".upkeep");

    /** Each package of this module, and which others of them it may import. */
    private static final Map<String, List<String>> ARROWS = arrows();

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(API);

    private static Map<String, List<String>> arrows() {
        Map<String, List<String>> arrows = new LinkedHashMap<>();
        arrows.put(SPI, List.of());
        arrows.put(EVENT, List.of());
        arrows.put(PROTOCOL + ".message", List.of(SPI));
        arrows.put(PROTOCOL + ".ownership", List.of(SPI));
        arrows.put(PROTOCOL + ".entry", List.of(SPI, PROTOCOL + ".message"));
        arrows.put(
                PROTOCOL + ".effect",
                List.of(SPI, PROTOCOL + ".message", PROTOCOL + ".entry", PROTOCOL + ".ownership"));
        arrows.put(PROTOCOL + ".calls", GROUND);
        ROLES.forEach(role -> arrows.put(role, GROUND));
        arrows.put(PROTOCOL, join(GROUND, ROLES));
        arrows.put(LOCAL, List.of(SPI, PROTOCOL + ".message", PROTOCOL + ".entry", PROTOCOL + ".effect"));
        arrows.put(WIRE, List.of(SPI, CODEC, PROTOCOL + ".message"));
        // Nothing but its exception, which is held below.
        arrows.put(CODEC, List.of(API));
        // By NodeBuilder and Ownership alone, which is held below.
        arrows.put(API, List.of(SPI, EVENT, CODEC, RUNTIME, PROTOCOL + ".ownership"));
        arrows.put(RUNTIME, join(List.of(API, EVENT, CODEC, WIRE, LOCAL, PROTOCOL), GROUND));
        // It drives the product's own code.
        arrows.put(TESTKIT, List.copyOf(arrows.keySet()));
        return arrows;
    }

    private static List<String> join(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    static Stream<String> packages() {
        return ARROWS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageImportsOnlyWhereItsArrowsPoint(String name) {
        List<String> allowed = new ArrayList<>(ARROWS.getOrDefault(name, List.of()));
        allowed.add(name);

        ArchRule rule = classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage(API + "..").or(resideInAnyPackage(allowed.toArray(String[]::new))));

        rule.check(CODE);
    }

    @Test
    void everyPackageHasItsArrows() {
        Set<String> found = CODE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(found).containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
    }

    /** Those of the API are left out: its builder starts a node of the runtime, which implements its interfaces, and a codec throws its exception. */
    @Test
    void packagesFormNoCycle() {
        slices().matching("io.asdr.(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void onlyTheBuilderAndTheStrategiesReachBehindTheApi() {
        noClasses()
                .that()
                .resideInAPackage(API)
                .and()
                .doNotBelongToAnyOf(NodeBuilder.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(RUNTIME)
                .check(CODE);
        noClasses()
                .that()
                .resideInAPackage(API)
                .and()
                .doNotBelongToAnyOf(Ownership.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PROTOCOL + "..")
                .check(CODE);
    }

    @Test
    void codecsKnowNothingOfTheApiButTheirException() {
        noClasses()
                .that()
                .resideInAPackage(CODEC)
                .should()
                .dependOnClassesThat(resideInAPackage(API)
                        .and(not(equivalentTo(CodecException.class).or(equivalentTo(AsdrException.class)))))
                .check(CODE);
    }

    /** Events are held by their arrows. TableConfig is such a value too, but what it configures are codecs. */
    @Test
    void valuesThatEveryRingNamesImportNothingOfOurs() {
        classes()
                .that()
                .areAssignableTo(AsdrException.class)
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage(API + "..")
                        .or(describe("exceptions of the API", type -> type.isAssignableTo(AsdrException.class))))
                .check(CODE);
        noClasses()
                .that()
                .belongToAnyOf(TableConfig.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SPI, EVENT, PROTOCOL + "..", LOCAL, WIRE, RUNTIME, TESTKIT)
                .check(CODE);
    }

    @Test
    void protocolKnowsNoClockNoThreadNoNetworkAndNoChance() {
        noClasses()
                .that()
                .resideInAPackage(PROTOCOL + "..")
                .should()
                .accessTargetWhere(readsAClock())
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "java.nio.channels..",
                        "java.nio.file..",
                        "java.io..",
                        "java.util.concurrent..",
                        "java.util.random..",
                        "java.security..",
                        "org.slf4j..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, ThreadLocal.class, Random.class, UUID.class, Instant.class, Clock.class)
                .orShould()
                .callMethod(Math.class, "random")
                .because("the simulator must own every source of time, order and failure")
                .check(CODE);
    }

    @Test
    void protocolIteratesInTheSameOrderInEveryJvm() {
        noClasses()
                .that()
                .resideInAPackage(PROTOCOL + "..")
                .should()
                .accessTargetWhere(makesAnUnorderedCollection())
                .orShould()
                .callMethod(System.class, "identityHashCode", Object.class)
                .because("the same seed must give the same history")
                .check(CODE);
    }

    @Test
    void threadsAndRealTimeAreWhereTheyBelong() {
        String[] theirs = {RUNTIME, LOCAL, TESTKIT};

        noClasses()
                .that()
                .resideOutsideOfPackages(theirs)
                .should()
                .accessTargetWhere(readsAClock())
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, ThreadLocal.class)
                .orShould()
                .dependOnClassesThat(resideInAPackage("java.util.concurrent..").and(not(namedInTheApi())))
                .check(CODE);
        noClasses()
                .that()
                .resideOutsideOfPackages(theirs)
                .and()
                .resideOutsideOfPackage(API)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent..")
                .check(CODE);
    }

    @Test
    void onlyTheRuntimeLogs() {
        noClasses()
                .that()
                .resideOutsideOfPackage(RUNTIME)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.slf4j..")
                .check(CODE);
    }

    /** What a caller of the API may be handed, or hand in. */
    private static DescribedPredicate<JavaClass> namedInTheApi() {
        return equivalentTo(CompletionStage.class)
                .or(equivalentTo(ConcurrentMap.class))
                .or(equivalentTo(Executor.class));
    }

    private static DescribedPredicate<JavaAccess<?>> readsAClock() {
        return describe("reads a clock", access -> {
            AccessTarget target = access.getTarget();
            return target.getOwner().isEquivalentTo(System.class)
                            && Set.of("nanoTime", "currentTimeMillis").contains(target.getName())
                    || target.getOwner().getPackageName().equals("java.time")
                            && target.getName().equals("now");
        });
    }

    /** An empty collection has but one order: {@code Map.of()} is allowed. References to these methods count too. */
    private static DescribedPredicate<JavaAccess<?>> makesAnUnorderedCollection() {
        Set<String> classes = Stream.of(
                        HashMap.class, HashSet.class, Hashtable.class, WeakHashMap.class, IdentityHashMap.class)
                .map(Class::getName)
                .collect(Collectors.toSet());
        Set<String> factories = Set.of("of", "ofEntries", "copyOf");
        Set<String> collectors =
                Set.of("toSet", "toMap", "groupingBy", "partitioningBy", "toUnmodifiableSet", "toUnmodifiableMap");
        return describe("makes an unordered collection", access -> {
            if (!(access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target)) {
                return false;
            }
            JavaClass owner = target.getOwner();
            String name = target.getName();
            if (owner.isEquivalentTo(Set.class) || owner.isEquivalentTo(Map.class)) {
                return factories.contains(name)
                        && !target.getRawParameterTypes().isEmpty();
            }
            return classes.contains(owner.getName()) && name.equals(JavaConstructor.CONSTRUCTOR_NAME)
                    || owner.isEquivalentTo(Collectors.class) && collectors.contains(name);
        });
    }
}
