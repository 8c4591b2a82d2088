package io.asdr.protocol;

import io.asdr.protocol.calls.CallerRole;
import io.asdr.protocol.handover.FormerPart;
import io.asdr.protocol.handover.Handover;
import io.asdr.protocol.handover.Reconciliation;
import io.asdr.protocol.handover.SourceRole;
import io.asdr.protocol.holder.HolderRole;
import io.asdr.protocol.holder.ScanRequests;
import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.ChainMessage;
import io.asdr.protocol.message.ContractMessage;
import io.asdr.protocol.message.HandoverMessage;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.protocol.message.ReadMessage;
import io.asdr.protocol.message.ScanMessage;
import io.asdr.protocol.owner.OwnerRole;
import io.asdr.protocol.replica.BackupRole;
import io.asdr.protocol.replica.ReplicaRole;
import io.asdr.protocol.upkeep.Upkeep;
import io.asdr.spi.MemberId;

/** Which role of a partition hears a message, and from whom: what only an owner says counts from the present one alone. */
final class Inbox
        implements ReadMessage.Handler,
                CallMessage.Handler,
                ChainMessage.Handler,
                ContractMessage.Handler,
                HandoverMessage.Handler,
                ScanMessage.Handler {

    private final Partition partition;
    private final CallerRole caller;
    private final HolderRole holder;
    private final ReplicaRole replica;
    private final BackupRole backup;
    private final SourceRole source;
    private final ScanRequests scans;
    private final Upkeep upkeep;

    Inbox(
            Partition partition,
            CallerRole caller,
            HolderRole holder,
            ReplicaRole replica,
            BackupRole backup,
            SourceRole source,
            ScanRequests scans,
            Upkeep upkeep) {
        this.partition = partition;
        this.caller = caller;
        this.holder = holder;
        this.replica = replica;
        this.backup = backup;
        this.source = source;
        this.scans = scans;
        this.upkeep = upkeep;
    }

    void onMessage(MemberId from, PartitionMessage message) {
        if (message instanceof ReadMessage read) {
            read.dispatch(from, this);
        } else if (message instanceof CallMessage call) {
            call.dispatch(from, this);
        } else if (message instanceof ChainMessage chained) {
            chained.dispatch(from, this);
        } else if (message instanceof ContractMessage contract) {
            contract.dispatch(from, this);
        } else if (message instanceof HandoverMessage handed) {
            handed.dispatch(from, this);
        } else if (message instanceof ScanMessage scan) {
            scan.dispatch(from, this);
        }
    }

    @Override
    public void onGet(MemberId from, ReadMessage.Get get) {
        OwnerRole owner = partition.ownerRole();
        if (owner != null) {
            owner.onGet(from, get);
        }
    }

    @Override
    public void onAnswer(MemberId from, ReadMessage.Answer answer) {
        holder.onAnswer(from, answer);
    }

    @Override
    public void onRequest(MemberId from, CallMessage.Request request) {
        OwnerRole owner = partition.ownerRole();
        if (owner != null) {
            owner.onRequest(from, request);
        }
    }

    @Override
    public void onReply(MemberId from, CallMessage.Reply reply) {
        caller.onReply(from, reply);
    }

    @Override
    public void onUpdate(MemberId from, ChainMessage.Update update) {
        if (!isFromOwner(from)) {
            return;
        }
        if (partition.keeps()) {
            holder.shut(update.key());
            replica.onUpdate(update);
        } else {
            // Released, or on its way out: what it still has must go.
            if (holder.giveUp(update.key(), update.version())) {
                partition.notePoisoning(update.key(), from);
            }
            partition.send(from, new ChainMessage.Updated(update.version()));
        }
    }

    @Override
    public void onUpdated(MemberId from, ChainMessage.Updated updated) {
        OwnerRole owner = partition.ownerRole();
        if (owner != null) {
            owner.onAnswered(from, updated.version());
        }
    }

    @Override
    public void onCommit(MemberId from, ChainMessage.Commit commit) {
        if (isFromOwner(from)) {
            replica.onCommit(commit);
        }
    }

    @Override
    public void onReplicate(MemberId from, ChainMessage.Replicate page) {
        if (isFromOwner(from)) {
            backup.onReplicate(page, partition.keeps());
        }
    }

    @Override
    public void onReplicated(MemberId from, ChainMessage.Replicated replicated) {
        OwnerRole owner = partition.ownerRole();
        if (owner != null) {
            owner.onReplicated(from, replicated.number());
        }
    }

    @Override
    public void onRecall(MemberId from, ContractMessage.Recall recall) {
        if (isFromOwner(from) && holder.onRecall(recall)) {
            partition.notePoisoning(recall.key(), from);
        }
    }

    @Override
    public void onRecalled(MemberId from, ContractMessage.Recalled recalled) {
        OwnerRole owner = partition.ownerRole();
        if (owner != null) {
            owner.onAnswered(from, recalled.version());
        }
    }

    @Override
    public void onRenew(MemberId from, ContractMessage.Renew renew) {
        OwnerRole owner = partition.ownerRole();
        if (owner != null) {
            owner.onRenew(from, renew);
        }
    }

    @Override
    public void onIdle(MemberId from, ContractMessage.Idle idle) {
        if (isFromOwner(from)) {
            upkeep.onIdle(from, idle);
        }
    }

    @Override
    public void onInUse(MemberId from, ContractMessage.InUse inUse) {
        OwnerRole owner = partition.ownerRole();
        if (owner != null) {
            owner.onInUse(from, inUse);
        }
    }

    @Override
    public void onDropped(MemberId from, ContractMessage.Dropped dropped) {
        OwnerRole owner = partition.ownerRole();
        if (owner != null) {
            owner.onDropped(from, dropped);
        }
    }

    @Override
    public void onPull(MemberId from, HandoverMessage.Pull pull) {
        if (isFromOwner(from)) {
            source.onPull(from, pull);
        }
    }

    @Override
    public void onPulled(MemberId from, HandoverMessage.Pulled pulled) {
        Handover handover = partition.handover();
        if (handover != null) {
            handover.onPulled(from, pulled);
        }
    }

    @Override
    public void onPullKey(MemberId from, HandoverMessage.PullKey pullKey) {
        if (isFromOwner(from)) {
            source.onPullKey(from, pullKey);
        }
    }

    @Override
    public void onPulledKey(MemberId from, HandoverMessage.PulledKey pulledKey) {
        Handover handover = partition.handover();
        if (handover != null) {
            handover.onPulledKey(from, pulledKey);
        }
    }

    @Override
    public void onPullPart(MemberId from, HandoverMessage.PullPart pull) {
        FormerPart part = partition.formerPart();
        if (isFromOwner(from) && part != null) {
            part.onPull(partition, from, pull);
        }
    }

    @Override
    public void onPart(MemberId from, HandoverMessage.Part part) {
        Reconciliation reconciliation = partition.reconciliation();
        if (reconciliation != null) {
            reconciliation.onPart(from, part);
        }
    }

    @Override
    public void onSynchronise(MemberId from, HandoverMessage.Synchronise synchronise) {
        if (!isFromOwner(from)) {
            return;
        }
        if (partition.isComplete() && !partition.isAsync()) {
            partition.send(from, new HandoverMessage.Synchronised(synchronise.number()));
        } else if (isInChain()) {
            partition.relieve();
            replica.synchronisation().begin(synchronise.number());
        }
    }

    @Override
    public void onRelieve(MemberId from, HandoverMessage.Relieve relieve) {
        if (isFromOwner(from)) {
            partition.relieve();
            partition.send(from, new HandoverMessage.Relieved());
        }
    }

    @Override
    public void onRelieved(MemberId from, HandoverMessage.Relieved relieved) {
        OwnerRole owner = partition.ownerRole();
        if (owner != null) {
            owner.onRelieved(from);
        }
    }

    @Override
    public void onCompare(MemberId from, HandoverMessage.Compare compare) {
        OwnerRole owner = partition.ownerRole();
        if (owner != null) {
            owner.onCompare(from, compare);
        }
    }

    @Override
    public void onCompared(MemberId from, HandoverMessage.Compared compared) {
        if (isFromOwner(from) && replica.synchronisation().onCompared(compared) && !partition.isAsync()) {
            partition.becomeComplete();
        }
    }

    @Override
    public void onSynchronised(MemberId from, HandoverMessage.Synchronised synchronised) {
        OwnerRole owner = partition.ownerRole();
        if (owner != null) {
            owner.onSynchronised(from, synchronised.number());
        }
    }

    @Override
    public void onRelease(MemberId from, HandoverMessage.Release release) {
        if (isFromOwner(from) && !isInChain()) {
            partition.release();
            partition.send(from, new HandoverMessage.Released());
        }
    }

    @Override
    public void onReleased(MemberId from, HandoverMessage.Released released) {
        OwnerRole owner = partition.ownerRole();
        if (owner != null) {
            owner.onReleased(from);
        }
    }

    @Override
    public void onScan(MemberId from, ScanMessage.Scan scan) {
        OwnerRole owner = partition.ownerRole();
        if (owner != null) {
            owner.onScan(from, scan);
        }
    }

    @Override
    public void onKeys(MemberId from, ScanMessage.Keys keys) {
        scans.onKeys(keys);
    }

    private boolean isFromOwner(MemberId from) {
        return from.equals(partition.owner());
    }

    private boolean isInChain() {
        return partition.chain().contains(partition.self());
    }
}
