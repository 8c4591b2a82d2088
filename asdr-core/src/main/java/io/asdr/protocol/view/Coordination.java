package io.asdr.protocol.view;

import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.MemberOutbox;
import io.asdr.protocol.message.Base;
import io.asdr.protocol.message.ViewMessage;
import io.asdr.spi.Group;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How members of a group come to a common view: the coordinator asks all, waits for all, makes it, installs it, then sends it (PROTOCOL 2).
 *
 * <p>Question, answer and view name the group, and count only while asker and member have that very one: else a view made of an old answer could come after a newer one.
 */
public final class Coordination implements ViewMessage.Handler {

    /** Takes views, and has this member's bases. */
    public interface Installer {

        /** The last view that this member installed and that may act in STRICT tables, or NONE. */
        ViewId acted();

        /** The bases that this member has. */
        List<Base> bases();

        /**
         * Installs a view.
         *
         * @param inherited with which bases a member begins that has none
         * @param dead bases that can never be settled
         */
        void install(View view, List<Base> inherited, List<ViewId> dead);
    }

    /** A question about a group that this member has not heard of yet. */
    private record Early(MemberId from, ViewMessage.Question question) {}

    private final MemberId self;
    private final MemberOutbox out;
    private final View.Settings brought;
    private final int address;
    private final Installer installer;
    private final ViewMaker maker;
    private final long resendNanos;
    private final long silenceNanos;
    private final TreeMap<MemberId, ViewMessage.Told> told = new TreeMap<>();
    private final TreeSet<MemberId> unaware = new TreeSet<>();
    private final LinkedHashMap<String, View.TableSettings> toOpen = new LinkedHashMap<>();
    private final LinkedHashMap<String, View.TableSettings> wanted = new LinkedHashMap<>();
    private final TreeSet<MemberId> toLeave = new TreeSet<>();

    /** Which members have said in the installed view that they have none of a table's former keys any more. */
    private final TreeMap<Integer, TreeSet<MemberId>> drained = new TreeMap<>();

    /** Who can't be in a view with the others, and why. */
    private Map<MemberId, ViewMessage.Refused> refused = Map.of();

    /** Whether the installed view is known to be settled. */
    private boolean settled;

    /** Of which tables this member has none any more in the installed view. */
    private final TreeSet<Integer> drainedHere = new TreeSet<>();

    private @Nullable Group group;
    private @Nullable Early early;
    private @Nullable View installed;
    private ViewMessage.@Nullable Made made;
    private final TreeSet<ViewId> madeHere = new TreeSet<>();
    private boolean leaving;
    private boolean asking;
    private long round;
    private long askedSinceNanos;
    private long sentNanos;
    private long nowNanos;

    /**
     * The coordination of one member.
     *
     * @param brought the settings that this member comes with
     * @param address the one that this member asks for, or 0
     * @param installer takes each view that this member has to install, and says what its bases are
     */
    public Coordination(
            MemberId self,
            MemberOutbox out,
            View.Settings brought,
            long resendNanos,
            long silenceNanos,
            int initialMembers,
            int address,
            Installer installer) {
        this.self = self;
        this.out = out;
        this.brought = brought;
        this.resendNanos = resendNanos;
        this.silenceNanos = silenceNanos;
        this.address = address;
        this.installer = installer;
        this.maker = new ViewMaker(self, initialMembers);
    }

    public void onGroup(Group next, long now) {
        nowNanos = now;
        group = next;
        asking = false;
        told.clear();
        unaware.clear();
        refused = Map.of();
        madeHere.clear();
        if (isCoordinator()) {
            ask();
        }
        Early waiting = early;
        early = null;
        if (waiting != null) {
            onQuestion(waiting.from(), waiting.question());
        }
        askCoordinator();
    }

    /** An application here opens a table that the view does not have. */
    public void open(View.TableSettings table, long now) {
        nowNanos = now;
        wanted.put(table.name(), table);
        askCoordinator();
    }

    /** Of the keys from which the table moves, this member has none left in that view. */
    public void drained(ViewId view, int table, long now) {
        nowNanos = now;
        if (view.equals(installedId()) && drainedHere.add(table)) {
            askCoordinator();
        }
    }

    /** This member wants to leave. */
    public void leave(long now) {
        nowNanos = now;
        leaving = true;
        askCoordinator();
    }

    public void onMessage(MemberId from, ViewMessage message, long now) {
        nowNanos = now;
        message.dispatch(from, this);
    }

