package io.asdr.testkit;

import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.ChainMessage;
import io.asdr.protocol.message.ContractMessage;
import io.asdr.protocol.message.ExchangeMessage;
import io.asdr.protocol.message.HandoverMessage;
import io.asdr.protocol.message.LeaseMessage;
import io.asdr.protocol.message.ReadMessage;
import io.asdr.protocol.message.ViewMessage;

/**
 * A point between two steps of the protocol, at which a member can be made to crash.
 *
 * <p>It shows in the network: a member is about to send a message (and does not any more), or has got one (and does nothing with it).
 */
public enum ProtocolStep {
    /** The owner has applied a write and no replica has heard of it. */
    APPLIED_NOT_REPLICATED(ChainMessage.Update.class, true),
    /** A replica has an update, and the owner does not know. */
    REPLICATED_NOT_ANSWERED(ChainMessage.Updated.class, true),
    /** The owner is about to hear that a replica has the update. */
    REPLICATED_NOT_HEARD(ChainMessage.Updated.class, false),
    /** The owner has committed, and no replica knows. */
    COMMITTED_NOT_TOLD(ChainMessage.Commit.class, true),
    /** The owner is about to recall a copy. */
    NOT_RECALLED(ContractMessage.Recall.class, true),
    /** A holder has given its copy up, and the owner does not know. */
    RECALLED_NOT_ANSWERED(ContractMessage.Recalled.class, true),
    /** The owner has carried a call out, and the caller does not know. */
    CARRIED_OUT_NOT_ANSWERED(CallMessage.Reply.class, true),
    /** The owner has promised a copy that has not arrived. */
    PROMISED_NOT_ANSWERED(ReadMessage.Answer.class, true),
    /** A member has installed a view, and nobody knows. */
    INSTALLED_NOT_TOLD(ExchangeMessage.Installed.class, true),
    /** A member has made a view, installed it, and told nobody. */
    MADE_NOT_SENT(ViewMessage.Made.class, true),
    /** The coordinator is about to hear the view of a member. */
    TOLD_NOT_HEARD(ViewMessage.Told.class, false),
    /** A source is about to give away what it has. */
    NOT_PULLED(HandoverMessage.Pulled.class, true),
    /** A new owner is about to get what it pulls. */
    PULLED_NOT_TAKEN(HandoverMessage.Pulled.class, false),
    /** A replica is being made equal, and has not asked for what it lacks. */
    NOT_COMPARED(HandoverMessage.Compare.class, false),
    /** A replica is equal, and the owner does not know. */
    SYNCHRONISED_NOT_HEARD(HandoverMessage.Synchronised.class, true),
    /** A member has given up what it kept, and the owner does not know. */
    RELEASED_NOT_ANSWERED(HandoverMessage.Released.class, true),
    /** A member has granted a lease that its user does not know of. */
    GRANTED_NOT_HEARD(LeaseMessage.Renewed.class, true);

    private final Class<?> message;
    private final boolean sender;

    ProtocolStep(Class<?> message, boolean sender) {
        this.message = message;
        this.sender = sender;
    }

    /** Whether a run comes to it only a few times, or not at all. */
    boolean isRare() {
        return switch (this) {
            case MADE_NOT_SENT,
                    TOLD_NOT_HEARD,
                    NOT_PULLED,
                    PULLED_NOT_TAKEN,
                    NOT_COMPARED,
                    SYNCHRONISED_NOT_HEARD,
                    RELEASED_NOT_ANSWERED -> true;
            case APPLIED_NOT_REPLICATED,
                    REPLICATED_NOT_ANSWERED,
                    REPLICATED_NOT_HEARD,
                    COMMITTED_NOT_TOLD,
                    NOT_RECALLED,
                    RECALLED_NOT_ANSWERED,
                    CARRIED_OUT_NOT_ANSWERED,
                    PROMISED_NOT_ANSWERED,
                    INSTALLED_NOT_TOLD,
                    GRANTED_NOT_HEARD -> false;
        };
    }

    /** The message at which it shows. */
    Class<?> message() {
        return message;
    }

    /** Whether it is the sender that is between the steps; else the receiver. */
    boolean isAtSender() {
        return sender;
    }
}
