package io.asdr.wire;

import io.asdr.protocol.message.ExchangeMessage.ClaimHeld;
import io.asdr.protocol.message.ExchangeMessage.Clear;
import io.asdr.protocol.message.ExchangeMessage.Exchanged;
import io.asdr.protocol.message.ExchangeMessage.Installed;
import io.asdr.protocol.message.ExchangeMessage.Missing;
import io.asdr.protocol.message.ExchangeMessage.Offer;
import io.asdr.protocol.message.ExchangeMessage.Stale;

/** The layouts of the exchange after a view change. */
final class ExchangeFrames {

    private ExchangeFrames() {}

    static void writeInstalled(FrameWriter to, Installed installed) {
        to.viewId(installed.view());
        to.flag(installed.approved());
        to.flag(installed.clear());
        to.list(installed.offers(), ExchangeFrames::writeOffer);
    }

    static Installed readInstalled(FrameReader from) {
        return new Installed(
                from.viewId("view"),
                from.flag("approved"),
                from.flag("clear"),
                from.list("offers", ExchangeFrames::readOffer));
    }

    static void writeClear(FrameWriter to, Clear clear) {
        to.viewId(clear.view());
    }

    static Clear readClear(FrameReader from) {
        return new Clear(from.viewId("view"));
    }

    static void writeMissing(FrameWriter to, Missing missing) {
        to.viewId(missing.view());
    }

    static Missing readMissing(FrameReader from) {
        return new Missing(from.viewId("view"));
    }

    static void writeExchanged(FrameWriter to, Exchanged exchanged) {
        to.viewId(exchanged.view());
        to.flag(exchanged.asks());
    }

    static Exchanged readExchanged(FrameReader from) {
        return new Exchanged(from.viewId("view"), from.flag("asks"));
    }

    static void writeStale(FrameWriter to, Stale stale) {
        to.viewId(stale.view());
    }

    static Stale readStale(FrameReader from) {
        return new Stale(from.viewId("view"));
    }

    private static void writeOffer(FrameWriter to, Offer offer) {
        to.int32(offer.table());
        to.int32(offer.partition());
        to.flag(offer.complete());
        to.int32(offer.entryCount());
        to.list(offer.claims(), ExchangeFrames::writeClaim);
        to.viewId(offer.part());
    }

    private static Offer readOffer(FrameReader from) {
        return new Offer(
                from.int32("offer.table", 0),
                from.int32("offer.partition", 0),
                from.flag("offer.complete"),
                from.int32("offer.entryCount", 0),
                from.list("offer.claims", ExchangeFrames::readClaim),
                from.viewId("offer.part"));
    }

    private static void writeClaim(FrameWriter to, ClaimHeld claim) {
        to.key(claim.key());
        to.number(claim.sequence());
    }

    private static ClaimHeld readClaim(FrameReader from) {
        return new ClaimHeld(from.key("claim.key"), from.number("claim.sequence"));
    }
}
