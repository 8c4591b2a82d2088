package io.asdr.examples.accesslog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads every session and every page from every service and compares with the count by one thread. */
final class ReadBack {

    private final SessionCount reference;
    private final Map<String, Integer> revisions;
    private final Journal journal;
    private final List<String> differences = new ArrayList<>();

    ReadBack(SessionCount reference, Journal journal) {
        this.reference = reference;
        this.revisions = reference.revisions();
        this.journal = journal;
    }

    RunResult.Comparison compare(List<ServiceProcess> services) throws JobFailedException, InterruptedException {
        // All are asked before the first is listened to: they work at the same time.
        for (ServiceProcess service : services) {
            ask(service);
        }
        long lostLines = 0;
        for (ServiceProcess service : services) {
            lostLines = Math.max(lostLines, compare(service));
        }
        return new RunResult.Comparison(
                services.size(), reference.sessions().size(), revisions.size(), lostLines, List.copyOf(differences));
    }

    private void ask(ServiceProcess service) throws JobFailedException {
        for (String client : reference.sessions().keySet()) {
            service.order(new Order.ReadSession(client));
        }
        for (String path : revisions.keySet()) {
            service.order(new Order.ReadPage(path));
        }
        service.order(new Order.ReadSize());
    }

    /** How many lines the sessions of {@code service} did not count. */
    private long compare(ServiceProcess service) throws JobFailedException, InterruptedException {
        long lostLines = 0;
        int expected = reference.sessions().size() + revisions.size() + 1;
        for (int i = 0; i < expected; i++) {
            Reply answer = service.answer();
            if (answer instanceof Reply.SessionIs session) {
                lostLines += compareSession(service.name(), session.client(), session.session());
            } else if (answer instanceof Reply.SessionMissing missing) {
                lostLines += compareSession(service.name(), missing.client(), null);
            } else if (answer instanceof Reply.PageIs page) {
                comparePage(service.name(), page.read());
            } else if (answer instanceof Reply.SizeIs size) {
                compareSize(service.name(), size);
            }
        }
        return lostLines;
    }

    private long compareSession(String service, String client, @Nullable Session found) {
        Session wanted = reference.sessions().get(client);
        if (wanted == null || wanted.equals(found)) {
            return 0;
        }
        differences.add(
                service + ": session of " + client + " is " + describe(found) + ", must be " + describe(wanted));
        return found == null ? wanted.lines().count() : wanted.lines().countMissingFrom(found.lines());
    }

    private static String describe(@Nullable Session session) {
        return session == null
                ? "missing"
                : session.lines().count() + " lines, " + session.hits() + " hits, " + session.bytes() + " bytes, "
                        + session.first() + " to " + session.last();
    }

    private void comparePage(String service, PageRead read) {
        journal.onPageRead(read);
        int wanted = revisions.getOrDefault(read.path(), PageRead.MISSING);
        if (read.revision() != wanted) {
            differences.add(
                    service + ": page " + read.path() + " has revision " + read.revision() + ", must be " + wanted);
        }
    }

    private void compareSize(String service, Reply.SizeIs size) {
        if (size.sessions() != reference.sessions().size() || size.pages() != revisions.size()) {
            differences.add(service + ": " + size.sessions() + " sessions and " + size.pages() + " pages, must be "
                    + reference.sessions().size() + " and " + revisions.size());
        }
    }
}
