package io.asdr.examples.accesslog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Deals lines to services in turn: line n goes to place n mod the number of places.
 *
 * <p>A place that lost its service is served by the others in turn until a new service takes it, so that each line stays on the run that it would have been on.
 */
final class Dealer {

    private final List<ServiceProcess> services;
    private final ServiceProcess[] places;
    private int turn;

    Dealer(List<ServiceProcess> services) {
        this.services = new ArrayList<>(services);
        this.places = services.toArray(ServiceProcess[]::new);
    }

    /** Deals a line and returns who got it. */
    ServiceProcess deal(Dealt dealt) throws JobFailedException, InterruptedException {
        ServiceProcess place = places[dealt.line() % places.length];
        ServiceProcess service = services.contains(place) ? place : next();
        service.deal(dealt);
        return service;
    }

    /** Deals what {@code dead} left open to the others; they serve its place from now on. */
    void onKilled(ServiceProcess dead, List<Dealt> open) throws JobFailedException, InterruptedException {
        services.remove(dead);
        for (Dealt dealt : open) {
            next().deal(dealt);
        }
    }

    /** Gives the place of {@code dead} to {@code joiner}. */
    void onJoined(ServiceProcess dead, ServiceProcess joiner) {
        services.add(joiner);
        places[Arrays.asList(places).indexOf(dead)] = joiner;
    }

    private ServiceProcess next() {
        return services.get(turn++ % services.size());
    }
}
