package io.asdr.protocol;

import io.asdr.protocol.handover.Inventory;
import io.asdr.protocol.message.ExchangeMessage.Offer;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which members of a view have installed it, and what they offered to the owners in one lane. The barrier of PROTOCOL 7: before it is over, a new owner commits nothing. */
final class Exchange {

    private static final Inventory NOTHING = new Inventory();

    private final View view;
    private final TreeSet<MemberId> installed = new TreeSet<>();
    private boolean settled;
    private final int laneCount;
    private final int placeCount;
    private final TreeMap<Integer, @Nullable Inventory[]> inventories = new TreeMap<>();

    /** {@code placeCount} is how many partitions of a table the lane has at most. */
    Exchange(View view, int laneCount, int placeCount) {
        this.view = view;
        this.laneCount = laneCount;
        this.placeCount = placeCount;
    }

    /** Returns true if this was the last member that the barrier waited for. */
    boolean onInstalled(MemberId member, List<Offer> offers) {
        if (isOver() || !view.contains(member) || !installed.add(member)) {
            return false;
        }
        for (Offer offer : offers) {
            add(member, offer);
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

    private void add(MemberId member, Offer offer) {
        int place = offer.partition() / laneCount;
        if (place >= placeCount) {
            return;
        }
        @Nullable Inventory[] ofTable = inventories.computeIfAbsent(offer.table(), table -> new Inventory[placeCount]);
        Inventory inventory = ofTable[place];
        if (inventory == null) {
            inventory = new Inventory();
            ofTable[place] = inventory;
        }
        inventory.add(member, offer);
    }

    /** What was offered for the lane's partition of that number, counted within the lane. */
    Inventory inventory(int table, int place) {
        @Nullable Inventory[] ofTable = inventories.get(table);
        Inventory inventory = ofTable == null ? null : ofTable[place];
        return inventory == null ? NOTHING : inventory;
    }

    /** What was offered is no longer needed. */
    void forgetInventories() {
        inventories.clear();
    }
}