    public void onTick(long now) {
        nowNanos = now;
        if (now - sentNanos < resendNanos) {
            return;
        }
        sentNanos = now;
        Group present = group;
        if (asking && present != null) {
            for (Peer peer : present.members()) {
                if (!told.containsKey(peer.id())) {
                    out.send(peer.id(), new ViewMessage.Question(present.id(), round));
                    if (now - askedSinceNanos >= silenceNanos) {
                        out.silent(peer.id());
                    }
                }
            }
        }
        ViewMessage.Made last = made;
        if (present != null && last != null && last.group().equals(present.id())) {
            unaware.forEach(member -> out.send(member, last));
        }
        tellRefused();
        askCoordinator();
    }

    @Override
    public void onQuestion(MemberId from, ViewMessage.Question question) {
        Group present = group;
        if (present == null || !question.group().equals(present.id())) {
            // The coordinator hears of its group first: its question often overtakes the group on the way here.
            early = new Early(from, question);
        } else if (from.equals(present.coordinator())) {
            out.send(from, own(question.round()));
        }
    }

    @Override
    public void onTold(MemberId from, ViewMessage.Told answer) {
        Group present = group;
        if (asking && present != null && answer.group().equals(present.id()) && answer.round() == round) {
            told.put(from, answer);
            makeIfAllTold();
        }
    }

    @Override
    public void onMade(MemberId from, ViewMessage.Made made) {
        Group present = group;
        if (present == null
                || !made.group().equals(present.id())
                || !made.view().contains(self)) {
            return;
        }
        if (installed == null || made.view().id().isAfter(installed.id())) {
            take(made.view(), made.inherited(), made.dead());
        }
        if (installed != null) {
            out.send(from, new ViewMessage.Took(installed.id()));
        }
    }

    @Override
    public void onTook(MemberId from, ViewMessage.Took took) {
        if (installed != null && !installed.id().isAfter(took.view()) && unaware.remove(from)) {
            askAgainIfNobodyMayAct();
            askAgainIfTablesMove();
        }
    }

    @Override
    public void onOpen(MemberId from, ViewMessage.Open open) {
        if (isCoordinator()
                && (installed == null || installed.settings().table(open.table().name()) == null)) {
            toOpen.putIfAbsent(open.table().name(), open.table());
            ask();
        }
    }

    @Override
    public void onDrained(MemberId from, ViewMessage.Drained said) {
        View view = installed;
        if (!isCoordinator() || view == null || !said.view().equals(view.id()) || !view.contains(from)) {
            return;
        }
        TreeSet<MemberId> members = drained.computeIfAbsent(said.table(), table -> new TreeSet<>());
        if (members.add(from) && !moved().tables().isEmpty()) {
            ask();
        }
    }

    @Override
    public void onLeave(MemberId from, ViewMessage.Leave leave) {
        View.Member member = installed == null ? null : installed.member(from);
        if (isCoordinator() && member != null && !member.leaving() && toLeave.add(from)) {
            ask();
        }
    }

    @Override
    public void onRefused(MemberId from, ViewMessage.Refused refused) {
        Group present = group;
        if (present != null && from.equals(present.coordinator())) {
            out.refused(refused);
        }
    }

    /** In a view that may not act: with all in it, more bases can be seen to be dead than when each told where it came from. */
    private void askAgainIfNobodyMayAct() {
        if (unaware.isEmpty()
                && isCoordinator()
                && installed != null
                && !installed.strict().acts()) {
            ask();
        }
    }

    /** All have the view, so the next one may move the tables to another key format, if that is what its members want. */
    private void askAgainIfTablesMove() {
        View view = installed;
        if (unaware.isEmpty()
                && isCoordinator()
                && !asking
                && view != null
                && mayMove(view)
                && ViewMaker.isToMove(view, told.values())) {
            ask();
        }
    }

    /** The installed view is settled. */
    public void settled(long now) {
        nowNanos = now;
        settled = true;
        if (isCoordinator() && !moved().tables().isEmpty()) {
            ask();
        }
        askAgainIfTablesMove();
    }

    /** Whether tables may begin and end to move to another key format in the next view: where one is STRICT, members beside a view that is not settled may go on with the format before. */
    private boolean mayMove(View view) {
        return settled || !ViewMaker.hasStrictTables(view);
    }

    /** The tables whose former keys nobody has any more. */
    private ViewMaker.Moved moved() {
        TreeSet<Integer> tables = new TreeSet<>();
        View view = installed;
        drained.forEach((table, members) -> {
            if (view != null
                    && mayMove(view)
                    && members.size() == view.members().size()) {
                tables.add(table);
            }
        });
        return new ViewMaker.Moved(installedId(), tables);
    }

