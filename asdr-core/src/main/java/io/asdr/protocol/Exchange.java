package io.asdr.protocol;

import io.asdr.protocol.handover.Inventory;
import io.asdr.protocol.message.ExchangeMessage.Offer;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which members of a view have installed it, and what they offered to the owners in one lane. The barrier of PROTOCOL 7: before it is over, a new owner commits nothing. */
final class Exchange {

    private record Place(int table, int partition) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTable = Integer.compare(table, other.table);
            return byTable != 0 ? byTable : Integer.compare(partition, other.partition);
        }
    }

    private final View view;
    private final TreeSet<MemberId> installed = new TreeSet<>();
    private boolean settled;
    private final TreeMap<Place, Inventory> inventories = new TreeMap<>();

    Exchange(View view) {
        this.view = view;
    }

    /** Returns true if this was the last member that the barrier waited for. */
    boolean onInstalled(MemberId member, List<Offer> offers) {
        if (isOver() || !view.contains(member) || !installed.add(member)) {
            return false;
        }
        for (Offer offer : offers) {
            inventories
                    .computeIfAbsent(new Place(offer.table(), offer.partition()), place -> new Inventory())
                    .add(member, offer);
        }
        return isOver();
    }

    /** The view may act in STRICT tables. */
    void onSettled() {
        settled = true;
    }

    boolean isSettled() {
        return settled;
    }

    boolean isOver() {
        return installed.size() == view.members().size();
    }

    Inventory inventory(int table, int partition) {
        Inventory inventory = inventories.get(new Place(table, partition));
        return inventory == null ? new Inventory() : inventory;
    }

    /** What was offered is no longer needed. */
    void forgetInventories() {
        inventories.clear();
    }
}
