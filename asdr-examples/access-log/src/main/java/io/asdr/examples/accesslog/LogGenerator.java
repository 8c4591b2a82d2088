package io.asdr.examples.accesslog;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes a log with the skew of a real one: few clients and few paths have most of the lines, a client's requests come in visits, answers have the usual sizes and status codes.
 *
 * <p>The numbers are fitted to 10,000 requests to a public site in May 2015: 1,753 clients, the busiest with 482 lines; 1,368 paths, the busiest with 807 lines, half of them asked for once.
 *
 * @param lineCount how many lines, 1 or more
 */
record LogGenerator(long seed, int lineCount) implements LogSource {

    private static final Instant BEGIN = Instant.parse("2015-05-17T10:05:00Z");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String[] AGENTS = {
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/32.0.1700.77",
        "Mozilla/5.0 (X11; Linux x86_64; rv:24.0) Gecko/20140205 Firefox/24.0 Iceweasel/24.3.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Tiny Tiny RSS/1.11 (http://tt-rss.org/)",
        "-"
    };
    private static final String[] KINDS = {
        "/blog/article-%d.html", "/images/picture-%d.png", "/style-%d.css", "/talks/slides-%d", "/files/archive-%d.zip"
    };

    LogGenerator {
        if (lineCount < 1) {
            throw new IllegalArgumentException("lineCount=" + lineCount + " must be 1 or more");
        }
    }

    @Override
    public String description() {
        return String.format(Locale.ROOT, "generated, seed %d, with the skew of a real log", seed);
    }

    @Override
    public Stream<String> lines() {
        return Stream.generate(new Site(seed, lineCount)::nextLine).limit(lineCount);
    }

    /** The site while its log is written. */
    private static final class Site {

        private static final int VISITORS_AT_A_TIME = 24;
        private static final double VISIT_ENDS = 0.4;

        private final Random random;
        private final Zipf clients;
        private final Zipf paths;
        private final int[] visitors = new int[VISITORS_AT_A_TIME];
        private Instant now = BEGIN;

        Site(long seed, int lineCount) {
            random = new Random(seed);
            clients = new Zipf(ranks(lineCount, 0.35), 0.8);
            paths = new Zipf(ranks(lineCount, 0.2), 0.95);
            for (int i = 0; i < visitors.length; i++) {
                visitors[i] = clients.draw(random);
            }
        }

        /** How many clients, and how many paths, there are to draw from; a longer log has more of them, but not in proportion. */
        private static int ranks(int lineCount, double share) {
            return (int) Math.max(2, share * lineCount / StrictMath.sqrt(Math.max(1, lineCount / 10_000.0)));
        }

        String nextLine() {
            int place = random.nextInt(visitors.length);
            if (random.nextDouble() < VISIT_ENDS) {
                visitors[place] = clients.draw(random);
            }
            now = now.plusMillis(random.nextInt(2_000));
            int client = visitors[place];
            int path = paths.draw(random);
            int status = status();
            return String.format(
                    Locale.ROOT,
                    "%s - - [%s] \"GET %s HTTP/1.1\" %d %s \"-\" \"%s\"",
                    address(client),
                    TIME.format(now),
                    String.format(Locale.ROOT, KINDS[path % KINDS.length], path),
                    status,
                    size(path, status),
                    AGENTS[client % AGENTS.length]);
        }

        /** Neighbouring ranks get addresses far apart; the factor is odd, so no two get the same. */
        private static String address(int client) {
            int mixed = client * 0x9E3779B1 & 0x3FFF_FFFF;
            return String.format(
                    Locale.ROOT,
                    "%d.%d.%d.%d",
                    64 + (mixed >>> 24),
                    mixed >>> 16 & 0xff,
                    mixed >>> 8 & 0xff,
                    mixed & 0xff);
        }

        private int status() {
            int thousandth = random.nextInt(1_000);
            if (thousandth < 913) {
                return 200;
            } else if (thousandth < 957) {
                return 304;
            } else if (thousandth < 978) {
                return 404;
            } else if (thousandth < 995) {
                return 301;
            } else if (thousandth < 999) {
                return 206;
            }
            return 500;
        }

        /** A file has a size of its own: between 200 bytes and about 1 MB, most of them small. */
        private static String size(int path, int status) {
            return switch (status) {
                case 304 -> "-";
                case 301, 404, 500 -> "327";
                default -> {
                    double scale = new Random(path).nextDouble();
                    yield Long.toString((long) (200 * StrictMath.pow(5_000, scale * scale)));
                }
            };
        }
    }
}