    public @Nullable View installed() {
        return installed;
    }

    private boolean isCoordinator() {
        return group != null && group.coordinator().equals(self);
    }

    /** Repeats to the coordinator what this member wants and the view does not have yet. */
    private void askCoordinator() {
        Group present = group;
        View view = installed;
        if (present == null) {
            return;
        }
        if (view != null) {
            wanted.keySet().removeIf(name -> view.settings().table(name) != null);
        }
        for (View.TableSettings table : List.copyOf(wanted.values())) {
            ViewMessage.Open open = new ViewMessage.Open(table);
            if (isCoordinator()) {
                onOpen(self, open);
            } else {
                out.send(present.coordinator(), open);
            }
        }
        for (int table : List.copyOf(drainedHere)) {
            ViewMessage.Drained message = new ViewMessage.Drained(installedId(), table);
            if (isCoordinator()) {
                onDrained(self, message);
            } else {
                out.send(present.coordinator(), message);
            }
        }
        View.Member member = view == null ? null : view.member(self);
        if (leaving && member != null && !member.leaving()) {
            if (isCoordinator()) {
                onLeave(self, new ViewMessage.Leave());
            } else {
                out.send(present.coordinator(), new ViewMessage.Leave());
            }
        }
    }

    private void tellRefused() {
        refused.forEach((member, reason) -> {
            if (!member.equals(self)) {
                out.send(member, reason);
            }
        });
    }

    /** Begins a round of questions, if none is under way. */
    private void ask() {
        Group present = group;
        if (asking || present == null) {
            return;
        }
        asking = true;
        round++;
        askedSinceNanos = nowNanos;
        sentNanos = nowNanos;
        told.clear();
        told.put(self, own(round));
        for (Peer peer : present.members()) {
            if (!peer.id().equals(self)) {
                out.send(peer.id(), new ViewMessage.Question(present.id(), round));
            }
        }
        makeIfAllTold();
    }

    private void makeIfAllTold() {
        Group present = group;
        if (present == null || !present.members().stream().allMatch(peer -> told.containsKey(peer.id()))) {
            return;
        }
        asking = false;
        toLeave.forEach(member -> told.computeIfPresent(
                member,
                (id, answer) -> new ViewMessage.Told(
                        answer.group(),
                        answer.round(),
                        answer.installed(),
                        answer.acted(),
                        answer.bases(),
                        answer.settings(),
                        true,
                        answer.address())));
        ViewMaker.Result result = maker.make(present, told, toOpen.values(), moved(), madeHere);
        List<String> opened = new ArrayList<>(toOpen.keySet());
        toOpen.clear();
        toLeave.clear();
        refused = result.refused();
        tellRefused();
        ViewMessage.Refused own = refused.get(self);
        if (own != null) {
            out.refused(own);
        }
        View view = result.view();
        if (view == null || !view.contains(self)) {
            return;
        }
        // Installed here before it is sent: so its number is never given twice.
        madeHere.add(view.id());
        reportTaken(view);
        take(view, result.inherited(), result.dead());
        opened.forEach(wanted::remove);
        ViewMessage.Made message = new ViewMessage.Made(present.id(), view, result.inherited(), result.dead());
        made = message;
        for (View.Member member : view.members()) {
            if (!member.id().equals(self)) {
                unaware.add(member.id());
                out.send(member.id(), message);
            }
        }
        askAgainIfTablesMove();
    }

    private void reportTaken(View next) {
        View former = installed;
        for (View.Member member : next.members()) {
            ViewMessage.Told answer = told.get(member.id());
            boolean fresh = former == null || !former.contains(member.id());
            if (fresh && answer != null && answer.address() != 0 && answer.address() != member.address()) {
                out.report(new Event.AddressTaken(member.peer().name(), answer.address(), member.address()));
            }
        }
    }

    private void take(View view, List<Base> inherited, List<ViewId> dead) {
        installed = view;
        settled = false;
        drained.clear();
        drainedHere.clear();
        unaware.clear();
        installer.install(view, inherited, dead);
    }

    private ViewMessage.Told own(long number) {
        Group present = group;
        if (present == null) {
            throw new IllegalStateException("no group was heard of yet");
        }
        return new ViewMessage.Told(
                present.id(), number, installed, installer.acted(), installer.bases(), brought, leaving, address);
    }

    /** The view that this member has, or none. */
    public ViewId installedId() {
        return installed == null ? ViewId.NONE : installed.id();
    }
}
