package io.asdr.integration;

import java.util.Optional;

/** Free ports of the loopback network: whose links nobody can cut. */
final class LoopbackNetwork implements Network {

    private final Site site;
    private final int places;
    private final String reason;

    /** {@code reason} says why there is nothing better. */
    LoopbackNetwork(int places, String reason) {
        this.site = new Site(places);
        this.places = places;
        this.reason = reason;
    }

    @Override
    public int places() {
        return places;
    }

    @Override
    public Place place(int number) {
        return site.place(number);
    }

    @Override
    public Optional<String> cutMissing() {
        return Optional.of(reason);
    }

    @Override
    public Optional<String> lossMissing() {
        return Optional.of(reason);
    }

    @Override
    public void cut(int from, int to) {
        throw new IllegalStateException("links can't be cut: " + reason);
    }

    @Override
    public void lose(int percent) {
        throw new IllegalStateException("packets can't be lost: " + reason);
    }

    @Override
    public void heal() {
        // Nothing was hurt.
    }

    @Override
    public void close() {
        site.close();
    }
}
