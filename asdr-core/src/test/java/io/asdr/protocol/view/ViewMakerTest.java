package io.asdr.protocol.view;

import static io.asdr.protocol.SampleViews.A;
import static io.asdr.protocol.SampleViews.B;
import static io.asdr.protocol.SampleViews.C;
import static io.asdr.protocol.SampleViews.D;
import static io.asdr.protocol.SampleViews.SETTINGS;
import static io.asdr.protocol.SampleViews.id;
import static io.asdr.protocol.SampleViews.peer;
import static io.asdr.protocol.SampleViews.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.protocol.SampleViews;
import io.asdr.protocol.message.Base;
import io.asdr.protocol.message.ViewMessage.Refused;
import io.asdr.protocol.message.ViewMessage.Told;
import io.asdr.spi.Group;
import io.asdr.spi.GroupId;
import io.asdr.spi.KeyFormat;
import io.asdr.spi.KeyFormats;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ViewMakerTest {

    private final ViewMaker maker = new ViewMaker(A, 1);
    private final TreeMap<MemberId, Told> told = new TreeMap<>();

    private static Group group(MemberId... members) {
        return new Group(
                new GroupId(7, A), Arrays.stream(members).map(SampleViews::peer).toList());
    }

    private void tell(MemberId member, @Nullable View installed) {
        tell(member, installed, SETTINGS, false);
    }

    private void tell(MemberId member, @Nullable View installed, View.Settings settings, boolean leaving) {
        told.put(member, new Told(new GroupId(7, A), 1, installed, acted(installed), List.of(), settings, leaving, 0));
    }

    private static ViewId acted(@Nullable View installed) {
        return installed == null ? ViewId.NONE : installed.id();
    }

    private View make(MemberId... members) {
        return make(List.of(), members);
    }

    private View make(List<View.TableSettings> opens, MemberId... members) {
        View made = maker.make(group(members), told, opens, Set.of()).view();
        if (made == null) {
            throw new AssertionError("no view was made");
        }
        return made;
    }

    private static List<MemberId> members(View view) {
        return view.members().stream().map(View.Member::id).toList();
    }

    @Test
    void makesTheFirstView() {
        tell(A, null);

        View made = make(A);

        assertThat(made).isEqualTo(view(1, A));
    }

    @Test
    void putsWhoJoinsBehindWhoIsThere() {
        View before = view(4, B, A);
        tell(A, before);
        tell(B, before);
        tell(C, null);

        View made = make(A, C, B);

        assertThat(made.id()).isEqualTo(id(5));
        assertThat(members(made)).containsExactly(B, A, C);
        assertThat(made.members()).extracting(View.Member::since).containsExactly(id(4), id(4), id(5));
    }

    @Test
    void continuesTheLineOfItsBase() {
        View before = view(4, A, B);
        tell(A, before);

        assertThat(make(A).line()).containsExactly(id(4), id(3));
    }

    @Test
    void cutsTheLineWhereItIsTooLong() {
        List<ViewId> full = LongStream.rangeClosed(1, View.MAX_LINE)
                .mapToObj(back -> id(1_000 - back))
                .toList();
        tell(A, new View(id(1_000), view(1_000, A, B).members(), full, SETTINGS));

        View made = make(A);

        assertThat(made.line()).hasSize(View.MAX_LINE).startsWith(id(1_000), id(999));
    }

    @Test
    void goesOnFromTheGreatestViewOfTheLine() {
        tell(A, view(4, A, B, C));
        tell(B, view(5, A, B, C));
        tell(C, null);

        View made = make(A, B, C);

        assertThat(made.id()).isEqualTo(id(6));
        assertThat(made.line()).startsWith(id(5), id(4));
        assertThat(made.members()).extracting(View.Member::since).containsExactly(id(5), id(5), id(5));
    }

    @Test
    void goesOnFromThePartThatMostMembersComeFrom() {
        View larger = view(4, B, C);
        View smaller = new View(new ViewId(9, D), view(9, A, D).members(), List.of(), SETTINGS);
        tell(B, larger);
        tell(C, larger);
        tell(A, smaller);

        View made = make(A, B, C);

        assertThat(made.line()).startsWith(id(4));
        assertThat(made.id()).isEqualTo(id(10));
        assertThat(members(made)).containsExactly(B, C, A);
        assertThat(made.member(A)).isEqualTo(new View.Member(peer(A), id(10), false, 1));
    }

    @Test
    void makesNoViewThatChangesNothing() {
        View before = view(4, A, B);
        tell(A, before);
        tell(B, before);

        assertThat(maker.make(group(A, B), told, List.of(), Set.of()).view()).isNull();
    }

    @Test
    void makesAViewForOneThatHasAnOlderOne() {
        tell(A, view(4, A, B));
        tell(B, view(3, A, B));

        assertThat(make(A, B).id()).isEqualTo(id(5));
    }

    @Test
    void givesNoNumberTwice() {
        tell(A, null);
        make(A);

        assertThat(make(A).id()).isEqualTo(id(2));
    }

    @Test
    void marksWhoIsLeaving() {
        View before = view(4, A, B);
        tell(A, before);
        tell(B, before, SETTINGS, true);

        View made = make(A, B);

        assertThat(made.members()).extracting(View.Member::leaving).containsExactly(false, true);
    }

    @Test
    @Tag("review-C12")
    void refusesOtherSettingsAndSaysBothValues() {
        View before = view(4, A);
        tell(A, before);
        tell(B, null, new View.Settings(16, "rendezvous", 0, List.of()), false);
        tell(C, null, new View.Settings(8, "modulo", 0, List.of()), false);

        ViewMaker.Result result = maker.make(group(A, B, C), told, List.of(), Set.of());

        assertThat(result.view()).as("nothing changes for the others").isNull();
        assertThat(result.refused())
                .isEqualTo(Map.of(
                        B,
                        new Refused("partitionCount=16, the cluster has 8", false),
                        C,
                        new Refused("ownership='modulo', the cluster has 'rendezvous'", false)));
    }

    @Test
    @Tag("R91")
    void takesTheMajorThatMostMembersRead() {
        tell(A, null, reading("1.0"), false);
        tell(B, null, reading("2.0"), false);
        tell(C, null, reading("3.0", 2), false);

        ViewMaker.Result result = maker.make(group(A, B, C), told, List.of(), Set.of());

        assertThat(result.refused())
                .isEqualTo(Map.of(A, new Refused("keyFormat=1.0, the cluster has keyFormat=2.0", true)));
        assertThat(result.view()).isNotNull().satisfies(made -> {
            assertThat(members(made)).containsExactly(B, C);
            assertThat(made.settings().keys()).isEqualTo(new KeyFormats(new KeyFormat(2, 0), List.of()));
        });
    }

    @Test
    @Tag("R91")
    void takesTheGreatestMajorOfThoseThatAsManyRead() {
        tell(A, null, reading("1.0", 2), false);
        tell(B, null, reading("2.0", 1), false);

        assertThat(make(A, B).settings().keys().format()).isEqualTo(new KeyFormat(2, 0));
    }

    @Test
    @Tag("R88")
    void takesTheLeastMinorOfTheMembersOfTheMajor() {
        tell(A, null, reading("2.7"), false);
        tell(B, null, reading("2.5"), false);
        tell(C, null, reading("3.1", 2), false);

        assertThat(make(A, B, C).settings().keys().format()).isEqualTo(new KeyFormat(2, 5));
    }

    @Test
    @Tag("R89")
    @Tag("R92")
    void refusesAMemberThatCannotReadTheFormatOfTheViewHoweverManyOthersBringIt() {
        View one = view(4, A);
        View before = new View(one.id(), one.members(), one.line(), reading("1.3"), one.strict());
        tell(A, before, reading("1.3"), false);
        tell(B, null, reading("2.0"), false);
        tell(C, null, reading("2.0"), false);
        tell(D, null, reading("2.0", 1), false);

        ViewMaker.Result result = maker.make(group(A, B, C, D), told, List.of(), Set.of());

        Refused refused = new Refused("keyFormat=2.0, the cluster has keyFormat=1.3", true);
        assertThat(result.refused()).isEqualTo(Map.of(B, refused, C, refused));
        assertThat(result.view()).isNotNull().satisfies(made -> {
            assertThat(members(made)).containsExactly(A, D);
            assertThat(made.settings().keys().format()).isEqualTo(new KeyFormat(1, 3));
        });
    }

    @Test
    @Tag("R90")
    void opensATableInTheFormatOfTheView() {
        tell(A, view(4, A));

        View made = make(List.of(table("t").inFormat(2)), A);

        assertThat(made.settings().table("t"))
                .extracting(View.TableSettings::keyMajor, View.TableSettings::keyCodec)
                .containsExactly(1, "");
    }

    private static View.Settings reading(String format, Integer... others) {
        String[] parts = format.split("[.]", -1);
        KeyFormat own = new KeyFormat(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        return new View.Settings(
                SETTINGS.partitionCount(),
                SETTINGS.strategy(),
                SETTINGS.seed(),
                List.of(),
                new KeyFormats(own, List.of(others)));
    }

    @Test
    void numbersATableByItsName() {
        tell(A, view(4, A));

        View made = make(List.of(table("t"), table("Aa"), table("BB")), A);

        assertThat(made.settings().tables()).extracting(View.TableSettings::id).containsExactly(116, 2112, 2113);
        assertThat(made.settings().table("t"))
                .extracting(View.TableSettings::born)
                .isEqualTo(id(5));
    }

    @Test
    void takesInATableThatOnlyAnotherPartHas() {
        View.TableSettings theirs = table("theirs").bornIn(id(2), 7);
        View.TableSettings ours = table("ours").bornIn(id(3), 8);
        tell(A, with(view(4, A, B), ours));
        tell(B, with(view(4, A, B), ours));
        tell(C, with(view(4, C), theirs));

        View made = make(List.of(), A, B, C);

        assertThat(made.settings().table("ours")).isEqualTo(ours);
        assertThat(made.settings().table("theirs"))
                .extracting(View.TableSettings::born)
                .isEqualTo(made.id());
    }

    /** Whoever comes from beside a settled view can't act again: the other line would leave the one that stayed away without a majority for good. */
    @Test
    void goesOnFromTheLineOfASettledViewWhereAsManyHaveBasesOnAnother() {
        View settled = new View(id(8), view(8, A, C).members(), List.of(id(6)), SETTINGS);
        View beside = new View(id(9), view(9, B).members(), List.of(id(7), id(6)), SETTINGS);
        told.put(A, tells(settled, new Base(id(8), List.of(A, C), true)));
        told.put(B, tells(beside, new Base(id(7), List.of(B, C), false)));

        assertThat(make(A, B).line()).startsWith(id(8));
    }

    private static Told tells(View installed, Base... bases) {
        return new Told(new GroupId(7, A), 1, installed, acted(installed), List.of(bases), SETTINGS, false, 0);
    }

    private static View.TableSettings table(String name) {
        return new View.TableSettings(0, name, ViewId.NONE, 1, true, true, false, "larger-side", "string", "string");
    }

    private static View with(View view, View.TableSettings table) {
        View.Settings settings = new View.Settings(
                view.settings().partitionCount(),
                view.settings().strategy(),
                view.settings().seed(),
                List.of(table));
        return new View(view.id(), view.members(), view.line(), settings, view.strict());
    }

    @Test
    void needsTheWordOfEachMember() {
        tell(A, null);

        assertThatThrownBy(() -> make(A, B))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(B.toString());
    }

    /** A and B were with C in view 1; A went on to view 2 with B, which B never installed; B went on to view 3 with C. */
    private void tellASplitThatViewTwoDidNotSurvive() {
        View second = view(2, A, B);
        View third = new View(id(3), view(3, B, C).members(), List.of(id(1)), SETTINGS);
        Base first = new Base(id(1), List.of(A, B, C));
        told.put(A, tells(second, first, new Base(id(2), List.of(A, B))));
        told.put(B, tells(third, new Base(id(3), List.of(B, C))));
        told.put(C, tells(third, new Base(id(3), List.of(B, C))));
    }

    @Test
    void callsABaseDeadThatAMemberOfItNeverApproved() {
        tellASplitThatViewTwoDidNotSurvive();

        ViewMaker.Result result = maker.make(group(A, B, C), told, List.of(), Set.of());

        assertThat(result.dead()).containsExactly(id(2));
        assertThat(result.view()).satisfies(made -> assertThat(made.line()).startsWith(id(3)));
        assertThat(result.inherited()).containsExactly(new Base(id(3), List.of(B, C)));
    }

    @Test
    void aViewOfThisVeryGroupIsNeverDead() {
        tellASplitThatViewTwoDidNotSurvive();

        assertThat(maker.make(group(A, B, C), told, List.of(), Set.of(id(2))).dead())
                .isEmpty();
    }

    @Test
    void whoSettledALaterViewDoesNotSayThatItNeverApprovedAnEarlierOne() {
        // B approved 2, settled 4, which descends from it, and then installed 5, made beside both: 2 is neither among
        // its bases nor on the line of its view.
        Base second = new Base(id(2), List.of(A, B));
        told.put(A, tells(view(2, A, B), second));
        View fifth = new View(id(5), view(5, B, C).members(), List.of(id(1)), SETTINGS);
        told.put(B, tells(fifth, new Base(id(4), List.of(B))));

        assertThat(maker.make(group(A, B), told, List.of(), Set.of()).dead()).isEmpty();
    }

    @Test
    void goesOnFromTheLineOnWhichMostBasesLie() {
        View first = view(1, A, B, C, D);
        Base of = new Base(id(1), List.of(A, B, C, D));
        View small = new View(id(2), view(2, A, B).members(), List.of(id(1)), SETTINGS);
        View later = new View(id(9), view(9, C, D).members(), List.of(id(1)), SETTINGS);
        told.put(A, tells(small, new Base(id(2), List.of(A, B))));
        told.put(B, tells(small, new Base(id(2), List.of(A, B))));
        told.put(C, tells(later, of));
        told.put(D, tells(later, of));

        View made = make(A, B, C, D);

        assertThat(made.line()).startsWith(id(2));
        assertThat(first.id()).isIn(made.line());
    }

    @Test
    void goesOnFromNoLineBesideASettledViewHoweverManyComeFromIt() {
        View small = new View(id(2), view(2, A, B).members(), List.of(id(1)), SETTINGS);
        View later = new View(id(9), view(9, C, D).members(), List.of(id(1)), SETTINGS);
        told.put(A, tells(small, new Base(id(2), List.of(A, B, C))));
        told.put(B, tells(small, new Base(id(2), List.of(A, B, C))));
        told.put(C, tells(later, new Base(id(9), List.of(C, D), true)));

        assertThat(make(A, B, C).line()).startsWith(id(9));
    }
}
