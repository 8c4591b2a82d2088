package io.asdr.local;

/** A resident without a value, which counts how often its uses are looked at and written. */
final class Item implements Resident {

    private final long hash;
    private int uses;
    private int place;
    private int looks;
    private int writes;

    Item(long hash) {
        this.hash = hash;
    }

    int looks() {
        return looks;
    }

    int writes() {
        return writes;
    }

    @Override
    public long hash() {
        return hash;
    }

    @Override
    public int uses() {
        looks++;
        return uses;
    }

    @Override
    public void uses(int uses) {
        this.uses = uses;
        writes++;
    }

    @Override
    public int place() {
        return place;
    }

    @Override
    public void place(int place) {
        this.place = place;
    }
}
